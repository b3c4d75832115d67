"""Recorded arguments: what is kept comes back equal; what is unsafe, large or slow is not kept."""

import pickle
import time

import pytest

from ferrule.profile import keep
from ferrule.profile.keep import Keeper
from ferrule.profile.shape import type_of


class Plain:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return type(other) is Plain and vars(other) == vars(self)

    __hash__ = None


class Slotted:
    __slots__ = ("a", "b")


class Child(Slotted):
    pass


class Reduced:
    def __reduce__(self):
        raise AssertionError("code of the user's ran")


class Stated:
    def __getstate__(self):
        raise AssertionError("code of the user's ran")


def kept(*arguments):
    types = tuple(type_of(one, {}) for one in arguments)
    return Keeper().keep(arguments, types)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (1, 2.5, "a", None, True, b"x", range(3)),
        ([[1.0], [2.0]], {"a": {1, 2}}, (1, (2,))),
        (Plain([1, Plain(None)]), Plain({})),
        (2**100, float("inf")),
    ],
)
def test_kept_arguments_come_back(arguments):
    assert arguments == pickle.loads(kept(*arguments))


def test_slots_come_back():
    value = Child()
    value.a, value.extra = 1, 2
    back = pickle.loads(kept(value))[0]
    assert (type(back), back.a, back.extra, hasattr(back, "b")) == (Child, 1, 2, False)


def test_shared_values_stay_shared():
    inner = [1]
    first, second = pickle.loads(kept([inner, inner], inner))
    assert first[0] is first[1] is second


@pytest.mark.parametrize("value", [Reduced(), Stated(), iter([]), object()])
def test_unsafe_values_are_not_kept(value):
    assert kept(value) is None
    assert kept([1] * 3000 + [value]) is None  # where a sample does not see it


def test_large_values_are_not_kept():
    assert kept(["x" * 100] * 50_000) is None or len(kept(["x" * 100] * 50_000)) <= keep.ONE
    assert kept(list(range(10**6, 2 * 10**6))) is None


def test_estimates_are_near_the_truth():
    for value in (
        [1] * 1000,
        ["abc" * 5] * 10,
        {i: float(i) for i in range(500)},
        [[1.0] * 9] * 99,
    ):
        fresh = eval(repr(value))
        assert 0.3 < keep.estimate(fresh) / len(pickle.dumps(fresh)) < 5


class Link:
    def __init__(self, value, following):
        self.value = value
        self.next = following
        self.before = None


def test_long_chains_of_instances_are_kept():
    last = first = Link(0, None)
    for value in range(1, 3000):
        first = Link(value, first)
        first.next.before = first
    back, end = pickle.loads(kept(first, last))
    values = []
    one = back
    while one:
        values.append(one.value)
        assert one.next is None or one.next.before is one
        one = one.next
    assert values == list(range(2999, -1, -1))
    assert end.value == 0 and end.before.next is end


def test_a_long_chain_that_is_hashed_is_not_kept():
    chain = Link(0, None)
    for value in range(1, 3000):
        chain = Link(value, chain)
    assert kept({chain: 1}) is None


def test_an_estimate_counts_instances_once():
    chain = Link(0, None)
    for value in range(1, 1000):
        chain = Link(value, chain)
        chain.next.before = chain
    assert keep.estimate([chain] * 20) < keep.ONE
    assert keep.estimate([Link(i, None) for i in range(10**6)]) > keep.ONE


def test_no_more_than_the_time_allowed():
    keeper, began = Keeper(), time.perf_counter()
    value = ([float(i) for i in range(50_000)],)
    types = tuple(type_of(one, {}) for one in value)
    count = sum(keeper.keep(value, types) is not None for _ in range(200))
    spent = time.perf_counter() - began
    assert 0 < count < 200
    assert spent < 1.0
