"""The exact type of a value as the compiler's types, without running any code of the user's.

In: any Python value. Out: a `Type`; the attributes of plain objects met on the way are joined into
`fields`. Large containers are read by a sample; whatever is unknown, subclassed, cyclic or too deep
is `OBJECT`. Assumes that the GIL is held for one step at a time, so other threads may change what
is being read: only single steps of C copy from containers.
"""

from __future__ import annotations

import builtins
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from random import Random
from types import BuiltinFunctionType, FunctionType
from typing import Any

from ferrule.base.functions import name_of
from ferrule.base.types import (
    BIGINT,
    BOOL,
    BYTES,
    COMPLEX,
    FACTORIES,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    PATTERN,
    RANDOM,
    RANGE,
    STR,
    Deque,
    Dict,
    Frozen,
    Function,
    List,
    Set,
    Struct,
    Tuple,
    Type,
    join,
)
from ferrule.profile.arrays import type_of_numpy
from ferrule.profile.attributes import attributes
from ferrule.profile.plain import class_name, is_plain

Fields = dict[str, dict[str, Type]]

_SCALARS: dict[type, Type] = {
    bool: BOOL,
    float: FLOAT,
    str: STR,
    type(None): NONE,
    bytes: BYTES,
    complex: COMPLEX,
    range: RANGE,
    Random: RANDOM,
}
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_module_of = type.__dict__["__module__"].__get__  # without asking a metaclass of the user's
_DEEPEST = 8  # containers inside containers; no slice holds deeper ones
_LONGEST_TUPLE = 32
_ALL = 1000  # containers up to this length are read whole, larger ones by a sample
_ONE_KIND = 20_000  # lists up to this length are read whole if all is one scalar type
MANY = 4000  # values looked at, for one call of `type_of`
FEW = 16  # where that has cost too much already


class _Walk:
    """What one call of `type_of` must remember on its way."""

    __slots__ = ("fields", "path", "seen", "steps", "waiting")

    def __init__(self, fields: Fields, steps: int) -> None:
        self.fields = fields
        self.path: set[int] = set()  # containers that we are inside of
        self.seen: set[int] = set()  # objects whose attributes were read
        self.steps = steps
        self.waiting: deque[object] = deque()  # objects whose attributes are still to be read


def type_of(value: object, fields: Fields, steps: int = MANY) -> Type:
    """The exact type of a value; attributes of plain objects inside are joined into `fields`.

    `steps` is how many objects are looked at, at the most.
    """
    walk = _Walk(fields, steps)
    type_ = _type_of(value, walk)
    while walk.waiting and walk.steps > 0:
        # One after the other, so that a long chain of objects is not too deep.
        walk.steps -= 1
        _read(walk.waiting.popleft(), walk)
    return type_


def _type_of(value: object, walk: _Walk) -> Type:
    kind = type(value)
    if kind is int:
        return INT if _SMALLEST <= value <= _LARGEST else BIGINT  # type: ignore[operator]
    scalar = _SCALARS.get(kind)
    if scalar is not None:
        return scalar
    if kind is re.Pattern:
        return PATTERN if isinstance(value.pattern, str) else OBJECT  # type: ignore[attr-defined]
    if kind in (FunctionType, BuiltinFunctionType) and not walk.path:
        name = name_of(value)  # type: ignore[arg-type]
        return Function(name) if name is not None else OBJECT
    if is_plain(kind):
        return _struct(value, walk)
    if _module_of(kind) == "numpy":
        return type_of_numpy(value)
    read = _CONTAINERS.get(kind)
    if read is None or id(value) in walk.path or len(walk.path) >= _DEEPEST:
        return OBJECT
    walk.path.add(id(value))
    try:
        return read(value, walk)
    finally:
        walk.path.discard(id(value))


def _struct(value: object, walk: _Walk) -> Type:
    name = class_name(type(value))
    walk.fields.setdefault(name, {})
    if id(value) not in walk.seen:
        walk.seen.add(id(value))
        walk.waiting.append(value)
    return Struct(name)


def _read(value: object, walk: _Walk) -> None:
    """Learn the types of an object's attributes."""
    known = walk.fields[class_name(type(value))]
    for attribute, held in attributes(value).items():
        known[attribute] = join(known.get(attribute, NEVER), _type_of(held, walk))


def _list(value: list[object], walk: _Walk) -> Type:
    held = value if len(value) <= _ONE_KIND else _sample(value)
    return List(_scalar_kind(held) or _join_all(_sample(held), walk))


def _deque(value: deque[object], walk: _Walk) -> Type:
    return Deque(_join_all(list(islice(value.copy(), _ALL)), walk))


def _tuple(value: tuple[object, ...], walk: _Walk) -> Type:
    if len(value) > _LONGEST_TUPLE:
        return OBJECT
    return Tuple(tuple(_type_of(item, walk) for item in value))


def _set(value: set[object], walk: _Walk) -> Type:
    return Set(_join_all(list(islice(value, _ALL)), walk))


def _frozen(value: frozenset[object], walk: _Walk) -> Type:
    return Frozen(_join_all(list(islice(value, _ALL)), walk))


def _dict(value: dict[object, object], walk: _Walk) -> Type:
    items = list(islice(value.items(), _ALL))
    keys = _join_all([key for key, _ in items], walk)
    return Dict(keys, _join_all([held for _, held in items], walk))


def _counter(value: Counter[object], walk: _Walk) -> Type:
    return OBJECT if vars(value) else _of_kind(value, "Counter", walk)


def _default_dict(value: defaultdict[object, object], walk: _Walk) -> Type:
    factory: object = value.default_factory
    for name in FACTORIES:
        if vars(builtins)[name] is factory:
            return _of_kind(value, f"defaultdict {name}", walk)
    return OBJECT


def _of_kind(value: dict[Any, Any], kind: str, walk: _Walk) -> Type:
    found = _dict(value, walk)
    assert isinstance(found, Dict)
    return replace(found, kind=kind)


_CONTAINERS: dict[type, Callable[..., Type]] = {
    list: _list,
    deque: _deque,
    tuple: _tuple,
    set: _set,
    frozenset: _frozen,
    dict: _dict,
    Counter: _counter,
    defaultdict: _default_dict,
}


def _scalar_kind(values: list[object]) -> Type | None:
    """The one scalar type of all values, at the speed of C; None if that isn't so simple."""
    if not values:
        return None
    kinds = set(map(type, values))
    if len(kinds) > 1:
        return None
    kind = kinds.pop()
    if kind is int:
        numbers: Iterable[int] = values  # type: ignore[assignment]
        return INT if min(numbers) >= _SMALLEST and max(numbers) <= _LARGEST else BIGINT
    return _SCALARS.get(kind)


def _sample(values: list[object]) -> list[object]:
    if len(values) <= _ALL:
        return values[:]
    step = len(values) // (_ALL // 2)
    return values[: _ALL // 4] + values[::step] + values[-_ALL // 4 :]


def _join_all(values: list[object], walk: _Walk) -> Type:
    kind = _scalar_kind(values)
    if kind is not None:
        return kind
    types: set[Type] = set()
    for value in values:
        walk.steps -= 1
        types.add(_type_of(value, walk))
        if walk.steps <= 0:
            break
    joined: Type = NEVER
    for type_ in sorted(types, key=str):
        joined = join(joined, type_)
    return joined
