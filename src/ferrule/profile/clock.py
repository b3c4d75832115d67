"""Where the time goes: a daemon thread that looks at all stacks every few milliseconds.

In: the running program. Out: a `Tally`. A sample weighs the processor time that its thread used
since the sample before, so that waiting costs nothing and a long call into C counts for the line
that made it. Assumes that the interpreter hands over the GIL at function entries, after calls into
C and at the ends of loops only: single lines are approximate.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from _thread import allocate_lock
from collections.abc import Callable
from contextlib import suppress

from ferrule.profile.cpu import ThreadTimes
from ferrule.profile.stack import Stack, copy_stack
from ferrule.profile.tally import Tally

PREFIX = "ferrule-"  # threads whose name begins so are ours and are not sampled
_OVERHEAD = 80  # the pause after a sample is at least this many times the sample's own time
_LONGEST_S = 0.05  # the longest pause
_SMOOTH = 8
_SLOWING = 0.005  # the pause grows with the time since the start
_SLOW_S = 0.006  # up to this
_BUSY = 0.0002  # a thread that used less than this since the last sample was waiting

Soon = Callable[[Callable[[], None]], None]
Listener = Callable[[bool, Stack], None]


class Clock:
    """The sampling thread; `listener` hears each sample: main thread or not, stack."""

    def __init__(self, interval_s: float, listener: Listener, soon: Soon) -> None:
        self.tally = Tally()
        self._interval_s = interval_s
        self._listener = listener
        self._soon = soon
        self._main = threading.main_thread().ident
        self._times = ThreadTimes()
        self._known: set[int] = set()
        self._ours: set[int] = set()
        self._stopping = allocate_lock()
        self._is_stopped = False
        self._is_paused = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to sample."""
        if self._main is not None:
            self._times.since_last(self._main)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=self._pause_thread, after_in_parent=self._restart_soon)
        self._start_thread()

    def stop(self) -> None:
        """End; afterwards the tally no longer changes."""
        self._is_stopped = True
        self._pause_thread()

    def _start_thread(self) -> None:
        if not self._is_stopped and self._thread is None:
            thread = threading.Thread(target=self._run, name=f"{PREFIX}clock", daemon=True)
            self._stopping = allocate_lock()
            self._stopping.acquire()
            with suppress(RuntimeError):  # no more threads can be started: nothing is sampled
                thread.start()
                self._thread = thread

    def _restart_soon(self) -> None:
        # Not at once: some versions of Python count the threads after this, to warn.
        if not self._is_stopped and self._thread is None:
            self._soon(self._start_thread)

    def _pause_thread(self) -> None:
        # A program that forks must not find a thread that it did not start: Python would warn.
        thread, self._thread = self._thread, None
        if thread is not None:
            self._is_paused = True
            self._stopping.release()
            thread.join()
            self._is_paused = False

    def _run(self) -> None:
        cost = 0.0  # of one sample, smoothed: the first ones are slow
        started = time.perf_counter()
        while not self._stopping.acquire(timeout=self._pause(cost, started)):
            began = time.thread_time()
            self._sample()
            cost += (time.thread_time() - began - cost) / _SMOOTH

    def _pause(self, cost: float, started: float) -> float:
        # Short programs need the samples more than long ones, which have plenty.
        slow = min(_SLOW_S, (time.perf_counter() - started) * _SLOWING)
        return max(self._interval_s, slow, min(_LONGEST_S, _OVERHEAD * cost))

    def _sample(self) -> None:
        if self._is_paused:
            return
        stacks = {ident: copy_stack(frame) for ident, frame in sys._current_frames().items()}
        if stacks.keys() != self._known:
            self._learn_threads(set(stacks))
        for ident, stack in stacks.items():
            if ident not in self._ours and stack is not None:
                seconds = self._times.since_last(ident)
                if seconds >= _BUSY:
                    self.tally.add(stack, seconds)
                    self._listener(ident == self._main, stack)

    def _learn_threads(self, idents: set[int]) -> None:
        named = {thread.ident for thread in threading.enumerate() if thread.name.startswith(PREFIX)}
        self._ours = {ident for ident in idents if ident in named}
        self._times.forget_all_but(idents)
        self._known = idents
