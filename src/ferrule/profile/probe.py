"""A probe: a hot function's code, replaced for some calls by one that tells its arguments first.

In: a function and its entry. Out: calls, told to the `Ledger` with the real arguments, and how many
calls happen per second. Assumes CPython 3.11, where a hook would keep the program's objects alive
and write its variables back; a prologue touches nothing and works in every thread. Whoever installs
a function's native version must take its probe off before.
"""

from __future__ import annotations

import sys
import time
from types import CodeType, FunctionType

from ferrule.profile.frames import parameters
from ferrule.profile.names import is_our_failure
from ferrule.profile.prologue import with_prologue
from ferrule.profile.witness import Entry, Ledger

_READ = 12  # calls of a session whose arguments are read
_COUNTED = 100  # calls after those that are only counted, to learn their rate
_NOTE_S = 2.5e-7  # what counting one call costs, about
_NEAREST = 60  # frames left to the limit of recursion where arguments are no longer read
_PATIENCE_S = 0.2  # a session in which so little happens ends without a rate


class Probe:
    """One function's probe; put on and taken off again and again."""

    def __init__(self, function: FunctionType, entry: Entry, ledger: Ledger) -> None:
        self.entry = entry
        self.rate = 0.0  # calls per second, while the function is in use
        self.sessions = 0
        self._function = function
        self._ledger = ledger
        self._original = function.__code__
        self._probed = with_prologue(self._original, parameters(self._original), self._note)
        self._calls = 0
        self._limit = 0
        self._counting_since = 0.0
        self._began = 0.0
        self._is_retired = False

    def code(self) -> CodeType | None:
        """The code that the function has while the probe is on."""
        return self._probed

    def is_on(self) -> bool:
        """Whether the function tells of its calls now."""
        return self._function.__code__ is self._probed

    def put_on(self) -> None:
        """Begin a session, unless the function has other code by now."""
        if self._probed is not None and self._function.__code__ is self._original:
            self.sessions += 1
            self._calls = 0
            self._limit = _READ + _COUNTED
            self._began = time.perf_counter()
            self._function.__code__ = self._probed
            if self._is_retired:
                self.take_off()

    def take_off(self) -> None:
        """End the session and give the function its own code back."""
        if self.is_on():
            self._function.__code__ = self._original

    def retire(self) -> None:
        """End for good: also if another thread is just about to put the probe on."""
        self._is_retired = True
        self.take_off()

    def is_stale(self) -> bool:
        """Whether a session should end because its function is called too rarely to count."""
        return self._calls > _READ and time.perf_counter() - self._began > _PATIENCE_S

    def _note(self, *arguments: object) -> None:
        # Runs inside the program, at the start of the function: it must neither fail nor last.
        self._calls += 1
        self.entry.seen += 1
        try:
            if self._calls <= _READ:
                self._read(arguments)
            elif self._calls >= self._limit:
                self._learn_rate()
        except Exception as problem:
            self._limit = sys.maxsize
            self.take_off()
            if not is_our_failure(problem.__traceback__):
                raise  # a signal handler of the program's

    def _read(self, arguments: tuple[object, ...]) -> None:
        if not _is_near_the_limit():
            self._ledger.saw_call(self.entry, arguments, sys._getframe(2))
        if self._calls == _READ:
            self._counting_since = time.perf_counter()

    def _learn_rate(self) -> None:
        self.take_off()
        counted = self._calls - _READ
        spent = time.perf_counter() - self._counting_since
        self.rate = counted / max(spent - counted * _NOTE_S, 0.1 * spent, 1e-7)


def _is_near_the_limit() -> bool:
    try:
        sys._getframe(max(0, sys.getrecursionlimit() - _NEAREST))
    except ValueError:
        return False
    return True
