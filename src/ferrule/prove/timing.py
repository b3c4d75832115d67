"""How much faster: both versions in turn on the witnessed calls, in a child process.

In: the pair and pickled witnessed calls. Out: a `Timing`, seconds per call, or the reason why there
is none. They run in turn, so that what slows the machine down slows both. A short round is run
three times, A, B, B, A, A, B, and the best counts, since a busy machine only ever adds. Arguments
are copied outside of what is timed, afresh for every call, since calls may change them.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Sequence
from itertools import starmap
from statistics import median, quantiles
from time import monotonic, process_time

from ferrule.base.records import Timing, Verdict
from ferrule.prove.inputs import Input
from ferrule.prove.isolate import Send, run_apart
from ferrule.prove.observe import (
    TooSlow,
    captured,
    memory_limit,
    prepare_child,
    time_limit,
)
from ferrule.prove.pair import Pair, World, by_position, renew, world_of

_BUDGET_S = 0.3
_LONG_S = 1.0  # a round of the original that takes this long is enough
_SHORT_S = 0.02  # a shorter one is run three times
_TINY_S = 5e-4  # a shorter one is made longer by repeating its calls
_MOST_REPEATS = 2000
_MOST_BYTES = 8 << 20  # of pickles to be unpickled for one round
_LEAST_ROUNDS, _MOST_ROUNDS = 5, 100
_SLOW_S, _FEW_ROUNDS = 0.05, 3  # rounds that take longer need fewer: noise is a smaller share
_PATIENCE_S = 600.0
_TWICE = 2.0  # even the slowest native round is this much faster than any of Python's ...
_SURE = 0.75  # ... so this share of the budget is saved, unless more than usual is asked for


def measure(
    pair: Pair, recorded: Sequence[bytes], budget_s: float = _BUDGET_S, most_s: float | None = None
) -> Timing | str:
    """Time both versions; a text says why that could not be done.

    Calls that were made, not recorded, may take for ever: `most_s` leaves the slow ones out.
    """
    if not recorded:
        return "no call was recorded"

    def job(send: Send) -> None:
        send(_PATIENCE_S, ["begin"])
        world = world_of(pair)
        calls = _usable(pair, recorded, world, most_s)
        if calls:
            befores, afters = _rounds(pair, calls, world, budget_s)
            send(_PATIENCE_S, ["times", befores, afters])

    ended = run_apart(job)
    if ended.problem:
        return f"the timing {ended.problem}"
    if ended.events[-1][0] != "times":
        return "no recorded call returns normally"
    _, befores, afters = ended.events[-1]
    return Timing(
        func=pair.func,
        before_s=median(befores),
        after_s=median(afters),
        before_spread=_spread(befores),
        after_spread=_spread(afters),
        rounds=len(befores),
    )


def from_proof(verdict: Verdict) -> Timing | None:
    """The timing of calls so long that the proof has timed them by the way."""
    if not verdict.long:
        return None
    befores, afters = zip(*verdict.long, strict=True)
    return Timing(
        func=verdict.func,
        before_s=median(befores),
        after_s=median(afters),
        before_spread=(min(befores), max(befores)),
        after_spread=(min(afters), max(afters)),
        rounds=len(befores),
    )


def _spread(times: list[float]) -> tuple[float, float]:
    if len(times) < 2:
        return times[0], times[0]
    tenths = quantiles(times, n=10, method="inclusive")
    return tenths[0], tenths[-1]


def _usable(
    pair: Pair, recorded: Sequence[bytes], world: World, most_s: float | None
) -> list[Input]:
    """The calls that return; one run of the native version is also its warm-up."""
    prepare_child()
    pair.run_all()
    usable = []
    for raw in recorded:
        given = Input(raw, "recorded")
        try:
            with captured():
                if most_s is not None:
                    _try_short(pair, given, world, most_s)
                renew(world)
                by_position(pair, pair.after)(*given.copy())
        except (Exception, TooSlow):  # it raises, or can't be copied: not what is to be timed
            continue
        usable.append(given)
    return usable


def _try_short(pair: Pair, given: Input, world: World, most_s: float) -> None:
    """Run both versions once. Raises `TooSlow`, MemoryError, or what they raise."""
    for function in (pair.before, pair.after):
        renew(world)
        with memory_limit(), time_limit(most_s):
            by_position(pair, function)(*given.copy())


def _rounds(
    pair: Pair, calls: list[Input], world: World, budget_s: float
) -> tuple[list[float], list[float]]:
    gc.collect()
    gc.disable()
    end = monotonic() + budget_s
    before, after = by_position(pair, pair.before), by_position(pair, pair.after)
    calls, round_s, waited_s = _affordable(before, calls, world, budget_s)
    if waited_s > _LONG_S:
        return [round_s / len(calls)], [_round(after, calls, 1, world)]
    repeats = _repeats(calls, _round(after, calls, 1, world) * len(calls))
    repeats = min(repeats, int(budget_s / waited_s) + 1)
    turn = (0, 1, 1, 0, 0, 1) if round_s * repeats < _SHORT_S else (0, 1)
    befores: list[float] = []
    afters: list[float] = []
    least = _LEAST_ROUNDS if round_s < _SLOW_S else _FEW_ROUNDS
    enough = end - budget_s * _SURE if budget_s <= _BUDGET_S else end
    while len(befores) < least or (monotonic() < end and len(befores) < _MOST_ROUNDS):
        if len(befores) >= least and monotonic() > enough and _is_sure(befores, afters):
            break
        times: tuple[list[float], list[float]] = [], []
        for side in turn if len(befores) % 2 else reversed(turn):
            times[side].append(_round((before, after)[side], calls, repeats, world))
        befores.append(min(times[0]))
        afters.append(min(times[1]))
        if monotonic() > end + _LONG_S:
            break
    return befores, afters


def _is_sure(befores: list[float], afters: list[float]) -> bool:
    """Whether nothing that is still to come could change what is said of them."""
    return max(afters) * _TWICE < min(befores)


def _affordable(
    before: Callable[..., object], calls: list[Input], world: World, budget_s: float
) -> tuple[list[Input], float, float]:
    """As many calls as fit in the budget, at least one; the original's time for them, and how long
    that took to wait for: a call may sleep."""
    total_s, began = 0.0, monotonic()
    for count, given in enumerate(calls, 1):
        total_s += _round(before, [given], 1, world)
        if monotonic() - began > budget_s:
            return calls[:count], total_s, monotonic() - began
    return calls, total_s, monotonic() - began


def _repeats(calls: list[Input], round_s: float) -> int:
    wanted = int(_TINY_S / max(round_s, 1e-9)) + 1
    size = sum(len(given.raw) for given in calls)
    return max(1, min(wanted, _MOST_REPEATS, _MOST_BYTES // size))


def _round(
    function: Callable[..., object], calls: list[Input], repeats: int, world: World
) -> float:
    """Seconds per call."""
    arguments = [given.copy() for _ in range(repeats) for given in calls]
    renew(world)
    results = starmap(function, arguments)
    with captured():
        started = process_time()
        deque(results, maxlen=0)
        took_s = process_time() - started
    return took_s / len(arguments)
