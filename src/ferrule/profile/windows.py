"""Windows on CPython 3.11: a profile hook in the main thread, set for a moment now and then.

In: what the clock sees. Out: calls and returns, told to a `Ledger`. The clock's thread cannot set a
hook in another thread, so it asks the main thread to: it simulates a signal that nobody uses, whose
handler runs there between two steps of the program. The handler also reads the arguments of
functions at work. Assumes: a hook in Python writes a frame's locals back after it ran, so hooks are
set only while the program has no other thread and no hook or trace function of its own.
"""

from __future__ import annotations

import signal
import sys
import time
from _thread import _count, interrupt_main
from collections.abc import Callable
from types import FrameType

from ferrule.profile import frames
from ferrule.profile.budget import EVENTS, FIRST_EVENTS, FIRST_S, LONGEST_S, Budget
from ferrule.profile.names import DEEPEST, is_our_failure, is_ours, user_stack
from ferrule.profile.witness import Ledger

_IMPORTING = "<frozen importlib"
_GLANCES = 3  # at one function at work
_MARGIN = 100  # frames left to the limit of recursion where we no longer look
_URGES = 2  # early windows for one function
_TRIALS = 300  # events, to learn what an event costs


class Windows:
    """The hook, its handler and what they must remember."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._hook = self._notice
        self._handler = self._visit
        self._signal = _spare_signal()
        self._budget = Budget()
        self._event_s = 0.0
        self._events = 0
        self._opened_at = 0  # the number of events when the window opened
        self._limit = 0
        self._longest_s = FIRST_S
        self._first_left = FIRST_EVENTS
        self._threads = 0
        self._depth = 0  # of the program's stack, while a window is open
        self._deepest = 0
        self._is_asked = False
        self._is_dirty = False
        self._is_stopped = False
        self._glanced: dict[int, int] = {}
        self._urged: dict[int, int] = {}

    def start(self) -> None:
        """Open the first window. To be called in the main thread."""
        if self._signal is not None:
            signal.signal(self._signal, self._handler)
        if sys.getprofile() is None and sys.gettrace() is None:
            self._event_s = _event_cost()
            self._open(FIRST_EVENTS)

    def stop(self) -> None:
        """Close and put everything back. To be called in the main thread, or in a forked child."""
        self._is_stopped = True
        if sys.getprofile() is self._hook:
            self._close()
        self._ledger.scale(self._budget.tail())
        if self._signal is not None and signal.getsignal(self._signal) is self._handler:
            signal.signal(self._signal, signal.SIG_DFL)

    def soon(self, action: Callable[[], None]) -> None:
        """Do this when the program goes on: on this version of Python, at once."""
        action()

    def hear(self, is_main: bool, stack: list[FrameType], strangers: int) -> None:
        """The clock took a sample; called in its thread."""
        self._ledger.want(stack[0])
        if self._is_stopped or len(stack) > _deepest():
            return  # near the limit of recursion the hook or the handler would exceed it
        if not is_main or self._signal is None:
            self._glance(stack[0])
        elif self._budget.is_open():
            if self._budget.age() > self._longest_s:
                self._trip()
        elif not strangers and self._is_due(stack[0]) and not _is_importing(stack):
            self._is_asked = True
            self._trip()
        elif self._is_dirty or any(map(self._is_to_be_seen, stack)):
            self._trip()

    def _is_due(self, top: FrameType) -> bool:
        if self._budget.is_due():
            return True
        tried = self._urged.get(id(top.f_code), 0)
        if tried >= _URGES or not self._ledger.is_unseen(top) or not self._budget.is_possible():
            return False
        self._urged[id(top.f_code)] = tried + 1
        return True

    def _is_to_be_seen(self, frame: FrameType) -> bool:
        times = self._glanced.get(id(frame.f_code), 0)
        return times < _GLANCES and self._ledger.is_unknown(frame)

    def _trip(self) -> None:
        if self._signal is not None and signal.getsignal(self._signal) is self._handler:
            interrupt_main(self._signal)  # type: ignore[arg-type] # real-time ones have no name

    def _visit(self, _number: int, frame: FrameType | None) -> None:
        # Runs in the main thread, between two steps of whatever it is doing.
        try:
            self._look_around(frame)
        except Exception as problem:
            self._fail(problem)

    def _look_around(self, frame: FrameType | None) -> None:
        if frame is None or is_ours(frame.f_code) or sys.gettrace() is not None:
            return
        if sys.getprofile() is self._hook:
            self._close()
        self._budget_must_be_closed()
        if self._is_stopped or sys.getprofile() is not None:
            return
        stack = user_stack(frame)
        for one in stack:
            self._glance(one)
            if self._is_dirty:
                frames.drop_copy(one)
        self._is_dirty = False
        if self._is_asked:
            self._is_asked = False
            self._depth = len(stack)
            self._open(max(EVENTS, self._first_left))

    def _budget_must_be_closed(self) -> None:
        if self._budget.is_open():  # the program took our hook away
            self._ledger.close_window(self._budget.close(0, self._event_s))

    def _glance(self, frame: FrameType) -> None:
        key = id(frame.f_code)
        if self._is_to_be_seen(frame):
            self._glanced[key] = self._glanced.get(key, 0) + 1
            self._ledger.glance(frame)

    def _open(self, events: int) -> None:
        self._opened_at = self._events
        self._limit = self._events + events
        self._longest_s = FIRST_S if self._first_left else LONGEST_S
        self._threads = _count()
        self._deepest = _deepest()
        self._is_dirty = True
        self._budget.open()
        sys.setprofile(self._hook)

    def _close(self) -> None:
        sys.setprofile(None)
        self._ledger.forget_open()
        if self._budget.is_open():
            events = self._events - self._opened_at
            self._first_left = max(0, self._first_left - events)
            if self._budget.age() > FIRST_S:
                self._first_left = 0
            self._ledger.close_window(self._budget.close(events, self._event_s))

    def _notice(self, frame: FrameType, event: str, value: object) -> None:
        self._events += 1
        try:
            if event == "call":
                self._depth += 1
                if self._is_to_end(frame):
                    self._close()
                else:
                    self._ledger.enter(frame)
            elif event == "return":
                self._depth -= 1
                self._ledger.leave(frame, value)
            if self._events >= self._limit and self._budget.is_open():
                self._close()
        except Exception as problem:
            self._fail(problem)

    def _fail(self, problem: Exception) -> None:
        """A fault of ours must not become the program's: go blind. Others' exceptions pass."""
        if not is_our_failure(problem.__traceback__):
            raise problem
        self._is_stopped = True
        if sys.getprofile() is self._hook:
            sys.setprofile(None)

    def _is_to_end(self, frame: FrameType) -> bool:
        if not self._budget.is_open() or _count() != self._threads or self._depth > self._deepest:
            return True
        if self._first_left and frame.f_code.co_filename.startswith(_IMPORTING):
            self._close()
            self._budget.resume_soon()
            return True
        return self._budget.age() > self._longest_s


def _deepest() -> int:
    return min(sys.getrecursionlimit(), DEEPEST) - _MARGIN


def _is_importing(stack: list[FrameType]) -> bool:
    return any(frame.f_code.co_filename.startswith(_IMPORTING) for frame in stack)


def _spare_signal() -> int | None:
    """A real-time signal that has no handler, on systems that have such."""
    last = getattr(signal, "SIGRTMAX", None)
    if last is None:
        return None
    for number in range(int(last) - 1, int(last) - 8, -1):
        if signal.getsignal(number) is signal.SIG_DFL:
            return number
    return None


def _event_cost() -> float:
    """Seconds that a hook costs at one event, about."""

    def nothing() -> None:
        return None

    def hook(_frame: FrameType, event: str, _value: object) -> None:
        if event == "call":
            time.perf_counter()

    began = time.perf_counter()
    for _ in range(_TRIALS):
        nothing()
    middle = time.perf_counter()
    sys.setprofile(hook)
    for _ in range(_TRIALS):
        nothing()
    sys.setprofile(None)
    slow = time.perf_counter() - middle
    return max(0.0, slow - (middle - began)) / (2 * _TRIALS)
