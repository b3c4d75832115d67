"""Values at the Python edge: what goes in comes out, exactly; other types run the original."""

from __future__ import annotations

import math
import sys
from collections import Counter, OrderedDict
from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeAlias

import pytest

pytestmark = pytest.mark.rust

Bound: TypeAlias = Callable[..., Callable[..., Any]]


def exact(value: object) -> object:
    """A value with everything that `==` does not see."""
    match value:
        case float():
            return ("float", math.copysign(1.0, value), "nan" if value != value else value)
        case list() | tuple():
            return (type(value).__name__, [exact(item) for item in value])
        case dict():
            return ("dict", [(exact(key), exact(item)) for key, item in value.items()])
        case _:
            return (type(value).__name__, value)


class Text(str):
    __slots__ = ()


class Whole(int):
    pass


class Real(float):
    pass


class Row(list):  # type: ignore[type-arg]
    pass


class Colour(IntEnum):
    RED = 1


INTS = [0, 1, -1, 255, 256, -5, -6, 2**30 - 1, 2**30, -(2**30), 2**60 - 1, 2**60, -(2**60)]
INTS += [2**63 - 1, -(2**63), 2**62, 10**18]
BIG_INTS = [
    sign * (2**power + more) for power in range(55, 200) for more in (-1, 0, 1) for sign in (1, -1)
] + [10**1000, -(3**999)]
FLOATS = [0.0, -0.0, 1.5, -1e308, 5e-324, math.inf, -math.inf, math.nan]
TEXTS = ["", "a", "é", "ÿ", "Ā", "€", "\U0001f600", "\ud800", "x" * 22, "x" * 23, "é" * 30]
TEXTS += [
    "a€" * 20,
    "a\U0001f600b",
    "\0",
    "\udfff\U0001f600",
    "日本語",
    "abcdefghijklmnopqrstuvwxyz",
]
ROUND_TRIPS: list[tuple[str, list[object]]] = [
    ("echo_int", [*INTS]),
    ("echo_float", [*FLOATS]),
    ("echo_bool", [True, False]),
    ("echo_none", [None]),
    ("echo_str", [*TEXTS]),
    ("echo_char", [text for text in TEXTS if len(text) == 1]),
    ("echo_optional", [None, *INTS]),
    ("echo_pair", [(1, (2.0, "x")), (-1, (math.nan, "€"))]),
    ("echo_ints", [[], [1], INTS, list(range(1000))]),
    ("echo_floats", [[], FLOATS]),
    ("echo_strs", [[], TEXTS]),
    ("echo_rows", [[], [[]], [[1], [], [2, 3]]]),
    ("echo_many", [(True, None, 1, -0.0, "x", "€", [True, False], None)]),
    ("echo_dict", [{}, {"a": 1, "€": 2, "": 3}, {str(i): i for i in range(1000)}]),
    ("echo_nested", [{(1, True): [1.0], (1, False): []}]),
    ("echo_big", [*INTS, *BIG_INTS]),
    ("echo_number", [*INTS, *FLOATS]),
    ("echo_numbers", [{}, {1: [1, 1.0, -0.0], 10**40: [0]}]),
]
MISSES: list[tuple[str, list[object]]] = [
    ("echo_int", [True, 1.0, "1", None, 2**63, -(2**63) - 1, 10**30, Whole(1), Colour.RED, [1]]),
    ("echo_float", [1, True, "1.0", None, Real(1.0), 1j]),
    ("echo_bool", [1, 0, None, "", 1.0]),
    ("echo_none", [0, False, (), ""]),
    ("echo_str", [Text("x"), b"x", 1, None, ["x"]]),
    ("echo_char", ["", "ab", "€€", Text("x"), 97, b"a"]),
    ("echo_optional", [False, 1.0, "None"]),
    (
        "echo_pair",
        [(1, 2.0), (1, (2.0, "x"), 3), [1, (2.0, "x")], (1, (2, "x")), (True, (2.0, ""))],
    ),
    ("echo_ints", [(), None, [1, True], [1, 2.0], [2**63], Row(), range(3), [None]]),
    ("echo_rows", [[1], [[1], (2,)], [[1], [True]], [Row()]]),
    ("echo_dict", [Counter("a"), OrderedDict(), {"a": True}, {1: 1}, {"a": 1.0}, {Text("a"): 1}]),
    ("echo_big", [True, 1.0, Whole(10**30), "1", None]),
    ("echo_number", [True, "1", None, Whole(1), Real(1.0), 2**63, 1j]),
    ("echo_numbers", [{True: [1]}, {1: [True]}, {1: [2**63]}]),
    ("echo_nested", [{(1, 1): [1.0]}, {(True, True): []}, {(1, True): [1]}]),
]


@pytest.mark.parametrize(("name", "values"), ROUND_TRIPS)
def test_values_come_out_as_they_went_in(bound: Bound, name: str, values: list[object]) -> None:
    entry = bound(name)
    for value in values:
        assert exact(entry(value)) == exact(value)


@pytest.mark.parametrize(("name", "values"), MISSES)
def test_other_types_run_the_original(bound: Bound, name: str, values: list[object]) -> None:
    for value in values:
        entry = bound(name)
        with pytest.raises(NotImplementedError) as missed:
            entry(value)
        assert missed.value.args[0] is value


def test_every_text_has_the_interpreters_own_form(bound: Bound) -> None:
    entry = bound("echo_str")
    for text in TEXTS:
        assert sys.getsizeof(entry(text)) == sys.getsizeof("".join(list(text)))
    char = bound("echo_char")
    for text in ("a", "ÿ"):
        assert char(text) is chr(ord(text))


def test_an_object_keeps_its_identity(bound: Bound) -> None:
    thing = object()
    assert bound("echo_object")(thing) is thing
