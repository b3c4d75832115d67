"""When to look closely: short windows, so far apart that their cost stays within a bound.

In: the beginnings and ends of windows, and the time lost in them. Out: whether another may open,
and how many calls one call seen in a window stands for. Assumes that the program does in a window
what it does between this one and the one before.
"""

from __future__ import annotations

import time

EVENTS = 150  # of one window
_FREE_S = 0.012  # lost in any case
_SHARE = 0.025  # and of the time since the start
_SOONEST_S = 0.025  # between two windows
_LATEST_S = 1.0
_GROWTH = 1.15
_FEW = 8  # events; a window that saw less was of no use, the next comes much later
_EVENT_S = 1.5e-7  # what an event costs beside the time that we notice, about
_LONGEST_TAIL = 3.0


class Budget:
    """The time lost so far and the moment of the next window."""

    def __init__(self) -> None:
        now = time.perf_counter()
        self._began = now
        self._opened: float | None = None
        self._counted = now  # calls up to here are accounted for
        self._next = now
        self._gap = _SOONEST_S
        self._lost_s = 0.0

    def is_open(self) -> bool:
        """Whether a window is open."""
        return self._opened is not None

    def is_due(self) -> bool:
        """Whether another window may open now."""
        now = time.perf_counter()
        allowed = _FREE_S + _SHARE * (now - self._began)
        return self._opened is None and now >= self._next and self._lost_s < allowed

    def open(self) -> None:
        """A window opens."""
        self._opened = time.perf_counter()

    def age(self) -> float:
        """Seconds that the window has been open."""
        return 0.0 if self._opened is None else time.perf_counter() - self._opened

    def close(self, events: int, lost_s: float) -> float:
        """The window closes: how many calls one call in it stands for."""
        now = time.perf_counter()
        lost = lost_s + events * _EVENT_S
        duration = now - (self._opened if self._opened is not None else now)
        own = max(duration - lost, 0.02 * duration, 1e-7)
        is_first = self._counted == self._began  # all was seen
        factor = 1.0 if is_first else max(1.0, (now - self._counted - lost) / own)
        self._opened, self._counted = None, now
        self._lost_s += lost
        self._gap = min(_LATEST_S, self._gap * (_GROWTH if events > _FEW else 2.0))
        self._next = now + self._gap
        return factor

    def tail(self) -> float:
        """What the calls counted so far are to be multiplied with to stand for the whole time."""
        now = time.perf_counter()
        return min(_LONGEST_TAIL, (now - self._began) / max(1e-6, self._counted - self._began))
