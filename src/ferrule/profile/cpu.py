"""How much processor time each thread used since it was last asked.

In: thread identifiers. Out: seconds. Where the system has no clock per thread that is safe to ask
from outside (all but Linux), wall time stands in. Assumes that one thread asks.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Collection

_LINUX = sys.platform == "linux"


class ThreadTimes:
    """The last reading of every thread's clock."""

    def __init__(self) -> None:
        self._clocks: dict[int, int | None] = {}
        self._last: dict[int, float] = {}

    def since_last(self, ident: int) -> float:
        """Seconds since this thread was last asked about; 0.0 when it has just ended."""
        if ident not in self._clocks:
            self._clocks[ident] = _clock_of(ident)
        clock = self._clocks[ident]
        if clock is None:
            now = time.perf_counter()
            return now - self._swap(ident, now, now)
        try:
            now = time.clock_gettime(clock)
        except OSError:  # ended between the listing of the stacks and now
            return 0.0
        return now - self._swap(ident, now, 0.0)

    def forget_all_but(self, alive: Collection[int]) -> None:
        """Drop ended threads: the system gives their identifiers to new ones."""
        for ident in self._clocks.keys() - set(alive):
            del self._clocks[ident]
            self._last.pop(ident, None)

    def _swap(self, ident: int, now: float, first: float) -> float:
        before = self._last.get(ident, first)
        self._last[ident] = now
        return before


def _clock_of(ident: int) -> int | None:
    # `time.pthread_getcpuclockid` reads freed memory for a thread that has ended; Linux makes the
    # clock's number from the thread's number, and asking for an ended one is a plain error.
    if not _LINUX:
        return None
    for thread in threading.enumerate():
        if thread.ident == ident and thread.native_id is not None:
            return (~thread.native_id << 3) | 6
    return None
