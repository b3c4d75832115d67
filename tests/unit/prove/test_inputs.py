"""Made inputs have the types that they should have, reach the edges, and are the same again."""

from __future__ import annotations

import itertools
import math
import pickle
import sys
from pathlib import Path

import pytest

from ferrule.base import types as t
from ferrule.prove.graph import is_changeable
from ferrule.prove.inputs import Shape, made_inputs, recorded_inputs

sys.path.insert(0, str(Path(__file__).parent))
import versions as v

FIELDS = {
    "versions:Point": {"x": t.FLOAT, "y": t.FLOAT},
    "versions:Slotted": {"x": t.FLOAT, "y": t.Optional(t.Struct("versions:Slotted"))},
}


def made(types, *recorded, count=300, seed=0, banned=()):
    shape = Shape(types, FIELDS)
    raws = [pickle.dumps(call) for call in recorded]
    found = made_inputs(raws, shape, seed, lambda label: label in banned)
    return list(itertools.islice(found, count))


def fits(type_, value):
    match type_:
        case t.INT:
            return type(value) is int
        case t.FLOAT:
            return type(value) is float
        case t.STR:
            return type(value) is str
        case t.BOOL:
            return type(value) is bool
        case t.List(element):
            return type(value) is list and all(fits(element, item) for item in value)
        case t.Set(element):
            return type(value) is set and all(fits(element, item) for item in value)
        case t.Dict(key, inner):
            return type(value) is dict and all(
                fits(key, k) and fits(inner, x) for k, x in value.items()
            )
        case t.Tuple(items):
            return type(value) is tuple and all(map(fits, items, value))
        case t.Optional(inner):
            return value is None or fits(inner, value)
        case t.Struct(name):
            fields = FIELDS[name]
            return type(value).__name__ == name.partition(":")[2] and all(
                fits(kind, getattr(value, field)) for field, kind in fields.items()
            )
    raise AssertionError(type_)


TYPES = [
    ((t.INT,), (5,)),
    ((t.FLOAT, t.INT), (1.5, 2)),
    ((t.STR,), ("hello",)),
    ((t.List(t.INT),), ([1, 2, 3],)),
    ((t.List(t.List(t.FLOAT)),), ([[1.0], [2.0]],)),
    ((t.Dict(t.STR, t.List(t.INT)),), ({"a": [1]},)),
    ((t.Set(t.INT), t.BOOL), ({1, 2}, True)),
    ((t.Tuple((t.INT, t.List(t.STR))),), ((1, ["a"]),)),
    ((t.Optional(t.INT),), (None,)),
    ((t.List(t.Struct("versions:Point")),), ([v.Point(1.0, 2.0)],)),
    ((t.Struct("versions:Slotted"),), (v.Slotted(1.0, v.Slotted(2.0, None)),)),
]


@pytest.mark.parametrize(("types", "call"), TYPES)
@pytest.mark.parametrize("is_witnessed", [True, False])
def test_inputs_fit_their_types_unless_they_are_odd(types, call, is_witnessed):
    inputs = made(types, *[call] * is_witnessed)
    assert len({given.raw for given in inputs}) == len(inputs) >= 10
    for given in inputs:
        if given.label != "odd":
            assert all(map(fits, types, given.copy())), given
    if inputs[0].label:
        odd = [given.copy() for given in inputs if given.label == "odd"]
        assert any(not all(map(fits, types, call)) for call in odd)


def test_the_edges_of_numbers_and_texts_come_up():
    ints = {given.copy()[0] for given in made((t.INT,), (5,))}
    assert {0, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 2**70} <= ints
    floats = [given.copy()[0] for given in made((t.FLOAT,), (5.0,))]
    found = set(map(repr, floats))
    assert {"-0.0", "0.0", "nan", "inf", "-inf", "5e-324", "1.7976931348623157e+308"} <= found
    texts = {given.copy()[0] for given in made((t.STR,), ("abc",))}
    assert {"", "ß", "\ud800", "😀", "\x00"} <= texts


def test_odd_values_come_up():
    odd = [given.copy()[0] for given in made((t.INT,), (5,)) if given.label == "odd"]
    kinds = {type(value).__name__ for value in odd}
    assert {"bool", "float", "NoneType", "OddInt"} <= kinds
    assert any(type(value) is int and value > 2**63 for value in odd)


def test_one_object_comes_up_in_two_places():
    two = made((t.List(t.INT), t.List(t.INT)), ([1], [2]))
    assert any(first is second for first, second in (given.copy() for given in two))
    rows = made((t.List(t.List(t.INT)),), ([[1], [2]],))
    assert any(
        len(set(map(id, grid))) < len(grid)
        for (grid,) in (given.copy() for given in rows)
        if type(grid) is list and all(map(is_changeable, grid))
    )


def test_two_lists_are_often_of_one_length():
    rows = t.List(t.FLOAT)
    pairs = [one.copy() for one in made((rows, rows), count=100)]
    lists = [(a, b) for a, b in pairs if type(a) is type(b) is list and len(a) > 1]
    assert sum(len(a) == len(b) for a, b in lists) > len(lists) // 4


def test_sizes_stay_near_to_those_witnessed():
    for given in made((t.List(t.INT),), ([3, 4, 5, 6],)):
        (xs,) = given.copy()
        assert xs is None or len(xs) <= 20
        if given.label in ("varied", "fresh"):
            assert sum(abs(x) > 30 for x in xs) <= 3


def test_the_same_seed_makes_the_same_inputs():
    types = (t.List(t.INT), t.FLOAT)
    first, second = (made(types, ([1], 2.0), seed=7) for _ in range(2))
    assert first == second
    assert made(types, ([1], 2.0), seed=8) != first


def test_copies_share_nothing_with_each_other_but_all_inside():
    row = [1]
    (given,) = recorded_inputs([pickle.dumps(([row, row], row))])
    first, second = given.copy(), given.copy()
    assert first == second
    assert first[0][0] is first[0][1] is first[1]
    assert first[1] is not second[1]


def test_banned_kinds_are_left_out():
    labels = {given.label for given in made((t.INT, t.INT), (1, 2), banned=("edge 0", "odd"))}
    assert "edge 1" in labels
    assert not labels & {"edge 0", "odd"}


def test_recorded_calls_that_do_not_unpickle_or_fit_are_passed_over():
    shape = Shape((t.INT,), {})
    raws = [b"not a pickle", pickle.dumps([1]), pickle.dumps((1, 2)), pickle.dumps((7,))]
    found = list(itertools.islice(made_inputs(raws, shape, 0, lambda _: False), 50))
    assert all(len(given.copy()) == 1 for given in found)


def test_values_of_unknown_types_come_from_witnessed_calls_only():
    assert made((t.OBJECT,)) == []
    found = made((t.OBJECT, t.INT), (len, 3))
    assert found
    assert {given.copy()[0] for given in found} <= {len, None}


def test_no_parameters_no_inputs_but_one():
    assert [given.copy() for given in made((), ())] in ([], [()])
    assert math.isclose(1.0, 1.0)
