"""Timing is fair, ends in time, and its record survives as JSON."""

from __future__ import annotations

import json
import pickle
import time

import pytest

from ferrule.base.records import FuncName, Mismatch, Timing, Verdict
from ferrule.prove import Pair, from_data, measure, to_data
from ferrule.prove.isolate import run_apart

FUNC = FuncName("module", "name", "file.py", 3)
MEMO: dict = {}


def slow(n):
    total = 0
    for i in range(n * 20):
        total += i
    return total


def fast(n):
    return sum(range(n * 20))


def sleeps(n):
    time.sleep(1.1)


def consumes(xs):
    while xs:
        xs.pop()


def fails(n):
    raise ValueError(n)


def remembers(n):
    if n not in MEMO:
        MEMO[n] = slow(n)
    return MEMO[n]


def pair(before, after, captured=()):
    return Pair(FUNC, before, after, "pure", lambda: 0, captured)


def calls(*arguments):
    return [pickle.dumps(call) for call in arguments]


def test_the_faster_is_faster():
    timing = measure(pair(slow, fast), calls((100,), (120,)))
    assert timing.is_faster
    assert timing.rounds >= 5
    assert timing.before_spread[0] <= timing.before_s <= timing.before_spread[1]
    assert not measure(pair(fast, slow), calls((100,))).is_faster


def test_equals_are_not_called_faster():
    timing = measure(pair(slow, slow), calls((100,)))
    assert 0.5 < timing.before_s / timing.after_s < 2.0


def test_arguments_are_fresh_for_every_call():
    timing = measure(pair(consumes, consumes), calls((list(range(2000)),)))
    assert min(timing.before_s, timing.after_s) > 5e-6  # an empty list would take a tenth of that


def test_globals_are_fresh_for_every_round():
    timing = measure(pair(remembers, remembers, ("MEMO",)), calls((2000,)), budget_s=0.05)
    assert 0.3 < timing.before_s / timing.after_s < 3.0
    assert MEMO == {}


def test_a_long_call_is_timed_once():
    timing = measure(pair(sleeps, fast), calls((1,)))
    assert timing.rounds == 1
    assert timing.before_spread == (timing.before_s, timing.before_s)
    assert timing.is_faster


@pytest.mark.parametrize(
    ("recorded", "reason"), [([], "no call was recorded"), ([b"x"], "returns normally")]
)
def test_what_can_not_be_timed_is_told(recorded, reason):
    assert reason in measure(pair(slow, fast), recorded)
    assert "returns normally" in measure(pair(fails, fails), calls((1,)))


def test_a_record_survives():
    verdict = Verdict(FUNC, 3, 100, 97, (Mismatch("f(1)", "1", "2"),), "a note")
    timing = Timing(FUNC, 0.1, 0.2, (0.05, 0.15), (0.1, 0.3), 9)
    for one in (timing, None):
        data = json.loads(json.dumps(to_data(verdict, one)))
        assert from_data(data) == (verdict, one)


@pytest.mark.parametrize("data", [None, {}, {"version": 2}, {"version": 1, "function": [1]}, []])
def test_a_foreign_record_is_refused(data):
    with pytest.raises(ValueError, match=r"proof record|unpack"):
        from_data(data)


def test_a_child_reports_in_order_and_ends_by_itself():
    ended = run_apart(lambda send: [send(1.0, ["number", i]) for i in range(1000)] and None)
    assert ended.problem == ""
    assert list(ended.events) == [["number", i] for i in range(1000)]


def test_a_child_that_fails_says_why():
    def job(send):
        send(1.0, ["begun"])
        raise ValueError("no")

    ended = run_apart(job)
    assert ended.problem == "failed: ValueError('no')"


def test_a_child_that_is_overdue_is_ended():
    def job(send):
        send(0.2, ["begun"])
        time.sleep(60)

    started = time.monotonic()
    ended = run_apart(job)
    assert ended.problem == "hung"
    assert time.monotonic() - started < 5


def test_a_child_has_no_input():
    def job(send):
        try:
            input()
        except EOFError:
            send(1.0, ["no input"])

    assert run_apart(job).events == (["no input"],)
