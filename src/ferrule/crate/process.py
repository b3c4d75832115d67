"""Run a tool to its end, or end it with all its children.

In: a command, its folder, its environment and a time limit. Out: its status and its two outputs.
Assumes that the tool reads no input. Whatever way out is taken, no process of it is left behind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ferrule.crate.errors import BuildFailed, Cancelled, ToolMissing
from ferrule.crate.settings import never

PAUSE_S = 0.05  # how often a running tool is asked whether it should be stopped


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a tool."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    limit_s: float = 60.0
    is_cancelled: Callable[[], bool] = field(default=never)


@dataclass(frozen=True, slots=True)
class Finished:
    """How a tool ended."""

    status: int
    output: str
    errors: str


def run(job: Job, on_line: Callable[[str], None] | None = None) -> Finished:
    """Run it; `on_line` hears each line of its standard output from another thread."""
    process = _start(job)
    output: list[str] = []
    errors: list[str] = []
    readers = [
        _reader(process.stdout, output, on_line),
        _reader(process.stderr, errors, None),
    ]
    try:
        _wait(process, job)
    except BaseException:
        kill_group(process)
        raise
    finally:
        for reader in readers:
            reader.join(timeout=5.0)
    return Finished(process.returncode, "".join(output), "".join(errors))


def _start(job: Job) -> subprocess.Popen[str]:
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if sys.platform == "win32" else 0
    try:
        return subprocess.Popen(
            job.command,
            cwd=job.folder,
            env=dict(job.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            creationflags=flags,
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise ToolMissing(
            f"Could not start {job.command[0]}: {reason}", "`ferrule doctor` says what is wrong"
        ) from error


def _reader(
    stream: IO[str] | None, lines: list[str], on_line: Callable[[str], None] | None
) -> threading.Thread:
    def read() -> None:
        if stream is None:
            return
        with stream:
            for line in stream:
                lines.append(line)
                if on_line:
                    on_line(line)

    thread = threading.Thread(target=read, name="ferrule-tool-output", daemon=True)
    thread.start()
    return thread


def _wait(process: subprocess.Popen[str], job: Job) -> None:
    deadline = time.monotonic() + job.limit_s
    while True:
        try:
            process.wait(PAUSE_S)
        except subprocess.TimeoutExpired:
            if job.is_cancelled():
                raise Cancelled("The build was cancelled", "") from None
            if time.monotonic() > deadline:
                tool = Path(job.command[0]).stem
                raise BuildFailed(
                    f"{tool} took longer than {job.limit_s:g} s and was stopped",
                    "Try again when the machine is less busy, or raise the time limit",
                ) from None
        else:
            return


def kill_group(process: subprocess.Popen[str]) -> None:
    """End the tool and whatever it started, and wait until it is gone."""
    if sys.platform == "win32":
        process.kill()
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
    process.wait()
