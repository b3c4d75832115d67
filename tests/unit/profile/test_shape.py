"""The exact types of values, whatever way they are read."""

import gc
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import pytest

from ferrule.base.types import (
    BIGINT,
    BOOL,
    BYTES,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NONE,
    NUMBER,
    OBJECT,
    RANGE,
    STR,
    Dict,
    Function,
    List,
    OneOf,
    Optional,
    Set,
    Struct,
    Tuple,
)  # fmt: skip
from ferrule.base.types import (
    Frozen as FrozenOf,
)
from ferrule.profile.attributes import attributes
from ferrule.profile.shape import type_of


class Plain:
    def __init__(self, x):
        self.x = x


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


class Mixed(Slotted):
    def __init__(self, a, c):
        super().__init__(a)
        self.c = c


@dataclass
class Data:
    name: str
    parts: list


@dataclass(frozen=True, slots=True)
class Frozen:
    n: int


class Node:
    def __init__(self, value, next_node):
        self.value = value
        self.next = next_node


class IntChild(int):
    pass


class ListChild(list):
    pass


class Colour(Enum):
    RED = 1


class Pair(NamedTuple):
    a: int
    b: int


class Hooked:
    touched = 0

    def __getattribute__(self, name):
        Hooked.touched += 1
        return object.__getattribute__(self, name)


class Late:
    def __getattr__(self, name):
        raise AssertionError("was asked")


class WithProperty:
    def __init__(self):
        self._n = 1

    @property
    def n(self):
        raise AssertionError("was asked")


HERE = __name__
LOOP: list = []
LOOP.append(LOOP)
DEEP: list = []
for _ in range(50):
    DEEP = [DEEP]

VALUES = [
    (True, BOOL),
    (0, INT),
    (2**63 - 1, INT),
    (-(2**63), INT),
    (2**63, BIGINT),
    (-(2**63) - 1, BIGINT),
    (1.5, FLOAT),
    (1j, COMPLEX),
    ("é", STR),
    (b"x", BYTES),
    (None, NONE),
    (range(3), RANGE),
    ([], List(NEVER)),
    ([1, 2], List(INT)),
    ([1, 2**70], List(BIGINT)),
    ([1, 2.0], List(NUMBER)),
    ([1, True], List(OneOf(frozenset({INT, BOOL})))),
    ([1, None], List(Optional(INT))),
    ([[], [1]], List(List(INT))),
    ([None, [], [1.0]], List(Optional(List(FLOAT)))),
    (["a"] * 1999 + [None], List(Optional(STR))),
    ([1.0] * 50_000, List(FLOAT)),
    (list(range(100_000)), List(INT)),
    ((1, "a", ()), Tuple((INT, STR, Tuple(())))),
    (tuple(range(200)), OBJECT),
    ({1, 2}, Set(INT)),
    (frozenset({1}), FrozenOf(INT)),
    ({}, Dict(NEVER, NEVER)),
    ({"a": [1]}, Dict(STR, List(INT))),
    ({1: "a", "b": 2}, Dict(OneOf(frozenset({INT, STR})), OneOf(frozenset({INT, STR})))),
    (IntChild(3), OBJECT),
    (ListChild([1]), OBJECT),
    (Colour.RED, OBJECT),
    (Pair(1, 2), OBJECT),
    (ValueError("x"), OBJECT),
    (len, Function("builtins:len")),
    (type_of, Function("ferrule.profile.shape:type_of")),
    ([type_of], List(OBJECT)),
    (lambda x, y=1: x, OBJECT),
    (int, OBJECT),
    (object(), OBJECT),
    (Hooked(), OBJECT),
    (Late(), OBJECT),
    (iter([]), OBJECT),
    (LOOP, List(OBJECT)),
]


@pytest.mark.parametrize(
    ("value", "expected"), VALUES, ids=[str(index) for index in range(len(VALUES))]
)
def test_types(value, expected):
    assert expected == type_of(value, {})


def test_no_code_of_the_users_is_run():
    assert Hooked.touched == 0
    fields = {}
    assert Struct(f"{HERE}:WithProperty") == type_of(WithProperty(), fields)
    assert {f"{HERE}:WithProperty": {"_n": INT}} == fields


def test_too_deep_is_an_object():
    assert "object" in str(type_of(DEEP, {}))


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        (Plain(1), "Plain", {"x": INT}),
        ([Plain(1), Plain(None)], "Plain", {"x": Optional(INT)}),
        (Slotted(1), "Slotted", {"a": INT}),
        (Mixed(1, "c"), "Mixed", {"a": INT, "c": STR}),
        (Data("n", [1.0]), "Data", {"name": STR, "parts": List(FLOAT)}),
        (Frozen(3), "Frozen", {"n": INT}),
        (Node(1, Node(2, None)), "Node", {"value": INT, "next": Optional(Struct(f"{HERE}:Node"))}),
    ],
)
def test_fields(value, name, expected):
    fields = {}
    type_of(value, fields)
    assert {f"{HERE}:{name}": expected} == fields


def test_local_classes_have_no_name():
    class Local:
        pass

    assert type_of(Local(), {}) == OBJECT


def test_a_cycle_of_objects_ends():
    first = Node(1, None)
    first.next = first
    assert Struct(f"{HERE}:Node") == type_of(first, {})


def test_attributes_are_the_dict_and_the_slots():
    outside = Plain(1)
    outside.other = 2
    deleted = Plain(1)
    del deleted.x
    for value in (Plain([1]), outside, deleted, Data("n", []), WithProperty(), Node(1, None)):
        assert attributes(value) == value.__dict__
    assert attributes(Mixed(1, 2)) == {"a": 1, "c": 2}


def test_reading_makes_no_dict():
    """An instance that has no dict yet refers to its values, one that has refers to its dict."""
    value = Plain("text")
    attributes(value)
    assert not any(isinstance(one, dict) for one in gc.get_referents(value))


def test_a_long_chain_is_read_as_far_as_it_may_be():
    chain = Plain("the end")
    for _ in range(100):
        chain = Plain(chain)
    short, long = {}, {}
    type_of(chain, short, 10)
    type_of(chain, long)
    name = f"{__name__}:Plain"
    assert short[name]["x"] == Struct(name)
    assert long[name]["x"] != Struct(name)
