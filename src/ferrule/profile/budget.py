"""When to look closely: short windows, so far apart that their cost stays within a bound.

In: the beginnings and ends of windows. Out: whether another may open, and how many calls one call
seen in a window stands for. Assumes that all code runs at half its speed while a window is open,
beside the price of each event.
"""

from __future__ import annotations

import time

EVENTS = 150  # every later window
_FREE_S = 0.012  # spent in any case
_SHARE = 0.025  # and of the time since the start
_SOONEST_S = 0.025  # between two windows
_LATEST_S = 1.0
_GROWTH = 1.15
_SLOWER = 0.5  # of the time of a window is lost, beside its events
_LONGEST_TAIL = 3.0
_FEW = 8  # events; a window that saw less was of no use, the next comes much later


class Budget:
    """The time of all windows so far and the moment of the next."""

    def __init__(self) -> None:
        now = time.perf_counter()
        self._began = now
        self._opened: float | None = None
        self._counted = now  # calls up to here are accounted for
        self._next = now
        self._gap = _SOONEST_S
        self._spent_s = 0.0

    def is_open(self) -> bool:
        """Whether a window is open."""
        return self._opened is not None

    def is_due(self) -> bool:
        """Whether another window may open now."""
        return time.perf_counter() >= self._next and self._is_allowed()

    def _is_allowed(self) -> bool:
        allowed = _FREE_S + _SHARE * (time.perf_counter() - self._began)
        return self._opened is None and self._spent_s < allowed

    def open(self) -> None:
        """A window opens."""
        self._opened = time.perf_counter()

    def age(self) -> float:
        """Seconds that the window has been open."""
        return 0.0 if self._opened is None else time.perf_counter() - self._opened

    def close(self, events: int, event_s: float) -> float:
        """The window closes: how many calls one call in it stands for."""
        now = time.perf_counter()
        duration = now - (self._opened if self._opened is not None else now)
        own = max((duration - events * event_s) * (1.0 - _SLOWER), 0.05 * duration, 1e-7)
        factor = max(1.0, (now - self._counted - (duration - own)) / own)
        if self._counted == self._began:  # all was seen
            factor = 1.0
        self._opened, self._counted = None, now
        self._spent_s += min(duration, events * event_s + _SLOWER * duration)
        self._gap = min(_LATEST_S, self._gap * (_GROWTH if events > _FEW else 2.0))
        self._next = now + self._gap
        return factor

    def tail(self) -> float:
        """What the calls counted so far are to be multiplied with to stand for the whole time."""
        now = time.perf_counter()
        return min(_LONGEST_TAIL, (now - self._began) / max(1e-6, self._counted - self._began))
