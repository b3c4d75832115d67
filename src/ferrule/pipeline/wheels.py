"""`ferrule wheel`: wheels for people who have neither Rust nor Ferrule.

In: a project's folder. Out: wheels. A project that maturin builds is built as it is.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from ferrule.base.problem import Problem
from ferrule.base.settings import Settings
from ferrule.crate import CrateError, WheelOrder, make_wheels
from ferrule.pipeline.shop import open_shop
from ferrule.report import progress


def wheel(project: Path, out: Path, per_version: bool, settings: Settings) -> tuple[Path, ...]:
    """Build the wheels of a project."""
    backend = _backend(project)
    if backend != "maturin":
        remedy = "`ferrule add` gives it a part in Rust; `ferrule adopt` moves its hot functions."
        raise Problem(f"{project}: it is built by {backend}, and has no Rust", remedy)
    order = WheelOrder(project, out, per_version)
    with progress("ferrule wheel") as tell:
        tell("maturin builds", 0, 0)
        try:
            return make_wheels(order, open_shop(settings))
        except CrateError as error:
            raise Problem(f"{project}: {error.what}", error.advice) from None


def _backend(project: Path) -> str:
    file = project / "pyproject.toml"
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(f"{file}: can't be read: {error}", "Name the folder of a project.") from None
    system = document.get("build-system", {})
    return str(system.get("build-backend", "setuptools.build_meta"))
