"""Run cargo and maturin on a project of the user's: lock its crates, make its wheel.

In: a project's folder. Out: its lock file; the wheels. Assumes that maturin is installed beside
Ferrule, or is a command; what it says goes on to the user when it fails.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ferrule.crate.errors import BuildFailed, ToolMissing
from ferrule.crate.failures import failure_of
from ferrule.crate.prepare import Workshop, work_folder
from ferrule.crate.process import Job, run
from ferrule.crate.tools import tool_environment

_OLDEST = "manylinux2014"


@dataclass(frozen=True, slots=True)
class WheelOrder:
    """Which wheels are wanted."""

    project: Path
    out: Path
    per_version: bool = False
    target: Path | None = None  # cargo's own folder
    python: str = sys.executable


def lock_crates(project: Path, shop: Workshop) -> None:
    """Write Cargo.lock; raises `BuildFailed`."""
    command = (shop.toolchain.cargo, "generate-lockfile", "--color=never")
    environment = tool_environment(shop.store, shop.toolchain)
    finished = run(Job(command, project, environment, 300.0, shop.settings.is_cancelled))
    if finished.status != 0:
        again = run(Job((*command, "--offline"), project, environment, 300.0))
        if again.status != 0:
            raise failure_of(finished)


def crates_target(shop: Workshop) -> Path:
    """cargo's own folder for projects that have none: what two of them share is built once."""
    return work_folder(shop.store, "wheels") / "target"


def make_wheels(order: WheelOrder, shop: Workshop) -> tuple[Path, ...]:
    """The wheels that maturin made; raises `BuildFailed` with its words."""
    before = _stamps(order.out)
    zig = importlib.util.find_spec("ziglang") is not None and sys.platform == "linux"
    command = (
        *(*_maturin(), "build", "--release", "--locked", "--out", str(order.out)),
        *(("--zig", "--compatibility", _OLDEST) if zig else ()),
        *(("--no-default-features",) if order.per_version else ()),
        *("--interpreter", order.python),
    )
    environment = {
        **tool_environment(shop.store, shop.toolchain),
        "PATH": os.pathsep.join(
            [str(Path(shop.toolchain.cargo).parent), os.environ.get("PATH", os.defpath)]
        ),
        "CARGO_TERM_PROGRESS_WHEN": "never",
        "NO_COLOR": "1",
    }
    if order.target is not None:
        environment["CARGO_TARGET_DIR"] = str(order.target)
    finished = run(Job(command, order.project, environment, 1800.0, shop.settings.is_cancelled))
    if finished.status != 0:
        said = "\n".join(line for line in finished.errors.splitlines() if line.strip())
        raise BuildFailed(f"maturin could not build the wheel:\n{said[-4000:]}", "")
    after = _stamps(order.out)
    return tuple(sorted(path for path, stamp in after.items() if before.get(path) != stamp))


def _stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.glob("*.whl")}


def _maturin() -> tuple[str, ...]:
    if importlib.util.find_spec("maturin") is not None:
        return (sys.executable, "-m", "maturin")
    found = shutil.which("maturin")
    if found is None:
        raise ToolMissing("maturin is not installed", "Run `pip install 'ferrule[wheel]'`")
    return (found,)
