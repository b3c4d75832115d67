"""`ferrule wheel`: wheels for people who have neither Rust nor Ferrule.

In: a project's folder. Out: wheels. A project that maturin builds is built as it is. A pure-Python
one is adopted in a copy, so its wheel has the hot functions native; the project stays as it is.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from ferrule.base.problem import Problem
from ferrule.base.settings import Settings
from ferrule.crate import (
    FREE_THREADED,
    CrateError,
    WheelOrder,
    crates_target,
    find_free_threaded,
    holds_native_functions,
    make_wheels,
    without_extension,
)
from ferrule.pipeline.adopt import adopt
from ferrule.pipeline.shop import open_shop
from ferrule.report import progress, show_report

_LEFT = (".git", ".venv", "venv", "dist", "target", "__pycache__", "node_modules", ".ferrule")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which wheels, and where to."""

    out: Path
    per_version: bool = False
    free_threaded: bool | None = None  # None: if a Python without the GIL is there
    witness: str | None = None


def wheel(project: Path, wanted: Wanted, settings: Settings) -> tuple[Path, ...]:
    """Build the wheels of a project."""
    if _backend(project) == "maturin":
        return _built(project, wanted, settings)
    with tempfile.TemporaryDirectory(prefix="ferrule-") as folder:
        copy = Path(folder) / project.name
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns(*_LEFT))
        _, report = adopt(copy, wanted.witness, settings, _hear_nothing, lambda _: True)
        show_report(report, sys.stderr)
        return _built(copy, wanted, settings)


def _hear_nothing(_text: str) -> None:
    """The copy's difference is nobody's business."""


def _built(project: Path, wanted: Wanted, settings: Settings) -> tuple[Path, ...]:
    other = _free_threaded(project, wanted)
    with progress("ferrule wheel") as tell:
        tell("maturin builds", 0, 0)
        try:
            shop = open_shop(settings)
            target = crates_target(shop) if not (project / "target").exists() else None
            order = WheelOrder(project, wanted.out, wanted.per_version, target)
            made = make_wheels(order, shop)
            if other is not None:
                tell(f"maturin builds for {other.name}", 0, 0)
                made += make_wheels(replace(order, per_version=True, python=str(other)), shop)
        except CrateError as error:
            raise Problem(f"{project}: {error.what}", error.advice) from None
    more = [without_extension(one) for one in made if holds_native_functions(one)]
    return (*made, *more)


def _free_threaded(project: Path, wanted: Wanted) -> Path | None:
    """A Python without the GIL to build for too; raises Problem where one is asked for in vain."""
    if wanted.free_threaded is False:
        return None
    if (project / "rust" / "ferrule-rt").is_dir():  # reads lists as only the GIL makes it safe
        if wanted.free_threaded:
            what = f"{project}: what Ferrule made native is not for Pythons without the GIL"
            raise Problem(what, "Leave --free-threaded out: there, the Python in the wheel runs.")
        return None
    found = find_free_threaded()
    if found is None and wanted.free_threaded:
        what = f"no Python without the GIL was found: neither {FREE_THREADED} nor a later one"
        remedy = f"Put {FREE_THREADED} on PATH; `uv python install 3.14t` brings one."
        raise Problem(what, remedy)
    return found


def _backend(project: Path) -> str:
    file = project / "pyproject.toml"
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(f"{file}: can't be read: {error}", "Name the folder of a project.") from None
    system = document.get("build-system", {})
    return str(system.get("build-backend", "setuptools.build_meta"))
