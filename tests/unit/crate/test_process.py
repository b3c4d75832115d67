"""A tool runs to its end, or is ended with all that it started."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from ferrule.crate.errors import BuildFailed, Cancelled, ToolMissing
from ferrule.crate.process import Job, run


def job(text: str, tmp_path: Path, limit_s: float = 30.0, **options) -> Job:
    return Job((sys.executable, "-c", text), tmp_path, os.environ, limit_s, **options)


def test_both_outputs_and_the_status(tmp_path: Path) -> None:
    heard: list[str] = []
    text = "import sys; print('a\\nb'); sys.stderr.write('é'); sys.exit(3)"
    finished = run(job(text, tmp_path), heard.append)
    assert (finished.status, finished.output, finished.errors) == (3, "a\nb\n", "é")
    assert heard == ["a\n", "b\n"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_no_pipe_is_left_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    kept = [run(job("print(1)", tmp_path)) for _ in range(3)]
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert len(kept) == 3


def test_much_output_on_both_does_not_block(tmp_path: Path) -> None:
    text = "import sys\nfor _ in range(300): print('x'*999); sys.stderr.write('y'*1000)"
    finished = run(job(text, tmp_path))
    assert (len(finished.output), len(finished.errors)) == (300_000, 300_000)


def test_a_tool_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="Could not start /nowhere/tool"):
        run(Job(("/nowhere/tool",), tmp_path, {}))


SPAWN = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open("pids", "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""


def assert_gone(tmp_path: Path) -> None:
    for pid in map(int, (tmp_path / "pids").read_text().split()):
        for _ in range(100):
            if not is_running(pid):
                break
            time.sleep(0.05)
        assert not is_running(pid)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@linux
def test_the_time_limit_ends_the_whole_group(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="longer than 1 s"):
        run(job(SPAWN, tmp_path, 1.0))
    assert_gone(tmp_path)


@linux
def test_cancelling_ends_the_whole_group(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run(job(SPAWN, tmp_path, is_cancelled=(tmp_path / "pids").exists))
    if (tmp_path / "pids").read_text():
        assert_gone(tmp_path)


@linux
def test_an_interrupt_ends_the_whole_group(tmp_path: Path) -> None:
    def interrupt() -> bool:
        if (tmp_path / "pids").exists() and (tmp_path / "pids").read_text():
            raise KeyboardInterrupt
        return False

    with pytest.raises(KeyboardInterrupt):
        run(job(SPAWN, tmp_path, is_cancelled=interrupt))
    assert_gone(tmp_path)
