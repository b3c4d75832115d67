"""`ferrule prove` and `bench` on adopted Rust: what a person edits is held against the Python.

In: what the user named: a file, a module, a folder, a function of one. Out: outcomes, or None where
nothing of it was adopted. The project's extension is built as its sources are now; where there are
no sources, it is the installed one.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ferrule.base.problem import Problem
from ferrule.base.records import Outcome
from ferrule.base.settings import Settings
from ferrule.call.ahead import SUFFIX
from ferrule.crate import CrateError, build_extension
from ferrule.pipeline.shop import open_shop
from ferrule.pipeline.verify import Question, answer
from ferrule.report import progress

_FOREIGN = ("site-packages", "node_modules", "target", "dist", "build")
_SOURCES = ("rust/src/lib.rs", "Cargo.toml")  # of an adopted project


@dataclass(frozen=True, slots=True)
class Adopted:
    """Modules of one package whose Rust is a part of the project."""

    package: str
    root: Path  # what the package is imported from
    modules: tuple[str, ...]
    project: Path | None  # where its Rust is


def adopted_in(place: Path) -> Adopted | None:
    """What was adopted of this file or folder."""
    notes = list(_notes(place))
    if not notes:
        return None
    root = notes[0][0].parent
    while (root / "__init__.py").is_file():
        root = root.parent
    modules = tuple(module for _, module in notes)
    packages = {module.partition(".")[0] for module in modules}
    if len(packages) != 1:
        names = ", ".join(sorted(packages))
        raise Problem(f"{place}: holds more than one package: {names}", "Name one of them.")
    (package,) = packages
    above = () if "site-packages" in root.parts else (root, *root.parents)
    project = next((one for one in above if has_sources(one)), None)
    return Adopted(package, root, modules, project)


def has_sources(folder: Path) -> bool:
    """Whether this is the top of a project with adopted Rust."""
    return all((folder / name).is_file() for name in _SOURCES)


def _notes(place: Path) -> Iterator[tuple[Path, str]]:
    """The manifests there that stand in a project; what `ferrule build` made names an extension."""
    single = place.with_suffix(SUFFIX)
    files = sorted(place.rglob(f"*{SUFFIX}")) if place.is_dir() else [single]
    for file in files:
        inside = file.relative_to(place).parts if place.is_dir() else ()
        if any(part.startswith(".") or part in _FOREIGN for part in inside):
            continue
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            if "extension" not in data:
                yield file, str(data["module"])
        except (OSError, ValueError, KeyError, TypeError):
            continue


def prove_adopted(it: Adopted, name: str, settings: Settings) -> tuple[Outcome, ...]:
    """Build it as it is now, and compare; raises Problem with what rustc says."""
    only = (name,) if name else settings.only
    with tempfile.TemporaryDirectory(prefix="ferrule-") as folder:
        extension = _built(it.project, Path(folder), settings) if it.project else None
        question = Question(it.package, it.root, extension, it.modules, only)
        outcomes = answer(question, settings)
    if not outcomes:
        what = f"{name or it.package}: no such function among those that were proved"
        raise Problem(what, "`ferrule adopt` takes what is equal and faster.")
    return outcomes


def _built(project: Path, folder: Path, settings: Settings) -> Path:
    with progress("ferrule prove") as tell:
        tell("cargo builds", 0, 0)
        try:
            return build_extension(project, folder, open_shop(settings))
        except CrateError as error:
            raise Problem(f"{project}: {error.what}", error.advice) from None
