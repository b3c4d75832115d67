"""Witnessing on CPython 3.11: probes on hot functions, and visits to functions at work.

In: what the clock sees. Out: arguments, told to a `Ledger`. A function that is hot gets a probe for
its next calls. One that is called once and works on is visited: the clock asks the main thread to
read its arguments there, by simulating a signal that nobody uses. Assumes that it is started and
stopped in the main thread.
"""

from __future__ import annotations

import signal
import sys
import time
from _thread import interrupt_main
from collections.abc import Callable
from types import FrameType

from ferrule.base.records import FuncName
from ferrule.profile.functions import find_function
from ferrule.profile.names import is_our_failure, is_ours
from ferrule.profile.probe import Probe
from ferrule.profile.stack import DEEPEST, Stack, Step, step_of, user_frames
from ferrule.profile.witness import Entry, Ledger

_NEAR_TOP = 40  # frames of a stack whose functions are looked after
_GLANCES = 3  # at one function at work
_MARGIN = 100  # frames left to the limit of recursion where we no longer look
_FIRST_GAP_S = 0.05  # between two sessions of a probe
_GROWTH = 1.6
_ACTIVE_S = 0.05  # a function seen twice within that time was in use between


class Probing:
    """The probes, the visits and what they must remember."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._handler = self._visit
        self._signal = _spare_signal()
        self._probes: dict[int, Probe | None] = {}  # by entry; None: it can't be probed
        self._next: dict[int, float] = {}  # when a probe may be put on again
        self._last_seen: dict[int, float] = {}
        self._uncounted: dict[int, float] = {}  # seconds in use before the rate was known
        self._glanced: dict[int, int] = {}
        self._is_stopped = False

    def start(self) -> None:
        """Be ready to visit."""
        if self._signal is not None:
            signal.signal(self._signal, self._handler)

    def stop(self) -> None:
        """Put everything back."""
        self._is_stopped = True
        for probe in tuple(self._probes.values()):
            if probe is not None:
                probe.retire()
        if self._signal is not None and signal.getsignal(self._signal) is self._handler:
            signal.signal(self._signal, signal.SIG_DFL)

    def retire(self, name: FuncName) -> None:
        """Give this function its own code back, for good."""
        for key, probe in tuple(self._probes.items()):
            if probe is not None and probe.entry.name == name:
                self._probes[key] = None
                probe.retire()

    def soon(self, action: Callable[[], None]) -> None:
        """Do this when the program goes on: on this version of Python, at once."""
        action()

    def hear(self, is_main: bool, stack: Stack) -> None:
        """The clock took a sample; called in its thread."""
        limit = min(sys.getrecursionlimit(), DEEPEST) - _MARGIN
        if self._is_stopped or len(stack.steps) > limit:
            return
        steps = stack.steps[:_NEAR_TOP]
        self._ledger.want(steps[0])
        now = time.perf_counter()
        entries = {id(one): one for one in map(self._ledger.entry, steps)}
        for key, entry in entries.items():
            if entry.is_wanted:
                self._look_after(key, entry, now)
        if is_main and any(map(self._is_to_be_seen, steps)):
            self._trip()

    def _look_after(self, key: int, entry: Entry, now: float) -> None:
        if key not in self._probes:
            self._probes[key] = self._new_probe(entry)
        probe = self._probes[key]
        if probe is None:
            return
        self._count(key, probe, now)
        if probe.is_on():
            if probe.is_stale():
                probe.take_off()
        elif now >= self._next.get(key, 0.0):
            self._next[key] = now + _FIRST_GAP_S * _GROWTH**probe.sessions
            probe.put_on()

    def _new_probe(self, entry: Entry) -> Probe | None:
        function = find_function(entry.name)
        if function is None or function.__code__ is not entry.code:
            return None
        probe = Probe(function, entry, self._ledger)
        self._ledger.alias(probe.code(), entry)
        return probe

    def _count(self, key: int, probe: Probe, now: float) -> None:
        active = min(_ACTIVE_S, now - self._last_seen.get(key, now))
        self._last_seen[key] = now
        active += self._uncounted.pop(key, 0.0)
        if probe.rate:
            probe.entry.calls += probe.rate * active
        else:
            self._uncounted[key] = active

    def _is_to_be_seen(self, step: Step) -> bool:
        times = self._glanced.get(id(self._ledger.entry(step)), 0)
        return times < _GLANCES and self._ledger.is_unknown(step)

    def _trip(self) -> None:
        if self._signal is not None and signal.getsignal(self._signal) is self._handler:
            interrupt_main(self._signal)  # type: ignore[arg-type] # this signal has no name

    def _visit(self, _number: int, frame: FrameType | None) -> None:
        # Runs in the main thread, between two steps of whatever it is doing. A trace or profile
        # function, if there is one, may be at work on a frame: then nothing may be read.
        if self._is_stopped or frame is None or is_ours(frame.f_code):
            return
        if sys.gettrace() is not None or sys.getprofile() is not None:
            return
        try:
            for one in user_frames(frame, _NEAR_TOP):
                self._glance(one)
        except Exception as problem:
            self._is_stopped = True
            if not is_our_failure(problem.__traceback__):
                raise  # a signal handler of the program's

    def _glance(self, frame: FrameType) -> None:
        step = step_of(frame)
        if self._is_to_be_seen(step):
            key = id(self._ledger.entry(step))
            self._glanced[key] = self._glanced.get(key, 0) + 1
            self._ledger.glance(frame)


def _spare_signal() -> int | None:
    """A real-time signal that has no handler, on systems that have such."""
    last = getattr(signal, "SIGRTMAX", None)
    if last is None:
        return None
    for number in range(int(last) - 1, int(last) - 8, -1):
        if signal.getsignal(number) is signal.SIG_DFL:
            return number
    return None
