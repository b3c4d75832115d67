"""The trial finds every way of being wrong, and takes nothing right for wrong."""

from __future__ import annotations

import pickle
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ferrule.base import types as t
from ferrule.base.records import FuncName, Verdict
from ferrule.prove import Limits, Pair, Shape, prove

sys.path.insert(0, str(Path(__file__).parent))
import versions as v

INTS = t.List(t.INT)
GRID = t.List(INTS)
POINTS = {"versions:Point": {"x": t.FLOAT, "y": t.FLOAT}}


def run(
    before: Callable,
    after: Callable,
    *calls: tuple,
    types: tuple,
    limits: Limits | None = None,
    effects: str = "arguments",
) -> Verdict:
    code = before.__code__
    func = FuncName("versions", before.__qualname__, code.co_filename, code.co_firstlineno)
    pair = Pair(func, before, after, effects, lambda: 0)
    fields = {**POINTS, "versions:Slotted": POINTS["versions:Point"]}
    return prove(pair, [pickle.dumps(call) for call in calls], Shape(types, fields), limits)


EQUAL = [
    (v.total, [([1, 2, 3],)], (INTS,)),
    (v.is_any, [([1],)], (INTS,)),
    (v.negate, [(1.5,)], (t.FLOAT,)),
    (v.first, [([4],)], (INTS,)),
    (v.sort_in_place, [([3, 1, 2],)], (INTS,)),
    (v.rows, [(1,)], (t.INT,)),
    (v.tally, [(["b", "a", "b"],)], (t.List(t.STR),)),
    (v.unique, [([1, 2, 3],)], (INTS,)),
    (v.greet, [("Ann",)], (t.STR,)),
    (v.bump_rows, [([[1], [2]],)], (GRID,)),
    (v.shift, [([v.Point(1.0, 2.0)],)], (t.List(t.Struct("versions:Point")),)),
    (v.shift, [([v.Slotted(1.0, 2.0)],)], (t.List(t.Struct("versions:Slotted")),)),
]


@pytest.mark.parametrize(("function", "calls", "types"), EQUAL)
def test_a_function_equals_itself(function, calls, types):
    verdict = run(function, function, *calls, types=types)
    assert verdict.is_equal, verdict
    assert verdict.recorded == len(calls)
    assert verdict.generated >= 20


@pytest.mark.parametrize(("function", "calls", "types"), EQUAL)
def test_a_function_equals_itself_without_witnessed_calls(function, calls, types):
    verdict = run(function, function, types=types)
    assert verdict.is_equal, verdict
    assert (verdict.recorded, verdict.generated >= 20) == (0, True)


WRONG = [
    (v.total, v.total_off_by_one, [([1, 2, 3],)], (INTS,)),
    (v.total, v.total_wraps, [([1, 2, 3],)], (INTS,)),
    (v.total, v.total_as_float, [([1, 2, 3],)], (INTS,)),
    (v.is_any, v.is_any_as_int, [([1, 2, 3],)], (INTS,)),
    (v.negate, v.negate_from_zero, [(1.5,)], (t.FLOAT,)),
    (v.first, v.first_other_message, [([1, 2, 3],)], (INTS,)),
    (v.first, v.first_other_type, [([1, 2, 3],)], (INTS,)),
    (v.first, v.first_returns, [([1, 2, 3],)], (INTS,)),
    (v.sort_in_place, v.sort_not_in_place, [([1, 2, 3],)], (INTS,)),
    (v.sort_in_place, v.sort_equal_copy, [([1, 2, 3],)], (INTS,)),
    (v.sort_in_place, v.sort_descending_inside, [([1, 2, 3],)], (INTS,)),
    (v.rows, v.rows_unshared, [(1,)], (t.INT,)),
    (v.tally, v.tally_sorted, [(["a", "b"],)], (t.List(t.STR),)),
    (v.unique, v.unique_other_order, [([1, 2, 3],)], (INTS,)),
    (v.greet, v.greet_quietly, [("Ann",)], (t.STR,)),
    (v.bump_rows, v.bump_rows_snapshot, [([[1], [2]],)], (GRID,)),
    (v.bump_rows, v.bump_rows_replaced, [([[1], [2]],)], (GRID,)),
    (
        v.shift,
        v.shift_forgets_last,
        [([v.Point(1.0, 2.0)],)],
        (t.List(t.Struct("versions:Point")),),
    ),
]


@pytest.mark.parametrize(("before", "after", "calls", "types"), WRONG)
def test_a_wrong_version_is_found(before, after, calls, types):
    verdict = run(before, after, *calls, types=types)
    assert verdict.mismatches, verdict
    assert not verdict.is_equal
    assert not verdict.note
    assert verdict.mismatches[0].call.startswith(before.__name__)


@pytest.mark.parametrize(("before", "after", "calls", "types"), WRONG)
def test_a_wrong_version_is_found_without_witnessed_calls(before, after, calls, types):
    verdict = run(before, after, types=types)
    assert verdict.mismatches, verdict


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (v.total_crashes, "crashed: SIGSEGV"),
        (v.total_hangs, "hung"),
        (v.total_loops, "none after"),
        (v.total_exits, "exit status 3"),
    ],
)
def test_a_child_that_ends_badly_is_a_mismatch(after, said):
    verdict = run(v.total, after, ([1, 2, 3],), types=(INTS,))
    assert said in verdict.mismatches[-1].actual
    assert verdict.mismatches[-1].call.startswith("total(")


def test_what_reaches_outside_is_not_run():
    verdict = run(v.total, v.total_off_by_one, ([1],), types=(INTS,), effects="outside")
    assert "outside" in verdict.note
    assert not verdict.is_equal
    allowed = Limits(allow_effects=True)
    verdict = run(v.total, v.total, ([1],), types=(INTS,), effects="outside", limits=allowed)
    assert verdict.is_equal


def test_an_original_that_differs_from_itself_is_no_proof():
    verdict = run(v.clock, v.clock, (1,), types=(t.INT,))
    assert "different answers" in verdict.note
    assert not verdict.is_equal


def test_made_inputs_on_which_the_original_differs_from_itself_are_left_out():
    verdict = run(v.seeded, v.seeded, (1,), types=(t.INT,))  # without a seed it is by chance
    assert verdict.is_equal
    assert not verdict.note


def test_inputs_on_which_the_original_is_slow_are_left_out():
    verdict = run(v.spin, v.spin, (1,), types=(t.INT,), limits=Limits(made=40, made_s=0.05))
    assert verdict.is_equal
    assert verdict.generated >= 10


def test_inputs_on_which_the_original_dies_are_left_out():
    verdict = run(v.dies, v.dies, (1,), types=(t.INT,), limits=Limits(made=40))
    assert verdict.is_equal, verdict
    assert verdict.generated >= 10


def test_nothing_to_compare_is_said():
    verdict = run(v.total, v.total, types=(t.OBJECT,))
    assert "no input" in verdict.note
    assert not verdict.is_equal


def test_the_program_is_not_touched(capfd):
    before = sys.stdout, sys.stdin, sys.gettrace()
    run(v.greet, v.greet, ("Ann",), types=(t.STR,))
    assert (sys.stdout, sys.stdin, sys.gettrace()) == before
    assert capfd.readouterr() == ("", "")


def test_native_runs_are_counted():
    runs = [0]

    def after(xs: list) -> int:
        runs[0] += all(type(x) is int for x in xs)
        return sum(xs)

    code = v.total.__code__
    func = FuncName("versions", "total", code.co_filename, code.co_firstlineno)
    pair = Pair(func, v.total, after, "pure", lambda: runs[0])
    verdict = prove(pair, [pickle.dumps(([1, 2],))], Shape((INTS,), {}))
    assert verdict.is_equal
    assert 10 < verdict.native < verdict.recorded + verdict.generated
    assert runs == [0]


def test_what_raises_is_not_given_up():
    code = v.total.__code__
    func = FuncName("versions", "total", code.co_filename, code.co_firstlineno)
    pair = Pair(func, v.total, v.total, "pure", lambda: 0)
    recorded = [pickle.dumps((xs,)) for xs in ([1, 2], [1, "a"])]
    verdict = prove(pair, recorded, Shape((INTS,), {}))
    assert (verdict.recorded, verdict.native, verdict.given_up) == (2, 0, 1)


def test_the_same_seed_makes_the_same_inputs():
    first = run(v.total, v.total_wraps, ([1, 2, 3],), types=(INTS,), limits=Limits(seed=5))
    second = run(v.total, v.total_wraps, ([1, 2, 3],), types=(INTS,), limits=Limits(seed=5))
    assert first == second


@pytest.mark.parametrize(("after", "is_equal"), [(v.memoized, True), (v.memoized_forgets, False)])
def test_globals_that_a_function_changes_are_compared(after, is_equal):
    code = v.memoized.__code__
    func = FuncName("versions", "memoized", code.co_filename, code.co_firstlineno)
    pair = Pair(func, v.memoized, after, "arguments", lambda: 0, ("MEMO",))
    shape = Shape((t.INT, t.INT, t.Dict(t.INT, t.INT)), {})
    verdict = prove(pair, [pickle.dumps((1, 2)), pickle.dumps((3, 4))], shape)
    assert verdict.is_equal is is_equal, verdict
    assert verdict.generated >= 3
    assert v.MEMO == {1: 10}


def test_a_global_that_is_not_there_is_told():
    code = v.memoized.__code__
    func = FuncName("versions", "memoized", code.co_filename, code.co_firstlineno)
    pair = Pair(func, v.memoized, v.memoized, "arguments", lambda: 0, ("NOTHING",))
    assert "can't be copied" in prove(pair, [], Shape((t.INT, t.INT), {})).note


def test_recursion_goes_as_deep_in_the_trial_as_in_the_program():
    deep = sys.getrecursionlimit() - 30
    verdict = run(v.sink, v.sink, (deep,), types=(t.INT,), effects="pure")
    assert verdict.is_equal
    verdict = run(v.sink, v.sink_never_too_deep, (deep,), types=(t.INT,), effects="pure")
    assert verdict.recorded == 1
    assert "RecursionError" in verdict.mismatches[0].expected


def test_without_fork_the_trial_runs_in_this_process(monkeypatch):
    monkeypatch.delattr("os.fork")
    handler = signal.getsignal(signal.SIGALRM)
    try:
        assert run(v.total, v.total, ([1, 2],), types=(INTS,)).is_equal
        assert run(v.total, v.total_off_by_one, ([1, 2],), types=(INTS,)).mismatches
    finally:
        signal.signal(signal.SIGALRM, handler)


def test_made_inputs_end_when_the_time_is_over():
    def slow(xs: list) -> int:
        time.sleep(0.05)
        return len(xs)

    verdict = run(slow, slow, ([1],), types=(INTS,), limits=Limits(total_s=0.2))
    assert verdict.is_equal, verdict
    assert verdict.generated < 20  # of 150 that are wanted
