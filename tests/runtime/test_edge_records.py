"""Instances at the Python edge: plain attributes only, wherever they are kept."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeAlias

import pytest

pytestmark = pytest.mark.rust

Bound: TypeAlias = Callable[..., Callable[..., Any]]


def original(*args: object) -> object:
    raise NotImplementedError(*args)


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


class Body:
    def __init__(self, x: object, vx: object, name: object) -> None:
        self.x = x
        self.vx = vx
        self.name = name


class Slotted:
    __slots__ = ("count", "items")

    def __init__(self, count: object, items: object) -> None:
        self.count = count
        self.items = items


CLASSES = (Body, Slotted)


def advance(bodies: list[Body], dt: float) -> None:
    for body in bodies:
        body.x += body.vx * dt  # type: ignore[operator]
        body.vx = -body.vx  # type: ignore[operator]


def test_instances_are_read_and_changed(bound: Bound) -> None:
    entry = bound("advance", classes=CLASSES)
    ours = [Body(float(i), 2.0, f"n{i}") for i in range(5)]
    theirs = [Body(float(i), 2.0, f"n{i}") for i in range(5)]
    assert entry(ours, 0.5) is None
    advance(theirs, 0.5)
    assert [exact(vars(body)) for body in ours] == [exact(vars(body)) for body in theirs]


def test_instances_that_are_not_plain_are_a_miss(bound: Bound) -> None:
    class Heir(Body):
        pass

    lame = Body(1.0, 2.0, "n")
    del lame.vx
    twice = Body(1.0, 2.0, "n")
    bad = [[Heir(1.0, 2.0, "n")], [lame], [twice, twice], [Body(1, 2.0, "n")], [None]]
    for bodies in bad:
        with pytest.raises(NotImplementedError):
            bound("advance", classes=CLASSES)(bodies, 0.5)


def test_slots_and_containers_inside_of_instances(bound: Bound) -> None:
    entry = bound("bump", classes=CLASSES)
    one, other = Slotted(5, [1]), Slotted(7, [2])
    items, others = one.items, other.items
    entry(one, other)
    assert (one.count, one.items, other.count, other.items) == (6, [1, 6], 7, [])
    assert one.items is items
    assert other.items is others
    unset = Slotted(1, [])
    del unset.count
    shared = Slotted(1, one.items)
    for pair in [(one, one), (one, shared), (one, unset), (one, None)]:
        with pytest.raises(NotImplementedError):
            bound("bump", classes=CLASSES)(*pair)


def test_a_class_may_change_under_a_slice(edge: ModuleType) -> None:
    class Plain:
        vx = 3.0

    def make() -> Plain:
        body = Plain()
        body.x, body.name = 1.0, "n"  # type: ignore[attr-defined]
        return body

    edge.bind("advance", original, (), (Plain, Slotted))
    body = make()
    # The default of the class is not an attribute of the instance.
    with pytest.raises(NotImplementedError):
        edge.advance([body], 1.0)
    body.vx = 3.0
    edge.advance([body], 1.0)
    assert exact(vars(body)) == exact({"x": 4.0, "name": "n", "vx": -3.0})
    body.vx = Plain.vx
    edge.advance([body], 1.0)
    assert exact(vars(body)) == exact({"x": 7.0, "name": "n", "vx": -3.0})
    Plain.x = property(lambda self: 5.0)  # type: ignore[attr-defined]
    with pytest.raises(NotImplementedError):
        edge.advance([body], 1.0)
    del Plain.x  # type: ignore[attr-defined]
    edge.advance([body], 1.0)
    Plain.__getattribute__ = lambda self, name: 1.0  # type: ignore[method-assign]
    with pytest.raises(NotImplementedError):
        edge.advance([body], 1.0)
    del Plain.__getattribute__
    Plain.__setattr__ = lambda self, name, value: None  # type: ignore[method-assign]
    with pytest.raises((NotImplementedError, SystemError)):
        edge.advance([body], 1.0)
    assert body.vx == 3.0


def disturb(body: Any, rng: random.Random) -> None:
    """What programs do to instances."""
    match rng.randrange(9):
        case 0:
            vars(body)
        case 1:
            if hasattr(body, "x"):
                del body.x
                body.x = rng.random()
        case 2:
            body.__dict__ = dict(reversed(vars(body).items()))
        case 3:
            for number in range(rng.randrange(60)):
                setattr(body, f"extra{number}", number)
        case 4:
            body.__dict__.pop("vx", None)
        case 5:
            body.__dict__["x"] = rng.random()
        case 6:
            body.name = rng.choice(["n", "€", 5])
        case 7:
            body.__dict__.clear()
        case _:
            body.vx = rng.random()


@pytest.mark.parametrize("seed", range(30))
def test_instances_in_any_state(edge: ModuleType, seed: int) -> None:
    class Loose:
        pass

    class Weak:
        __slots__ = ("__dict__", "__weakref__")

    rng = random.Random(seed)
    for cls in (Body, Loose, Weak):
        edge.bind("peek", original, (), (cls, Slotted))
        for _ in range(300):
            body: Any = cls.__new__(cls)
            for name in rng.sample(["x", "vx", "name"], 3):
                setattr(body, name, "n" if name == "name" else rng.random())
            for _ in range(rng.randrange(4)):
                disturb(body, rng)
            wanted = [vars(body).get(name) for name in ("x", "vx", "name")]
            expected: object = tuple(wanted)
            if [type(value) for value in wanted] != [float, float, str]:
                expected = NotImplementedError
            edge.switch("peek", True)
            try:
                actual: object = edge.peek(body)
            except NotImplementedError:
                actual = NotImplementedError
            assert actual == expected


def test_an_instance_that_nobody_changes_may_stand_twice(bound: Bound) -> None:
    entry = bound("span", classes=CLASSES)
    point = Body(1.5, None, None)
    assert entry([point, point, Body(2.0, 1, 1)], [0]) == 6.0
    with pytest.raises(NotImplementedError):
        bound("span", classes=CLASSES)([point, None], [0])


def test_instances_made_inside(bound: Bound) -> None:
    body, slotted = bound("make_body", classes=CLASSES)(1.0, 2.0, "€")
    assert type(body) is Body
    assert exact(vars(body)) == exact({"x": 1.0, "vx": 2.0, "name": "€"})
    assert type(slotted) is Slotted
    assert (slotted.count, slotted.items) == (1, [2, 3])
