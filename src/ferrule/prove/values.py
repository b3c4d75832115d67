"""Values made from types: near to what was witnessed, or on the edges of the type.

In: a type, the place it stands at, and the scene (chance, hints, attributes of classes). Out: one
value of exactly that type. The same seed makes the same values.
"""

from __future__ import annotations

import builtins
import math
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from ferrule.base import types as t
from ferrule.base.functions import function_of
from ferrule.prove import arrays
from ferrule.prove.hints import ELEMENT, KEY, VALUE, Hints, Place

INTS = (
    0, 1, -1, 2, -2, 3, 7, 10, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**32, 2**53,
    2**53 + 1, -(2**53) - 1, 2**62, 2**63 - 1, -(2**63), 2**63, -(2**63) - 1, 2**70, -(2**70),
)  # fmt: skip
FLOATS = (
    0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.1, math.nan, math.inf, -math.inf, 5e-324, -5e-324,
    sys.float_info.min, sys.float_info.max, 1e16, 1e-7, 2.0**53, 2.0**63, -(2.0**63), 1e300,
)  # fmt: skip
TEXTS = (
    "", " ", "a", "Z", "0", "-1", "ab", "aa", "a b", " a ", "\n", "a\nb\r\n", "\t", "\x00", "\x7f",
    "é", "ß", "İ", "ǅ", "Σς", "\xa0", "\u2003", "٣", "½", "日本", "e\u0301", "\ud800", "😀", "a😀b",
    "abc" * 20,
)  # fmt: skip
_LETTERS = "abcdeABC012 ,.-é日😀"
_SMALL_INT, _LARGE_INT = -4, 12
_LONGEST = 200
_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """What values are made from."""

    random: Random
    hints: Hints
    fields: Mapping[str, Mapping[str, t.Type]]  # class `module:qualname` -> attribute -> type


class CantMake(Exception):
    """No value of this type can be made from nothing."""


def near(scene: Scene, type_: t.Type, place: Place, depth: int = 0) -> object:
    """A value like those witnessed at that place."""
    match type_:
        case t.Array():
            return arrays.made(scene.random, type_, scene.hints.at((*place, ELEMENT)).numbers)
        case t.Scalar() if type_ in t.NUMPY_NUMBERS:
            return arrays.made(scene.random, type_, scene.hints.at(place).numbers)
        case t.Scalar():
            return _near_scalar(scene, type_, place)
        case t.Optional(inner):
            is_none = depth >= _DEPTH or scene.random.random() < 0.25
            return None if is_none else near(scene, inner, place, depth + 1)
        case t.Tuple(items):
            return tuple(
                near(scene, item, (*place, str(index)), depth + 1)
                for index, item in enumerate(items)
            )
        case t.List(element):
            return _row(scene, element, place, depth)
        case t.Row(element):
            return tuple(_row(scene, element, place, depth))
        case t.Deque(element):
            row = _row(scene, element, place, depth)
            return deque(row, scene.random.choice((None, None, None, len(row) + 1)))
        case t.Set(element):
            return set(_row(scene, element, place, depth))
        case t.Frozen(element):
            return frozenset(_row(scene, element, place, depth))
        case t.Dict(key, value):
            keys = _row(scene, key, place, depth, KEY)
            made = {k: near(scene, value, (*place, VALUE), depth + 1) for k in keys}
            return of_kind(type_.kind, made)
        case t.Struct(name):
            return _instance(scene, name, place, depth)
        case t.Function(name) if (function := function_of(name)) is not None:
            return function
        case t.OneOf(members):
            return near(scene, scene.random.choice(sorted(members, key=str)), place, depth)
        case _:
            raise CantMake(f"a value of the type {type_}")


def of_kind(kind: str, items: dict[object, object]) -> object:
    """A dict of this kind."""
    name, _, factory = kind.partition(" ")
    if name == "Counter":
        return Counter(items)
    if name == "defaultdict":
        return defaultdict(vars(builtins)[factory], items)
    return items


def edge(scene: Scene, type_: t.Type, place: Place) -> object:
    """A value on an edge of its type: zero, the largest, empty, one element, not a number."""
    choose = scene.random.choice
    if isinstance(type_, t.Array) or type_ in t.NUMPY_NUMBERS:
        return arrays.edge_of(scene.random, type_)
    match type_:
        case t.INT | t.BIGINT:
            return choose(INTS)
        case t.FLOAT:
            return choose(FLOATS)
        case t.NUMBER:
            return choose(INTS + FLOATS)
        case t.STR:
            return choose(TEXTS)
        case t.CHAR:
            return choose([text for text in TEXTS if len(text) == 1])
        case t.List(element):
            return choose(([], [near(scene, element, (*place, ELEMENT), 1)]))
        case t.Row(element):
            return tuple([near(scene, element, (*place, ELEMENT), 1)] * choose((0, 1)))
        case t.Deque(element):
            return deque([near(scene, element, (*place, ELEMENT), 1)] * choose((0, 1)))
        case t.Set(element):
            return choose((set(), {near(scene, element, (*place, ELEMENT), 1)}))
        case t.Frozen(element):
            return choose((frozenset(), frozenset({near(scene, element, (*place, ELEMENT), 1)})))
        case t.Dict(kind=kind):
            return of_kind(kind, {})
        case t.Optional():
            return None
        case t.OneOf(members):
            return edge(scene, scene.random.choice(sorted(members, key=str)), place)
        case _:
            return near(scene, type_, place)


def length_near(scene: Scene, place: Place) -> int:
    """A length like those witnessed at that place."""
    lengths = scene.hints.at(place).lengths
    if not lengths:
        return scene.random.randint(0, 6)
    longest = min(max(lengths), _LONGEST)
    if scene.random.random() < 0.1:
        return scene.random.randint(0, min(longest * 2 + 8, _LONGEST))
    return scene.random.choice(
        (0, 1, 2, min(min(lengths), longest), longest, scene.random.randint(0, longest + 1))
    )


def _near_scalar(scene: Scene, type_: t.Scalar, place: Place) -> object:
    match type_:
        case t.BOOL:
            return scene.random.random() < 0.5
        case t.INT | t.BIGINT:
            return _int(scene, place)
        case t.FLOAT:
            return _float(scene, place)
        case t.NUMBER | t.MIXED | t.MIXED_INT:
            if type_ != t.NUMBER and scene.random.random() < 0.5:
                numpy = t.FLOAT64 if type_ == t.MIXED else t.INT64
                return arrays.made(scene.random, numpy, scene.hints.at(place).numbers)
            if type_ == t.MIXED_INT:
                return _int(scene, place)
            return (_int if scene.random.random() < 0.5 else _float)(scene, place)
        case t.COMPLEX:
            return complex(_float(scene, place), _float(scene, place))
        case t.STR:
            return _text(scene, place)
        case t.CHAR:
            return scene.random.choice(_LETTERS)
        case t.BYTES:
            return scene.random.randbytes(length_near(scene, place))
        case t.NONE:
            return None
        case t.RANGE:
            return range(_int(scene, place), _int(scene, place), scene.random.choice((1, 2, -1)))
        case t.RANDOM:
            return Random(scene.random.randrange(2**32))
        case t.NEVER:
            raise CantMake("a value of a place that was always empty")
        case _:
            raise CantMake(f"a value of the type {type_}")


def _int(scene: Scene, place: Place) -> int:
    seen = [int(number) for number in scene.hints.at(place).numbers if abs(number) < math.inf]
    if not seen:
        return scene.random.randint(_SMALL_INT, _LARGE_INT)
    low, high = min(seen), max(seen)
    choice = scene.random.random()
    if choice < 0.35:
        return scene.random.choice(seen)
    if choice < 0.75:
        return scene.random.randint(min(low, 0) if choice < 0.6 else low, high)
    if choice < 0.85:
        return scene.random.randint(-abs(high) - 10, abs(high) * 2 + 10)
    return scene.random.choice((low - 1, high + 1, 0, 1, -1, -high))


def _float(scene: Scene, place: Place) -> float:
    seen = [number for number in scene.hints.at(place).numbers if abs(number) < math.inf]
    if not seen:
        return scene.random.choice((scene.random.uniform(-10.0, 10.0), 0.0, 1.0, -2.5))
    choice = scene.random.random()
    if choice < 0.3:
        return float(scene.random.choice(seen))
    if choice < 0.9:
        return scene.random.uniform(float(min(seen)), float(max(seen)))
    return scene.random.choice((0.0, -float(max(seen)), float(max(seen)) * 1.5, 1.0))


def _text(scene: Scene, place: Place) -> str:
    hint = scene.hints.at(place)
    choose = scene.random.choice
    if hint.texts and scene.random.random() < 0.7:
        text = choose(hint.texts)
        cut = scene.random.randint(0, len(text))
        other = choose(hint.texts)
        return choose((text, text[:cut], text[cut:], text[:cut] + other[cut:], text[::-1]))
    letters = "".join(hint.texts)[:100] + (_LETTERS if scene.random.random() < 0.5 else "ab")
    return "".join(choose(letters) for _ in range(length_near(scene, place)))


def _row(
    scene: Scene, type_: t.Type, place: Place, depth: int, part: str = ELEMENT
) -> list[object]:
    length = length_near(scene, place) if depth < _DEPTH and type_ != t.NEVER else 0
    return [near(scene, type_, (*place, part), depth + 1) for _ in range(length)]


def _instance(scene: Scene, name: str, place: Place, depth: int) -> object:
    fields = scene.fields.get(name)
    if fields is None or depth > _DEPTH:
        raise CantMake(f"an instance of {name}")
    module, _, qualname = name.partition(":")
    found: object = sys.modules.get(module)
    for part in qualname.split("."):
        found = vars(found).get(part) if hasattr(found, "__dict__") else None
    if not isinstance(found, type):
        raise CantMake(f"an instance of {name}")
    made: object = object.__new__(found)
    for attribute, type_ in fields.items():
        value = near(scene, type_, (*place, f".{attribute}"), depth + 1)
        object.__setattr__(made, attribute, value)
    return made
