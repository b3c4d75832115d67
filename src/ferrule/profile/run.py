"""The door for running: a program, once, in this process, as `python program` would run it.

In: a `Program`. Out: the `Status` that it ends with; its traceback, if it fails, has been written,
its threads have ended and its exit functions have run, in Python's order. Assumes that it is called
in the main thread, once per process; a child that the program forks never returns from here.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from types import TracebackType
from typing import NoReturn, TextIO

from ferrule.base.program import Program
from ferrule.profile.names import is_ours
from ferrule.profile.start import Compiler, prepare

_INTERRUPTED = 130  # what a shell makes of an end by Ctrl-C
# _guarded and the body; the call of `exec` counts too, where C and Python share one limit.
_BELOW = 3 if sys.version_info < (3, 12) else 2
_UNFLUSHED = 120  # what the interpreter ends with when output is lost at the end


@dataclass(frozen=True, slots=True)
class Status:
    """How a program ended: its exit status, and whether Ctrl-C ended it."""

    code: int
    is_interrupted: bool = False


def execute(program: Program, compiler: Compiler | None = None) -> Status:
    """Run a program to its end. Raises Problem if it cannot be begun."""
    process = os.getpid()
    body = prepare(program, compiler)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + _depth())  # our frames are not the program's
    status = _finish(_guarded(body))
    if os.getpid() != process:
        leave(status)
    return status


def leave(status: Status) -> NoReturn:
    """End this process as the program would have ended it."""
    if status.is_interrupted and os.name == "posix":
        _flush(sys.stdout)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    sys.exit(status.code)


def _depth() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth + _BELOW


def _guarded(body: Callable[[], object]) -> Status:
    try:
        body()
    except SystemExit as request:
        return _asked(request)
    except BaseException as problem:
        return _failed(problem)
    return Status(0)


def _failed(problem: BaseException) -> Status:
    try:
        _show(problem)
    except SystemExit as request:  # the program's own `sys.excepthook` asked for it
        return _asked(request)
    return Status(_INTERRUPTED, True) if isinstance(problem, KeyboardInterrupt) else Status(1)


def _asked(request: SystemExit) -> Status:
    code = request.code
    if code is None:
        return Status(0)
    if isinstance(code, int):
        return Status(int(code) & 0xFF if os.name == "posix" else int(code))
    _flush(sys.stdout)
    if sys.stderr is not None:
        sys.stderr.write(f"{code}\n")
    return Status(1)


def _show(problem: BaseException) -> None:
    """Write the traceback through `sys.excepthook`, without Ferrule's frames."""
    problem.__traceback__ = _program_part(problem.__traceback__)
    sys.last_type, sys.last_value = type(problem), problem
    sys.last_traceback = problem.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = problem
    try:
        sys.excepthook(type(problem), problem, problem.__traceback__)
    except SystemExit:
        raise
    except BaseException as failure:
        failure.__traceback__ = _program_part(failure.__traceback__)
        sys.stderr.write("Error in sys.excepthook:\n")
        sys.stderr.write("".join(traceback.format_exception(failure)))
        sys.stderr.write("\nOriginal exception was:\n")
        sys.stderr.write("".join(traceback.format_exception(problem)))


def _program_part(trace: TracebackType | None) -> TracebackType | None:
    entries: list[TracebackType] = []
    while trace is not None:
        if not is_ours(trace.tb_frame.f_code):
            entries.append(trace)
        trace = trace.tb_next
    for entry, following in pairwise([*entries, None]):
        if entry is not None and entry.tb_next is not following:
            entry.tb_next = following
    return entries[0] if entries else None


def _finish(status: Status) -> Status:
    """What the interpreter does after a program's last line."""
    _join_threads()
    atexit._run_exitfuncs()
    is_flushed = _flush(sys.stdout)
    _flush(sys.stderr)
    return status if is_flushed or status.code else Status(_UNFLUSHED)


def _join_threads() -> None:
    try:
        for wake in reversed(getattr(threading, "_threading_atexits", ())):
            wake()  # executors let their idle threads end
        while waiting := [one for one in threading.enumerate() if _is_waited_for(one)]:
            waiting[0].join()
    except KeyboardInterrupt as problem:
        sys.stderr.write(f"Exception ignored in: {threading!r}\n")
        sys.stderr.write("".join(traceback.format_exception(problem)))


def _is_waited_for(thread: threading.Thread) -> bool:
    is_self = thread is threading.current_thread() or thread is threading.main_thread()
    return not (is_self or thread.daemon)


def _flush(stream: TextIO | None) -> bool:
    """Flush; False if what was written is lost."""
    try:
        if stream is not None and not stream.closed:
            stream.flush()
    except (OSError, ValueError) as problem:
        if stream is sys.stdout and sys.stderr is not None:
            sys.stderr.write(f"Exception ignored in: {stream!r}\n{type(problem).__name__}: ")
            sys.stderr.write(f"{problem}\n")
        return False
    return True
