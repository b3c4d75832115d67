"""What a value holds: its parts by name, so that two values can be walked side by side.

In: any Python value. Out: its kind and its parts. Runs no code of the program's classes; a value
whose state can't be read that way raises `Incomparable`.
"""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterator
from random import Random
from struct import calcsize
from types import (
    BuiltinFunctionType,
    FunctionType,
    GenericAlias,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import TypeAlias

from ferrule.prove.arrays import is_array, is_number, parts_of_numpy

Parts: TypeAlias = list[tuple[str, object]]

SCALARS = (
    bool, int, float, complex, str, bytes, type(None), range, type(Ellipsis), type(NotImplemented),
    re.Pattern,
)  # fmt: skip
BY_IDENTITY = (type, FunctionType, BuiltinFunctionType, ModuleType, GenericAlias)
_STABLE = (bool, int, float, complex, str, bytes, type(None))
_WORD = calcsize("P")


class Incomparable(Exception):
    """A value whose state can't be read without running the program's code."""


def is_leaf(value: object) -> bool:
    """Whether it has no parts: compared by value, or by identity."""
    return type(value) in SCALARS or isinstance(value, BY_IDENTITY)


def is_changeable(value: object) -> bool:
    """Whether identity matters: changing it in one place shows in another."""
    return not (is_leaf(value) or type(value) in (tuple, frozenset) or is_number(value))


def parts_of(value: object) -> Parts:
    """The parts, in an order in which the program could see them. Raises `Incomparable`."""
    if is_array(value) or is_number(value):
        return parts_of_numpy(value)
    parts: Parts = []
    is_known = True
    if isinstance(value, list | tuple | deque):
        parts += [(f"[{index}]", item) for index, item in enumerate(_items(value))]
    elif isinstance(value, dict):
        for key, item in _pairs(value):
            parts += [(".keys()", key), (f"[{_short(key)}]", item)]
        if isinstance(value, defaultdict):
            parts.append((".default_factory", value.default_factory))
    elif isinstance(value, set | frozenset):
        parts += _members(value)
    elif isinstance(value, bytearray):
        parts.append((".bytes", bytes(value)))
    elif isinstance(value, BaseException):
        parts += _of_exception(value)
    elif isinstance(value, MethodType):
        parts += [(".__self__", value.__self__), (".__func__", value.__func__)]
    elif isinstance(value, Random):
        parts.append((".state", Random.getstate(value)))
    else:
        is_known = False
    return parts + attributes_of(value, is_known)


def _items(value: list[object] | tuple[object, ...] | deque[object]) -> Iterator[object]:
    if isinstance(value, list):
        return list.__iter__(value)
    return tuple.__iter__(value) if isinstance(value, tuple) else deque.__iter__(value)


def _pairs(value: dict[object, object]) -> Iterator[tuple[object, object]]:
    kind = OrderedDict if isinstance(value, OrderedDict) else dict
    return iter(kind.items(value))


def _members(value: set[object] | frozenset[object]) -> Parts:
    kind = set if isinstance(value, set) else frozenset
    members = list(kind.__iter__(value))  # type: ignore[arg-type]
    if len(members) > 1 and not all(map(_has_stable_hash, members)):
        raise Incomparable(f"a set whose order hangs on addresses, of {type(members[0]).__name__}")
    return [(f" member {index}", member) for index, member in enumerate(members)]


def _has_stable_hash(value: object) -> bool:
    hashes = type(value).__hash__
    if type(value) is frozenset or hashes is tuple.__hash__:
        return all(map(_has_stable_hash, value))  # type: ignore[call-overload]
    # A class of the program that says how it is hashed: two of the same content have one place.
    is_told = isinstance(hashes, FunctionType)
    return type(value) in _STABLE or isinstance(value, BY_IDENTITY) or is_told


def _of_exception(value: BaseException) -> Parts:
    return [
        (".args", value.args),
        (".__cause__", value.__cause__),
        (".__context__", value.__context__),
        (".__suppress_context__", value.__suppress_context__),
    ]


def attributes_of(value: object, is_known: bool = False) -> Parts:
    """Instance attributes: those in slots, and those of the instance dictionary.

    `is_known` says that what else it holds is compared. Raises `Incomparable`.
    """
    slots = [
        member
        for cls in type(value).__mro__
        for member in vars(cls).values()
        if isinstance(member, MemberDescriptorType) and cls.__module__ != "builtins"
    ]
    if not is_known and _has_hidden_state(type(value), len(slots)):
        raise Incomparable(f"a {type(value).__module__}.{type(value).__qualname__}")
    parts: Parts = []
    for member in slots:
        try:
            parts.append((f".{member.__name__}", member.__get__(value)))
        except AttributeError:  # not set
            continue
    return parts + [(f".{name}", item) for name, item in _dictionary(value).items()]


def _has_hidden_state(cls: type, slots: int) -> bool:
    """Whether instances are larger than what their attributes need, as C types are."""
    words = slots + (cls.__dictoffset__ > 0) + (cls.__weakrefoffset__ > 0)
    return cls.__basicsize__ > object.__basicsize__ + words * _WORD or cls.__itemsize__ > 0


def _dictionary(value: object) -> dict[str, object]:
    for cls in type(value).__mro__:
        member = vars(cls).get("__dict__")
        if isinstance(member, GetSetDescriptorType):
            found = member.__get__(value)
            return found if isinstance(found, dict) else {}
    return {}


def _short(key: object) -> str:
    text = repr(key) if type(key) in SCALARS else type(key).__name__
    return text if len(text) <= 40 else text[:37] + "…"
