"""`ferrule show`, `prove` and `bench`: one function, or a file, looked at again.

In: `FILE.py:NAME`, `MODULE:NAME`, a file, or the name of a function in a file of this folder. Out:
the stages' texts, or outcomes. `show` runs nothing; `prove` and `bench` import the module in a
process of its own, never as a script.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.machinery import PathFinder
from pathlib import Path

from ferrule.base.answers import Shown
from ferrule.base.diag import Refused
from ferrule.base.problem import Problem
from ferrule.base.records import FuncName, Hot, Outcome, Profile, Witness
from ferrule.base.settings import Settings
from ferrule.base.unit import Target, Unit
from ferrule.crate import CrateError, find_tools, open_store
from ferrule.emit import emit
from ferrule.ir.show import show as show_ir
from ferrule.lower import lower
from ferrule.passes import run as run_passes
from ferrule.pipeline.adopted import Adopted, adopted_in, has_sources, prove_adopted
from ferrule.pipeline.ahead import made_apart
from ferrule.pipeline.deliver import works_at_import
from ferrule.pipeline.known import Known, learn, unit_of
from ferrule.pipeline.shop import prepared_shop
from ferrule.pipeline.sites import Site, collect
from ferrule.profile import save

_REMEDY = "Name it as FILE.py:NAME or MODULE:NAME; `ferrule check FILE.py` lists the functions."


@dataclass(frozen=True, slots=True)
class _Found:
    """A function that the user named, or all of a module."""

    site: Site
    known: Known
    targets: tuple[Target, ...]


def show(target: str, settings: Settings) -> Shown:
    """One function at every stage."""
    found = _find(target, settings)
    if len(found.targets) != 1:
        raise Problem(f"{target}: this is a whole file", _REMEDY)
    (one,) = found.targets
    stages: dict[str, str] = {}
    refused = ""
    try:
        unit = unit_of(found.known, found.targets, found.site)
        stages["source"] = _typed(one, unit)
        refused = _stages(unit, one.func, stages, settings)
    except Refused as error:
        refused = str(error.diagnostic)
    return Shown(one.func, _python(found.known, one.func), stages, refused)


def _stages(unit: Unit, func: FuncName, stages: dict[str, str], settings: Settings) -> str:
    """Fill in what can be made; why the rest can't."""
    module = lower(unit)
    for stage, run in (("ir", None), ("passes", run_passes)):
        module = run(module) if run else module
        if not module.entries:
            reasons = module.reasons.get(func, ())
            return "\n".join(map(str, reasons)) or "its argument types are not known"
        stages[stage] = show_ir(module)
    name = func.module.rpartition(".")[2]
    files = emit(module).files
    path = next((one for one in files if one.endswith(f"/{name}.rs")), "src/lib.rs")
    stages["rust"] = _formatted(files[path], settings)
    return ""


def _typed(target: Target, unit: Unit) -> str:
    """What is known of the types before inference."""
    node = unit.modules[target.func.module].functions[target.func.qualname]
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    known = [one.arguments for one in target.signatures if len(one.arguments) == len(names)]
    seen = [dict.fromkeys(map(str, types)) for types in zip(*known, strict=True)]
    told = [" or ".join(types) for types in seen] or ["not known"] * len(names)
    lines = [f"{name}: {types}" for name, types in zip(names, told, strict=True)]
    reached = ", ".join(sorted(unit.modules))
    return "\n".join([f"{target.func}", *lines, f"modules: {reached}"]) + "\n"


def _python(known: Known, func: FuncName) -> str:
    node = known.source.functions[func.qualname]
    lines = known.source.text.splitlines(keepends=True)
    return "".join(lines[func.line - 1 : node.end_lineno])


def _formatted(text: str, settings: Settings) -> str:
    """The Rust as rustfmt writes it, where there is one."""
    try:
        rustc = Path(find_tools(open_store(settings.cache)).rustc)
        rustfmt = rustc.with_name(f"rustfmt{rustc.suffix}")
        done = subprocess.run(
            [str(rustfmt), "--edition", "2024", "--emit", "stdout"],
            input=text.encode(),
            capture_output=True,
            check=True,
            timeout=30,
        )
    except (CrateError, OSError, subprocess.SubprocessError):
        return text
    return done.stdout.decode()


# Which function ---------------------------------------------------------------------------------


def _find(target: str, settings: Settings) -> _Found:
    """What the user named. Raises Problem where there is no such function."""
    file, name = _place(target)
    if file is None:
        return _by_name(name, settings)
    if not file.is_file():
        raise Problem(f"{target}: no such file or module", _REMEDY)
    return _in(file, name, target, settings)


def _place(target: str) -> tuple[Path | None, str]:
    """The file or folder of what the user named, if one is named, and the function's name."""
    place, _, name = target.rpartition(":")
    if not place and (name.endswith(".py") or Path(name).exists()):
        place, name = name, ""
    if not place:
        return None, name
    is_path = place.endswith(".py") or Path(place).exists()
    return Path(place).absolute() if is_path else _file_of(place), name


def _in(file: Path, name: str, target: str, settings: Settings) -> _Found:
    (site,) = collect([file], Path()).sites
    known = learn(site, settings)
    found = tuple(one for one in known.targets if not name or one.func.qualname == name)
    if not found:
        raise Problem(f"{target}: {file.name} has no function {name}", _REMEDY)
    return _Found(site, known, found)


def _file_of(module: str) -> Path:
    for top in (Path.cwd(), Path.cwd() / "src"):
        beside = top.joinpath(*module.split("."))
        for file in (beside.with_name(f"{beside.name}.py"), beside / "__init__.py"):
            if file.is_file():
                return file
    try:
        spec = PathFinder.find_spec(module)
    except (ImportError, ValueError):
        spec = None
    return Path(spec.origin) if spec is not None and spec.origin else Path(module)


def _by_name(name: str, settings: Settings) -> _Found:
    """A function of that name in the files of this folder."""
    found: list[_Found] = []
    for file in sorted(Path.cwd().glob("*.py")):
        try:
            found.append(_in(file, name, name, settings))
        except Problem:
            continue
    if len(found) == 1:
        return found[0]
    where = ", ".join(one.site.file.name for one in found)
    what = f"is in more than one file: {where}" if found else "no such function in this folder"
    raise Problem(f"{name}: {what}", _REMEDY)


# Proof and timing ------------------------------------------------------------------------------


def prove(target: str, settings: Settings) -> tuple[Outcome, ...]:
    """The proof again, with as many inputs and seconds as the settings say."""
    return _again(target, settings)


def bench(target: str, settings: Settings) -> tuple[Outcome, ...]:
    """The timing again, interleaved, for longer."""
    return _again(target, replace(settings, timing_seconds=max(settings.timing_seconds, 1.0)))


def is_equal(outcomes: Sequence[Outcome]) -> bool:
    """Whether something was compared, nothing differed, and all that was built could be."""
    compared = [one.verdict for one in outcomes if one.verdict is not None]
    unloaded = any(reason.code == "F606" for one in outcomes for reason in one.reasons)
    return bool(compared) and not unloaded and all(one.is_equal for one in compared)


def _again(target: str, settings: Settings) -> tuple[Outcome, ...]:
    adopted, name = _adopted(target)
    if adopted is not None:
        return prove_adopted(adopted, name, settings)
    found = _find(target, settings)
    if works_at_import(found.known.source):
        raise Problem(
            f"{found.site.file}: importing it would run the program",
            'Put its work under `if __name__ == "__main__":`, then try again.',
        )
    prepared_shop(settings)
    names = tuple(one.func.qualname for one in found.targets)
    chosen = settings if settings.only else replace(settings, only=names)
    with tempfile.TemporaryDirectory(prefix="ferrule-") as folder:
        seen = Path(folder) / "seen.json"
        save(_profile(found), seen)
        result = made_apart((found.site,), str(seen), chosen, Path(folder) / "work")
    return result[found.site].outcomes


def _adopted(target: str) -> tuple[Adopted | None, str]:
    """What of it was adopted, and the function's name if one was named."""
    place, name = _place(target)
    if place is None:
        place = _file_of(name)
        if not place.is_file():
            return adopted_in(Path.cwd()) if has_sources(Path.cwd()) else None, name
        name = ""
    return adopted_in(place.parent if place.name == "__init__.py" else place), name


def _profile(found: _Found) -> Profile:
    """The types that are known, as a witness without recorded calls."""
    hot = [
        Hot(one.func, 0.0, 0.0, {}, {}, Witness(one.signatures, 1))
        for one in found.known.targets
        if one.signatures
    ]
    return Profile(0.0, tuple(hot), found.known.fields)
