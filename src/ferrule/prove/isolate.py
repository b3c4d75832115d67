"""Run a job in a child process: what it does stays there, and a crash or a hang is only news.

In: a job that sends events. Out: the events in order, and how the child ended. The child is a fork
of the running program, so it holds the same functions and classes; it has no standard input, its
output goes nowhere, and it leaves without running the program's exit handlers. Where a process
can't fork, the job runs in this one and only a crash is not survived.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Event: TypeAlias = list[Any]  # JSON: its first item says what it is
Send: TypeAlias = Callable[[float, Event], None]  # seconds until the next event is overdue, event
Job: TypeAlias = Callable[[Send], None]

_READ = 1 << 16
_START_S = 10.0  # until the first event


@dataclass(frozen=True, slots=True)
class Ended:
    """What a child told and how it ended."""

    events: tuple[Event, ...]
    problem: str  # "" when it ended by itself; else "crashed: …", "hung" or "failed: …"


def run_apart(job: Job) -> Ended:
    """Run the job in a child and wait for its end, or for an event that is overdue."""
    if not hasattr(os, "fork"):
        return _run_here(job)
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside threads: see above
        child = os.fork()
    if child == 0:
        os.close(reader)
        _live(job, writer)
    os.close(writer)
    try:
        return _follow(child, reader)
    finally:
        os.close(reader)


def _run_here(job: Job) -> Ended:
    events: list[Event] = []
    saved = sys.stdin, sys.stdout, sys.stderr
    try:
        job(lambda _, event: events.append(event))
    except Exception as error:
        return Ended(tuple(events), f"failed: {error!r}")
    finally:
        sys.stdin, sys.stdout, sys.stderr = saved
    return Ended(tuple(events), "")


def _live(job: Job, writer: int) -> None:
    """All of the child's life; never returns."""

    def send(patience_s: float, event: Event) -> None:
        left = (json.dumps([patience_s, event]) + "\n").encode()
        while left:
            left = left[os.write(writer, left) :]

    status = 1
    try:
        _settle()
        job(send)
        status = 0
    except BaseException as error:
        with contextlib.suppress(Exception):
            send(1.0, ["failed", repr(error)])
    finally:
        os._exit(status)


def _settle() -> None:
    """Cut the child off from the program's terminal, timers and traces."""
    sys.settrace(None)
    sys.setprofile(None)
    threading.settrace(None)
    threading.setprofile(None)
    faulthandler.disable()  # a crash here is a finding, not news for the program's terminal
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends this child
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _follow(child: int, reader: int) -> Ended:
    events: list[Event] = []
    waiting = b""
    overdue = time.monotonic() + _START_S
    is_reaped = False
    try:
        while True:
            left_s = overdue - time.monotonic()
            if left_s <= 0 or not select.select([reader], [], [], left_s)[0]:
                return Ended(tuple(events), "hung")
            chunk = os.read(reader, _READ)
            if not chunk:
                break
            *lines, waiting = (waiting + chunk).split(b"\n")
            for line in lines:
                patience_s, event = json.loads(line)
                events.append(event)
                overdue = time.monotonic() + patience_s
        status = os.waitpid(child, 0)[1]
        is_reaped = True
        return Ended(tuple(events), _problem(status, events))
    finally:
        if not is_reaped:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _problem(status: int, events: list[Event]) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        return f"crashed: {signal.Signals(-code).name}"
    if events and events[-1][0] == "failed":
        return f"failed: {events[-1][1]}"
    return "" if code == 0 else f"left with exit status {code}"
