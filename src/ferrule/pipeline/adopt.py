"""`ferrule adopt`: the Rust of a project's hot functions becomes part of the project.

In: a project's folder and a witness. Out: its files, changed as shown and agreed. The functions are
made and proved as `ferrule build` makes them; their crate texts are taken from the cache.
"""

from __future__ import annotations

import ast
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ferrule.base.problem import Problem
from ferrule.base.records import Report
from ferrule.base.settings import Settings
from ferrule.crate import CrateError, Store, find_runtime, list_entries, open_store, packaged
from ferrule.pipeline.ahead import build
from ferrule.pipeline.projects import Consent, carry_out, found_in
from ferrule.project import Refusal, Slice, Sources, document_of, package_of, plan_adopt

_SUFFIX = ".ferrule.json"
_START = "call/shipped.py"  # what an adopted module imports; all else follows from it


def adopt(
    folder: Path,
    witness: str | None,
    settings: Settings,
    show: Callable[[str], None],
    consent: Consent,
) -> tuple[bool, Report]:
    """Make the functions, show what would change, and change it if the user agrees."""
    found = found_in(folder)
    try:
        document = document_of(found)
        package, source = package_of(str(document["project"]["name"]), found.files)
    except Refusal as refusal:
        raise Problem(f"{folder}: {refusal.what}", refusal.remedy) from None
    root = (folder / source).absolute()
    wanted = replace(settings, only_faster=True)
    with tempfile.TemporaryDirectory(prefix="ferrule-") as made:
        report = build([root / package], Path(made), witness, wanted, is_whole=True)
        slices = list(_slices(Path(made), root, folder.absolute(), settings))
    if not slices and any(one.timing is not None for one in report.outcomes):
        what = f"{folder}: nothing in it is faster in Rust than in Python, as it is called there"
        raise Problem(what, "`ferrule build` says how fast each function is.")
    if not slices:
        remedy = "`ferrule check` says why; --witness shows what functions are called with."
        raise Problem(f"{folder}: nothing in it is native", remedy)
    try:
        plan = plan_adopt(found, slices, _sources())
    except Refusal as refusal:
        raise Problem(f"{folder}: {refusal.what}", refusal.remedy) from None
    return carry_out(folder, plan, settings, (show, consent)), report


def _slices(made: Path, root: Path, folder: Path, settings: Settings) -> Iterator[Slice]:
    """What was built, with the texts of its crates."""
    store = _store(settings)
    crates = {entry.name: entry.library.parent / "crate" / "src" for entry in list_entries(store)}
    for file in sorted(made.rglob(f"*{_SUFFIX}")):
        manifest = json.loads(file.read_text(encoding="utf-8"))
        crate = crates.get(manifest["name"])
        if crate is None:
            continue
        place = file.relative_to(made).as_posix().removesuffix(_SUFFIX) + ".py"
        original = root / place
        texts = {
            path.relative_to(crate).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(crate.rglob("*.rs"))
        }
        inside = original.relative_to(folder).as_posix()
        text = original.read_text(encoding="utf-8")
        yield Slice(manifest["module"], inside, text, manifest, texts)


def _store(settings: Settings) -> Store:
    try:
        return open_store(settings.cache)
    except CrateError as error:
        raise Problem(error.what, error.advice) from None


def _sources() -> Sources:
    """The runtime crate, and the part of Ferrule that puts functions in place."""
    opening = '"""What native functions need of Ferrule (MIT or Apache-2.0)."""\n'
    own = {"__init__.py": opening, **_reached(_START, {})}
    return Sources(packaged(find_runtime()), own)


def _reached(name: str, known: dict[str, str]) -> dict[str, str]:
    """This file of ours and all files of ours that it imports."""
    top = Path(__file__).resolve().parent.parent
    if name in known:
        return known
    text = (top / name).read_text(encoding="utf-8")
    known[name] = text
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("ferrule."):
            parts = str(node.module).split(".")[1:]
            for path in ("/".join(parts) + ".py", "/".join([*parts, "__init__.py"])):
                if (top / path).is_file():
                    _reached(path, known)
    package = f"{name.rpartition('/')[0]}/__init__.py"
    if (top / package).is_file():
        _reached(package, known)
    return known
