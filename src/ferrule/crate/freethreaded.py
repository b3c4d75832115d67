"""Find a Python without the GIL, for wheels of its own: abi3 wheels don't load there.

In: PATH, and uv's own Pythons where uv is there. Out: an interpreter, or None. Assumes that PyO3
wants 3.14 or later.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ferrule.crate.errors import ToolMissing
from ferrule.crate.process import Job, run

WANTED = "python3.14t"
_MINORS = (15, 14)  # later ones first
_ASK = "import sys, sysconfig; print(sys.version_info[:2] >= (3, 14), " + (
    "sysconfig.get_config_var('Py_GIL_DISABLED'))"
)


def find_free_threaded() -> Path | None:
    """The newest interpreter without the GIL on this machine."""
    return next(filter(_is_right, _candidates()), None)


def _candidates() -> Iterator[Path]:
    for minor in _MINORS:
        found = shutil.which(f"python3.{minor}t")
        if found:
            yield Path(found)
    uv = shutil.which("uv")
    for minor in _MINORS if uv else ():
        command = (str(uv), "python", "find", "--no-python-downloads", f"3.{minor}t")
        said = _said(command)
        if said:
            yield Path(said.splitlines()[-1])


def _is_right(python: Path) -> bool:
    """Whether it runs, and is what its name says."""
    return _said((str(python), "-I", "-c", _ASK)).split() == ["True", "1"]


def _said(command: tuple[str, ...]) -> str:
    """What it says; nothing where it does not run or fails."""
    try:
        finished = run(Job(command, Path.cwd(), dict(os.environ), 30.0))
    except ToolMissing:
        return ""
    return finished.output.strip() if finished.status == 0 else ""
