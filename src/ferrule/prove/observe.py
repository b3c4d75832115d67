"""One call of one version, watched: what it returned, raised, printed and changed.

In: a function and its arguments, in a child process made for this. Out: `Observed`. A call that
takes too long, or too much memory, raises here.
"""

from __future__ import annotations

import contextlib
import gc
import random
import signal
import sys
from collections.abc import Callable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from time import process_time
from types import FrameType

from ferrule.prove.observed import Observed
from ferrule.prove.same import changeable_in

if sys.platform != "win32":
    import resource

_ROOM = 2 << 30  # bytes that the original may take on top of what is there
_PAGE = 4096
_COLLECTED = 200_000  # new objects between two looks for garbage


class TooSlow(BaseException):
    """A call took longer than its limit."""


def prepare_child() -> None:
    """Make limits of time work in this process, and large inputs no slower than they are."""
    gc.freeze()  # what the program holds is not looked through again for every input
    gc.set_threshold(_COLLECTED)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _ring)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


def observe(
    function: Callable[..., object],
    arguments: tuple[object, ...],
    limit_s: float,
    around: tuple[object, ...] = (),
    spare: int = 0,
) -> Observed:
    """Call the function; `around` are globals that it may change, too.

    It may go as deep as in a program that calls it at the top, and `spare` calls deeper.
    Raises `TooSlow`, MemoryError, or `Incomparable` for odd arguments.
    """
    inside = changeable_in((*arguments, *around))
    returned, raised, spent_s = None, None, 0.0
    with captured() as output, _depth_limit(spare):
        try:
            with time_limit(limit_s):
                started = process_time()
                returned = function(*arguments)
                spent_s = process_time() - started
        except (TooSlow, MemoryError):
            raise
        except BaseException as error:
            raised = error
    output.flush()
    printed = output.buffer.getvalue().decode(output.encoding)  # type: ignore[attr-defined]
    reached = (*arguments, *around)
    return Observed(returned, raised, reached, inside, printed, random.getstate(), spent_s)


@contextlib.contextmanager
def captured() -> Iterator[TextIOWrapper]:
    """Send what is printed to a buffer of its own."""
    saved = sys.stdout
    output = TextIOWrapper(BytesIO(), encoding="utf-8", newline="\n")
    sys.stdout = output
    try:
        yield output
    finally:
        sys.stdout = saved


@contextlib.contextmanager
def _depth_limit(spare: int) -> Iterator[None]:
    """Count this process's own calls out of the limit of recursion."""
    count, frame = spare, sys._getframe()
    while (outer := frame.f_back) is not None:
        count, frame = count + 1, outer
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + count)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


@contextlib.contextmanager
def time_limit(limit_s: float) -> Iterator[None]:
    """Raise `TooSlow` in the block after so many seconds."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, limit_s, limit_s)  # again, if the first is swallowed
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)


@contextlib.contextmanager
def memory_limit() -> Iterator[None]:
    """Let the original run out of memory early: only what it can do with little is compared."""
    statm = Path("/proc/self/statm")
    if sys.platform == "win32" or not statm.exists():
        yield
        return
    used = int(statm.read_text().split()[0]) * _PAGE
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + _ROOM
    if (hard != resource.RLIM_INFINITY and wanted > hard) or (
        soft != resource.RLIM_INFINITY and wanted > soft
    ):
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
