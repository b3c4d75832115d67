"""The door: are both versions of a function equal on witnessed and on made inputs?

In: the pair, pickled witnessed calls, the types of the parameters. Out: a `Verdict`. Both versions
run in a child process, the original first, each on its own copy of an input. Only functions whose
effects stay inside (their arguments, what they print) are run at all.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from time import monotonic
from types import FunctionType

from ferrule.base.records import Mismatch, Verdict
from ferrule.prove.graph import Incomparable
from ferrule.prove.inputs import Input, Shape, made_inputs, recorded_inputs
from ferrule.prove.isolate import Ended, Event, Send, run_apart
from ferrule.prove.observe import TooSlow, memory_limit, observe, prepare_child
from ferrule.prove.observed import Observed
from ferrule.prove.pair import Pair, World, by_position, parameter_names, renew, world_of
from ferrule.prove.same import difference
from ferrule.prove.text import show_call

_INSIDE = ("pure", "arguments", "prints")
_CHILDREN = 6  # how often a trial goes on after an input on which the original itself died
_SLOW_EDGES = 2  # edges of an argument on which the original is slow this often are left out
_SLOW_OTHERS = 8  # and other kinds of inputs
_MOST_MISMATCHES = 5
_SPARE = 20  # calls: more than what lies between a trampoline and the original
_PATIENT_S = 2.0  # the longest for the original on a made input, where it is slow on all
_LONG_S = 0.3  # the original on a witnessed input: long enough to be timed by the way
_QUICK_S = 0.05  # the longest for the original on a made input, where witnessed ones are quick
_MANY = 20  # times what the quickest witnessed call took: longer inputs are of another kind
_LEAST_MADE_S = 0.5  # for made inputs, however long the witnessed ones took
_MAKING_S = 40.0  # for the next input: copies of large arguments take their time
_GRACE_S = 3.0  # on top of a limit, before the child is killed


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is tried, and for how long."""

    made: int = 150  # inputs made from the types
    total_s: float = 8.0  # no new input is begun after that
    recorded_s: float = 60.0  # the original on a witnessed input
    made_s: float = 0.2  # the original on a made input; slower ones are left out
    seed: int = 0
    allow_effects: bool = False


@dataclass(slots=True)
class _Tally:
    """What the children have told so far."""

    recorded: int = 0
    made: int = 0
    native: int = 0
    given_up: int = 0  # witnessed inputs that Python had to finish
    mismatches: list[Mismatch] = field(default_factory=list)
    note: str = ""
    begun: int = 0  # witnessed inputs begun
    tried: int = 0  # made inputs begun
    quickest_s: float = _PATIENT_S  # the original, on a witnessed input
    slow: dict[str, int] = field(default_factory=dict)  # by label
    skipped: str = ""  # why the last input that could not be compared could not
    stage: Event = field(default_factory=list)  # the last that is not finished
    before_s: float = 0.0  # processor time of the original on the last input
    long: list[tuple[float, float]] = field(default_factory=list)  # both versions' times

    def banned(self, label: str) -> bool:
        """Whether inputs of this kind are left out."""
        most = _SLOW_EDGES if label.startswith("edge") else _SLOW_OTHERS
        return self.slow.get(label, 0) >= most


def prove(
    pair: Pair, recorded: Sequence[bytes], shape: Shape, limits: Limits | None = None
) -> Verdict:
    """Compare both versions in a child process and say what was found."""
    limits = limits or Limits()
    tally = _Tally()
    if pair.effects not in _INSIDE and not limits.allow_effects:
        tally.note = "what it does reaches outside, so it is not run for a proof"
        return _verdict(pair, tally)
    try:
        world = world_of(pair)
    except (KeyError, TypeError, AttributeError, pickle.PicklingError) as error:
        tally.note = f"the globals that it uses can't be copied: {error}"
        return _verdict(pair, tally)
    shape = replace(shape, arguments=shape.arguments[: len(parameter_names(pair))])
    end = monotonic() + limits.total_s
    for number in range(_CHILDREN):
        trial = _Trial(pair, world, recorded, shape, limits, tally, end, limits.seed + number)
        ended = run_apart(trial.run)
        if not _fold(tally, ended):
            break
    if not (tally.note or tally.mismatches) and tally.recorded + tally.made == 0:
        why = tally.skipped or "none was recorded, and none could be made"
        tally.note = f"there was no input to compare both versions on: {why}"
    return _verdict(pair, tally)


def _verdict(pair: Pair, tally: _Tally) -> Verdict:
    return Verdict(
        func=pair.func,
        recorded=tally.recorded,
        generated=tally.made,
        native=tally.native,
        mismatches=tuple(tally.mismatches),
        note=tally.note,
        long=tuple(tally.long),
        given_up=tally.given_up,
    )


def _fold(tally: _Tally, ended: Ended) -> bool:
    """Take in what a child told; whether another one should go on after it."""
    for event in ended.events:
        _take(tally, event)
    if not ended.problem:
        return False
    stage, tally.stage = tally.stage, []
    if stage and stage[0] == "after" and not ended.problem.startswith("failed"):
        _count(tally, stage[1])
        tally.mismatches.append(Mismatch(stage[2], "an answer, from Python", ended.problem))
        return False
    if stage and stage[0] == "before" and not ended.problem.startswith("failed"):
        tally.slow[stage[1]] = _SLOW_OTHERS  # the original itself dies or hangs on it
        return True
    tally.note = f"the trial {ended.problem}"
    return False


def _take(tally: _Tally, event: Event) -> None:
    match event:
        case ["before", label, _]:
            tally.begun += label == "recorded"
            tally.tried += label != "recorded"
            tally.stage = event
        case ["after", label, _, took_s, spent_s]:
            tally.stage = event
            tally.before_s = spent_s
            if label == "recorded":
                tally.quickest_s = min(tally.quickest_s, took_s)
        case ["slow", label]:
            tally.slow[label] = tally.slow.get(label, 0) + 1
            tally.skipped = "the original takes too long"
            tally.stage = []
        case ["skipped", _, reason]:
            tally.skipped = reason
            tally.stage = []
        case ["same", label, native, spent_s, has_raised]:
            _count(tally, label)
            tally.native += native
            tally.given_up += label == "recorded" and not (native or has_raised)
            if label == "recorded" and native and tally.before_s > _LONG_S:
                tally.long.append((tally.before_s, spent_s))
        case ["differs", label, call, expected, actual]:
            _count(tally, label)
            tally.mismatches.append(Mismatch(call, expected, actual))
        case ["note", text]:
            tally.note = text
            tally.stage = []


def _count(tally: _Tally, label: str) -> None:
    tally.recorded += label == "recorded"
    tally.made += label != "recorded"
    tally.stage = []


@dataclass(frozen=True, slots=True)
class _Trial:
    """What one child does."""

    pair: Pair
    world: World
    recorded: Sequence[bytes]
    shape: Shape
    limits: Limits
    tally: _Tally  # in the child a copy, to know when to stop
    end: float
    seed: int

    def run(self, send: Send) -> None:
        """Go through the inputs and tell what comes out."""
        prepare_child()
        self.pair.run_all()
        end, has_made = self.end, self.tally.tried > 0
        for given in self._inputs():
            is_recorded = given.label == "recorded"
            if not (is_recorded or has_made):
                end, has_made = max(end, monotonic() + _LEAST_MADE_S), True
            if monotonic() > end and (self.tally.recorded or not is_recorded):
                if not is_recorded:
                    return
                continue
            limit_s = self.limits.recorded_s if is_recorded else self._made_s()
            event = self._try(send, given, limit_s)
            send(_MAKING_S, event)
            _take(self.tally, event)
            if self.tally.note or len(self.tally.mismatches) >= _MOST_MISMATCHES:
                return

    def _made_s(self) -> float:
        """The limit for the original on a made input: where it is slow on all, longer.

        Endless loops and loops over billions are common among edges; what they wait for is lost
        to the others.
        """
        if self.tally.recorded:  # the slow ones are proved on what was witnessed
            return min(self.limits.made_s, max(_QUICK_S, self.tally.quickest_s * _MANY))
        if not self.recorded and (self.tally.made or not self.tally.slow):
            return self.limits.made_s
        return max(self.limits.made_s, min(_PATIENT_S, self.tally.quickest_s * 2))

    def _inputs(self) -> Iterator[Input]:
        recorded = recorded_inputs(self.recorded[self.tally.begun :])
        made = made_inputs(self.recorded, self.shape, self.seed, self.tally.banned)
        return chain(recorded, islice(made, max(self.limits.made - self.tally.tried, 0)))

    def _try(self, send: Send, given: Input, limit_s: float) -> Event:
        """Run both versions on one input; the event says what came out."""
        try:
            first, second = given.copy(), given.copy()
            call = show_call(self.pair.func.qualname, first)
        except Exception as error:  # the program's classes may refuse anything here
            return ["skipped", given.label, f"its copy raises {type(error).__name__}"]
        send(limit_s + _GRACE_S, ["before", given.label, call])
        chance = random.getstate()
        started = monotonic()
        try:
            with memory_limit():
                before = self._observe(self.pair.before, first, limit_s)
        except TooSlow:
            return ["slow", given.label]
        except (MemoryError, Incomparable) as error:
            return ["skipped", given.label, str(error) or "the original runs out of memory"]
        took_s = monotonic() - started
        limit_s = took_s * 10 + 2.0
        stage: Event = ["after", given.label, call, took_s, before.spent_s]
        send(limit_s + _GRACE_S, stage)
        _take(self.tally, stage)
        random.setstate(chance)
        return self._compare(given, call, before, (second, limit_s))

    def _observe(
        self, function: FunctionType, given: tuple[object, ...], limit_s: float, spare: int = 0
    ) -> Observed:
        call = by_position(self.pair, function)
        return observe(call, given, limit_s, renew(self.world), spare)

    def _compare(
        self, given: Input, call: str, before: Observed, run: tuple[tuple[object, ...], float]
    ) -> Event:
        runs = self.pair.native_runs()
        try:
            after = self._observe(self.pair.after, *run)
            found = difference(before, after)
        except TooSlow:
            return [
                "differs",
                given.label,
                call,
                "an answer, from Python",
                f"none after {run[1]:.1f} s",
            ]
        except MemoryError:
            return ["differs", given.label, call, "an answer, from Python", "MemoryError"]
        except Incomparable as error:
            return ["skipped", given.label, str(error)]
        if found is not None and self._is_depth(given, before, after):
            return ["skipped", given.label, "it goes as deep as recursion may go"]
        if found is None:
            is_native = self.pair.native_runs() > runs
            # A call that raises is Python's to finish in any case.
            return ["same", given.label, int(is_native), after.spent_s, before.raised is not None]
        if self._is_fickle(given, before):
            if given.label != "recorded" and self.tally.recorded:
                return ["skipped", given.label, "the original gives different answers on it"]
            return ["note", f"the original gives different answers for the same input: {call}"]
        expected, _, actual = found.partition(" against ")
        return ["differs", given.label, call, expected, actual]

    def _is_depth(self, given: Input, before: Observed, after: Observed) -> bool:
        """Whether they differ only in that one came to the end of the stack a few calls earlier."""
        is_deep = [isinstance(one.raised, RecursionError) for one in (before, after)]
        if is_deep[0] == is_deep[1]:
            return False
        function, other = (self.pair.before, after) if is_deep[0] else (self.pair.after, before)
        try:
            again = self._observe(function, given.copy(), self.limits.recorded_s, _SPARE)
            return difference(replace(other, chance=again.chance), again) is None
        except (TooSlow, MemoryError, Incomparable):
            return False

    def _is_fickle(self, given: Input, before: Observed) -> bool:
        """Whether the original differs from itself on this input."""
        try:
            again = self._observe(self.pair.before, given.copy(), self.limits.recorded_s)
            return difference(replace(before, chance=again.chance), again) is not None
        except (TooSlow, MemoryError, Incomparable):
            return True
