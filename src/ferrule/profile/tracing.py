"""Witnessing every call on CPython 3.11: a profile hook in all threads, for the whole run.

In: calls and returns. Out: the same, told to a `Ledger`. Several times slower, and objects may live
a little longer: for runs that are made to be witnessed, not for the user's own. Assumes that the
program sets no hook of its own; if it does, the rest is not witnessed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType

from ferrule.base.records import FuncName
from ferrule.profile.names import is_our_failure
from ferrule.profile.stack import Stack
from ferrule.profile.witness import Ledger

_PASSING = 15


class Tracing:
    """The hook."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._ledger.is_sampling = False
        self._hook = self._notice
        # How many more calls of well-known code pass before one is told, by its identity.
        self._passing: dict[int, int] = {}
        self._is_stopped = False

    def start(self) -> None:
        """Set the hook here and in all threads to come."""
        if sys.getprofile() is None:
            threading.setprofile(self._hook)
            sys.setprofile(self._hook)

    def stop(self) -> None:
        """Take the hook away."""
        self._is_stopped = True
        if sys.getprofile() is self._hook:
            sys.setprofile(None)
        if threading.getprofile() is self._hook:
            threading.setprofile(None)
        self._ledger.forget_open()

    def retire(self, name: FuncName) -> None:
        """Nothing to put back: functions keep their code."""

    def soon(self, action: Callable[[], None]) -> None:
        """Do this when the program goes on: on this version of Python, at once."""
        action()

    def hear(self, _is_main: bool, stack: Stack) -> None:
        """The clock took a sample; called in its thread."""
        self._ledger.want(stack.steps[0])

    def _notice(self, frame: FrameType, event: str, value: object) -> None:
        try:
            if self._is_stopped:
                sys.setprofile(None)
            elif event == "call":
                self._enter(frame)
            elif event == "return":
                self._ledger.leave(frame, value)
        except Exception as problem:
            if not is_our_failure(problem.__traceback__):
                raise  # a signal handler of the program's

    def _enter(self, frame: FrameType) -> None:
        key = id(frame.f_code)  # the ledger keeps the code alive
        left = self._passing.get(key)
        if left:
            self._passing[key] = left - 1
            return
        if left is not None:
            self._ledger.count(frame, _PASSING)
        if not self._ledger.enter(frame):
            self._passing[key] = _PASSING
