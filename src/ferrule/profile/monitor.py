"""Windows on CPython 3.12 and later: `sys.monitoring`, in all threads, nearly free when closed.

In: what the clock sees. Out: calls and returns, told to a `Ledger`. The first calls of every
function are seen, at any time; a function of no more interest is switched off where it stands.
Windows switch everything on again for a moment, to count. Assumes that one of the tool numbers that
are nobody's is free; otherwise nothing is witnessed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import CodeType
from typing import Any

from ferrule.base.records import FuncName
from ferrule.profile import frames
from ferrule.profile.budget import EVENTS, Budget
from ferrule.profile.names import is_our_failure, is_ours
from ferrule.profile.stack import DEEPEST, Stack
from ferrule.profile.witness import Ledger

_TOOLS = (4, 3)  # numbers that the documentation leaves to anybody


class Monitor:
    """The callbacks and what they must remember."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
        self._tool: int | None = None
        self._budget = Budget()
        self._events = 0
        self._opened_at = 0
        self._lost_s = 0.0  # in this window
        self._is_stopped = False
        self._waiting: Callable[[], None] | None = None

    def start(self) -> None:
        """Switch on."""
        for tool in _TOOLS:
            if self._monitoring.get_tool(tool) is None:
                self._tool = tool
                break
        if self._tool is None:
            return
        kinds = self._monitoring.events
        self._monitoring.use_tool_id(self._tool, "ferrule")
        self._monitoring.register_callback(self._tool, kinds.PY_START, self._enter)
        self._monitoring.register_callback(self._tool, kinds.PY_RETURN, self._leave)
        self._open()
        self._monitoring.set_events(self._tool, kinds.PY_START | kinds.PY_RETURN)

    def stop(self) -> None:
        """Switch off and give the tool's number back."""
        if self._tool is None:
            return
        tool, self._tool = self._tool, None
        self._monitoring.set_events(tool, 0)
        self._monitoring.free_tool_id(tool)
        self._ledger.forget_open()
        if self._budget.is_open():
            self._close()
        self._ledger.scale(self._budget.tail())

    def retire(self, name: FuncName) -> None:
        """Nothing to put back: functions keep their code."""

    def soon(self, action: Callable[[], None]) -> None:
        """Do this at the program's next call or return, not at once."""
        self._waiting = action
        if self._tool is None:
            self._do_waiting()
        else:
            self._monitoring.restart_events()

    def hear(self, _is_main: bool, stack: Stack) -> None:
        """The clock took a sample; called in its thread."""
        self._ledger.want(stack.steps[0])
        is_shallow = len(stack.steps) < min(sys.getrecursionlimit(), DEEPEST) - 2 * EVENTS
        if self._tool is not None and is_shallow and self._budget.is_due():
            self._open()
            self._monitoring.restart_events()
        elif self._budget.is_open() and self._budget.age() > 0.02:
            self._close()

    def _enter(self, code: CodeType, _offset: int) -> object:
        began = time.perf_counter()
        self._events += 1
        if self._is_stopped or is_ours(code) or not frames.is_function(code):
            return self._monitoring.DISABLE
        frame = sys._getframe(1)
        try:
            self._do_waiting()
            is_wanted = self._ledger.enter(frame)
            if sys.gettrace() is None and sys.getprofile() is None:
                frames.drop_copy(frame)
            return self._keep(is_wanted, began)
        except Exception as problem:
            return self._fail(problem)

    def _leave(self, code: CodeType, _offset: int, value: object) -> object:
        began = time.perf_counter()
        self._events += 1
        if self._is_stopped or is_ours(code):
            return self._monitoring.DISABLE
        try:
            self._do_waiting()
            self._ledger.leave(sys._getframe(1), value)
            return self._keep(self._ledger.is_wanting(code), began)
        except Exception as problem:
            return self._fail(problem)

    def _do_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _fail(self, problem: Exception) -> object:
        """A fault of ours must not become the program's: go blind. Others' exceptions pass."""
        if not is_our_failure(problem.__traceback__):
            raise problem
        if not isinstance(problem, RecursionError):
            self._is_stopped = True
        return self._monitoring.DISABLE

    def _keep(self, is_wanted: bool, began: float) -> object:
        if self._budget.is_open():
            self._lost_s += time.perf_counter() - began
            if self._events - self._opened_at < EVENTS:
                return None
            self._close()
        return None if is_wanted else self._monitoring.DISABLE

    def _open(self) -> None:
        self._opened_at = self._events
        self._lost_s = 0.0
        self._budget.open()
        self._ledger.is_sampling = True

    def _close(self) -> None:
        self._ledger.is_sampling = False
        factor = self._budget.close(self._events - self._opened_at, self._lost_s)
        self._ledger.close_window(factor)
