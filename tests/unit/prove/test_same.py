"""Equal means equal to everybody who looks: values, types, signs, order, identity."""

from __future__ import annotations

import collections
import decimal
import functools
import itertools
import math
import random
import re
import struct
import sys
import threading
from pathlib import Path

import pytest

from ferrule.prove.graph import Incomparable
from ferrule.prove.observed import Observed
from ferrule.prove.quick import is_surely_equal
from ferrule.prove.same import changeable_in, difference

sys.path.insert(0, str(Path(__file__).parent))
import versions as v


def seen(returned=None, arguments=(), inside=None, raised=None, printed=""):
    inside = changeable_in(arguments) if inside is None else inside
    return Observed(returned, raised, tuple(arguments), inside, printed)


def differs(first, second):
    return difference(seen(first), seen(second))


def cyclic(value):
    made = [value]
    made.append(made)
    return made


def shared(count):
    row = [0]
    return [row] * count


def node(depth):
    made = None
    for number in range(depth):
        made = v.Point(number, made)
    return made


NAN_WITH_PAYLOAD = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000123))[0]

SAME = [
    lambda: 1,
    lambda: math.nan,
    lambda: [0.0, -0.0, math.nan, math.inf],
    lambda: [1, True, "a", None, 1.5],
    lambda: (1, [2, {"a": {3}}]),
    lambda: {1: "a", "b": [1]},
    lambda: {5, 3, 1, "x"},
    lambda: frozenset({(1, 2), (3, 4)}),
    lambda: cyclic(1),
    lambda: shared(3),
    lambda: node(5000),
    lambda: v.Slotted(1.0, [2.0]),
    lambda: collections.deque([1, [2]], maxlen=4),
    lambda: collections.defaultdict(list, {1: [2]}),
    lambda: collections.OrderedDict([(1, 2), (3, 4)]),
    lambda: collections.Counter("hello"),
    lambda: bytearray(b"ab"),
    lambda: ValueError("a", 1),
    lambda: range(1, 9, 2),
    lambda: functools.partial(len, [1]),
    object,
    lambda: complex(1, -0.0),
    lambda: random.Random(5),
    lambda: v.Point.__init__,
    lambda: len,
    lambda: v.Point,
    lambda: "\ud800",
    lambda: 2**100,
]


@pytest.mark.parametrize("make", SAME)
def test_a_value_equals_its_like(make):
    assert differs(make(), make()) is None


DIFFERENT = [
    (1, True),
    (1, 1.0),
    (0.0, -0.0),
    (1.0, math.nan),
    (complex(0.0, 0.0), complex(0.0, -0.0)),
    ([1, 2], [1, 3]),
    ([1, 2], [1, 2, 3]),
    ([1, 2], (1, 2)),
    ([0, 1], [False, 1]),
    ([0.0] * 9, [0.0] * 8 + [-0.0]),
    ([1] * 9, [1] * 8 + [1.0]),
    ({1: 2, 3: 4}, {3: 4, 1: 2}),
    ({1: 2}, {True: 2}),
    ({1: 2}, {1: 2.0}),
    ({1, 2}, {1, 3}),
    ({8, 0}, {0, 8}),
    (frozenset({8, 0}), frozenset({0, 8})),
    (range(3), range(0, 3, 2)),
    (range(0), range(1, 1)),
    ("a", "b"),
    ("a", b"a"),
    (None, 0),
    (ValueError("a"), ValueError("b")),
    (ValueError("a"), KeyError("a")),
    (v.Point(1.0, 2.0), v.Point(1.0, 3.0)),
    (v.Point(1.0, 2.0), v.Slotted(1.0, 2.0)),
    (v.Slotted(1.0, 2.0), v.Slotted(1.0, -2.0)),
    (shared(2), [[0], [0]]),
    (cyclic(1), [1, [1, 1]]),
    (cyclic(1), [1, cyclic(1)]),
    (collections.Counter("ab"), {"a": 1, "b": 1}),
    (collections.defaultdict(list), collections.defaultdict(int)),
    (collections.deque([1]), collections.deque([2])),
    (random.Random(5), random.Random(6)),
    (node(50), node(51)),
    (len, max),
    (functools.partial(len, [1]), functools.partial(len, [2])),
]


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_a_difference_is_found_both_ways(first, second):
    assert differs(first, second)
    assert differs(second, first)


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_the_short_way_takes_nothing_different_for_equal(first, second):
    assert not is_surely_equal(seen(first), seen(second))
    assert not is_surely_equal(seen(None, [first]), seen(None, [second]))


def test_the_short_way_takes_plain_exceptions():
    def raised(error):
        return seen(raised=error, arguments=([1],))

    assert is_surely_equal(raised(KeyError(1)), raised(KeyError(1)))
    assert not is_surely_equal(raised(KeyError(1)), raised(KeyError(True)))
    assert not is_surely_equal(raised(KeyError(1)), raised(ValueError(1)))
    assert not is_surely_equal(raised(KeyError(1)), seen(arguments=([1],)))
    assert not is_surely_equal(raised(KeyError([1])), raised(KeyError([1])))
    noted = KeyError(1)
    noted.add_note("more")
    assert not is_surely_equal(raised(noted), raised(KeyError(1)))


def test_the_short_way_sees_which_object_is_which():
    row = [(1, 2.0)]
    assert is_surely_equal(seen(row, [row]), seen(row, [row]))
    assert not is_surely_equal(seen(row, [row]), seen(list(row), [row]))
    point, other = v.Point(1, [2.0]), v.Point(1, [2.0])
    assert is_surely_equal(seen([point, point]), seen([other, other]))
    assert not is_surely_equal(seen([point, point]), seen([point, other]))


def test_any_nan_equals_any_nan():
    assert differs(math.nan, NAN_WITH_PAYLOAD) is None
    assert differs([math.nan, 1.0], [NAN_WITH_PAYLOAD, 1.0]) is None
    assert differs(math.nan, -math.nan) is None


def test_patterns_are_compared_by_what_they_match():
    first = re.compile(str(random.random()))
    assert differs(first, re.compile(first.pattern)) is None
    assert differs(first, re.compile(first.pattern, re.IGNORECASE)) is not None
    assert differs(first, re.compile(first.pattern.encode())) is not None


@pytest.mark.parametrize(
    "make",
    [
        lambda: iter([1]),
        lambda: (x for x in ()),
        lambda: itertools.count(random.random()),
        lambda: decimal.Decimal(1),
        lambda: threading.Lock(),
        lambda: {v.Point(1, 2), v.Point(3, 4)},
    ],
)
def test_hidden_state_is_not_taken_for_equal(make):
    first, second = make(), make()
    with pytest.raises(Incomparable):
        differs(first, second)


def test_dict_order_and_keys_are_named():
    assert differs({"a": 1}, {"a": 2}) == "result['a']: 1 against 2"
    assert differs([{"x": (1, [2])}], [{"x": (1, [3])}]) == "result[0]['x'][1][0]: 2 against 3"


def test_which_argument_comes_back_matters():
    def run(pick):
        arguments = [1], [1]
        inside = changeable_in(arguments)
        return seen(pick(arguments), arguments, inside)

    assert difference(run(lambda a: a[0]), run(lambda a: a[0])) is None
    assert "not the same object" in difference(run(lambda a: a[0]), run(lambda a: a[1]))
    assert "not the same object" in difference(run(lambda a: a[0]), run(lambda a: [1]))
    assert "not the same object" in difference(run(lambda a: [1]), run(lambda a: a[0]))


def test_changed_arguments_are_compared():
    def run(change):
        arguments = ([[1], [2]], {})
        inside = changeable_in(arguments)
        change(arguments)
        return seen(None, arguments, inside)

    def nothing(arguments):
        return None

    def removed_and_changed(arguments):
        arguments[0].pop().append(3)

    def removed(arguments):
        arguments[0].pop()

    def replaced(arguments):
        arguments[0][0] = [1]

    changes = [nothing, removed, removed_and_changed, replaced]
    for first in changes:
        for second in changes:
            found = difference(run(first), run(second))
            assert (found is None) == (first is second), (first, second, found)


def test_what_is_raised_and_printed_is_compared():
    def raised(kind, *args):
        return seen(raised=kind(*args))

    assert difference(raised(ValueError, "a"), raised(ValueError, "a")) is None
    assert difference(raised(ValueError, "a"), raised(ValueError, "b"))
    assert difference(raised(ValueError, "a"), raised(TypeError, "a"))
    assert difference(raised(ValueError, "a"), seen())
    assert difference(seen(), raised(ValueError, "a"))
    assert difference(seen(printed="a\n"), seen(printed="a\n")) is None
    assert difference(seen(printed="a\n"), seen(printed="a"))
    chained = ValueError("a")
    chained.__cause__ = KeyError("b")
    assert difference(raised(ValueError, "a"), seen(raised=chained))


def test_long_flat_lists_are_compared_to_the_end():
    long = [float(number) for number in range(300_000)]
    assert differs(long, list(long)) is None
    other = list(long)
    other[-1] = -other[-1]
    assert "result[299999]" in differs(long, other)


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (1, 2),
        ("a", "b"),
        (0.0, -0.0),
        ((1, 0.0), (1, -0.0)),
        ((1, "a"), (True, "a")),
        ((1, 2.0), (1.0, 2)),
        ((1,), (1, 1)),
        ((1, (2,)), (1, (3,))),
        (None, False),
    ],
)
def test_large_containers_are_compared_by_columns_and_exactly(value, other):
    rows = [value] * 1000
    assert differs(rows, list(rows)) is None
    assert differs(rows, [*rows[:-1], other])
    assert differs(dict(enumerate(rows)), dict(enumerate(rows))) is None
    assert differs(dict(enumerate(rows)), dict(enumerate([*rows[:-1], other])))
    assert differs({1: 2, value: 3}, {1: 2, other: 3})


def test_too_deep_is_too_deep_wherever_it_was_noticed():
    def deep(text, xs):
        return seen(raised=RecursionError(text), arguments=(xs,))

    assert difference(deep("maximum", [1]), deep("maximum in comparison", [1, 2])) is None
    assert difference(deep("maximum", [1]), seen(arguments=([1],)))
