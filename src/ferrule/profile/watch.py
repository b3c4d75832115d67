"""The door for watching: what a program does between `with watching(...)` and its end.

In: the interval of the samples. Out: a `Watch`, whose `profile()` may be asked for at any time,
from any thread. Assumes that it is entered and left in the main thread, and once at a time.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from ferrule.base.records import FuncName, Hot, Profile, Witness
from ferrule.profile.clock import Clock
from ferrule.profile.monitor import Monitor
from ferrule.profile.probing import Probing
from ferrule.profile.stack import Stack
from ferrule.profile.tally import Tally
from ferrule.profile.tracing import Tracing
from ferrule.profile.witness import Ledger


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """How closely to look."""

    interval_s: float = 0.001  # between samples; the interpreter may take 5 ms more
    is_witnessing: bool = True  # whether types and arguments are recorded
    is_thorough: bool = False  # whether every function is, however slow the program becomes
    files: frozenset[str] = frozenset()  # whose functions are of interest though in a library


class _Observer(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def retire(self, name: FuncName) -> None: ...
    def soon(self, action: Callable[[], None]) -> None: ...
    def hear(self, is_main: bool, stack: Stack) -> None: ...


class _Blind:
    """The observer that sees nothing."""

    def start(self) -> None:
        return

    def stop(self) -> None:
        return

    def retire(self, name: FuncName) -> None:
        return

    def soon(self, action: Callable[[], None]) -> None:
        action()

    def hear(self, is_main: bool, stack: Stack) -> None:
        return


class Watch:
    """A program under watch; after the end, what was seen."""

    def __init__(self, settings: WatchSettings) -> None:
        self._ledger = Ledger(settings.files)
        self._observer = _observer(settings, self._ledger)
        self._clock = Clock(settings.interval_s, self._observer.hear, self._observer.soon)
        self._began = time.perf_counter()
        self._wall_s: float | None = None

    def start(self) -> None:
        """Begin. In the main thread."""
        self._clock.start()
        self._began = time.perf_counter()
        self._observer.start()

    def stop(self) -> None:
        """End. In the main thread; a second time it does nothing."""
        if self._wall_s is None:
            self._observer.stop()
            self._wall_s = time.perf_counter() - self._began
            self._clock.stop()
            self._ledger.settle()

    def retire(self, name: FuncName) -> None:
        """Leave this function alone from now on: its code is about to be replaced."""
        self._observer.retire(name)

    def profile(self) -> Profile:
        """What was seen so far."""
        wall = self._wall_s
        if wall is None:
            wall = time.perf_counter() - self._began
        witnesses = _merge_witnesses(self._ledger)
        hot = sorted(_functions(self._clock.tally, witnesses), key=_rank)
        fields = {name: dict(held) for name, held in tuple(self._ledger.fields.items())}
        return Profile(wall, tuple(hot), fields)


@contextmanager
def watching(settings: WatchSettings = WatchSettings()) -> Iterator[Watch]:
    """Watch this process's Python code as long as the block lasts."""
    watch = Watch(settings)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()


def _observer(settings: WatchSettings, ledger: Ledger) -> _Observer:
    if not settings.is_witnessing:
        return _Blind()
    if sys.version_info >= (3, 12):
        return Monitor(ledger)
    return Tracing(ledger) if settings.is_thorough else Probing(ledger)


def _rank(hot: Hot) -> tuple[float, float, FuncName]:
    return (-hot.self_s, -hot.total_s, hot.func)


def _merge_witnesses(ledger: Ledger) -> dict[FuncName, Witness]:
    merged: dict[FuncName, Witness] = {}
    for name, witness in ledger.witnesses():
        before = merged.get(name)
        if before is None or before.calls < witness.calls:
            merged[name] = witness
    return merged


def _functions(tally: Tally, witnesses: dict[FuncName, Witness]) -> Iterator[Hot]:
    # The names are copied last: by then there is one for every key.
    times, totals, by_line = dict(tally.self_s), dict(tally.total_s), dict(tally.lines)
    edges = dict(tally.callers)
    names = {key: name for key, (_, name) in dict(tally.names).items()}
    self_s, total_s = _by_name(times, names), _by_name(totals, names)
    lines: defaultdict[FuncName, dict[int, float]] = defaultdict(dict)
    for (key, line), seconds in by_line.items():
        held = lines[names[key]]
        held[line] = held.get(line, 0.0) + seconds
    callers: defaultdict[FuncName, dict[FuncName, float]] = defaultdict(dict)
    for (callee, caller), seconds in edges.items():
        into = callers[names[callee]]
        into[names[caller]] = into.get(names[caller], 0.0) + seconds
    for name in set(names.values()) | witnesses.keys():
        yield Hot(
            name,
            self_s.get(name, 0.0),
            total_s.get(name, 0.0),
            dict(sorted(lines[name].items())),
            dict(sorted(callers[name].items(), key=lambda item: -item[1])),
            witnesses.get(name),
        )


def _by_name(seconds: dict[int, float], names: dict[int, FuncName]) -> dict[FuncName, float]:
    sums: dict[FuncName, float] = {}
    for key, value in seconds.items():
        sums[names[key]] = sums.get(names[key], 0.0) + value
    return sums
