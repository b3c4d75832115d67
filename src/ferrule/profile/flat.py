"""Long chains of instances as a flat pickle, which needs no deep recursion to write or read.

In: arguments. Out: a value that pickles with all instances first, bare, then their attributes, then
the arguments; unpickled it is the arguments. Assumes that every instance is plain.
"""

from __future__ import annotations

import copyreg
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from ferrule.profile.attributes import attributes, in_dict, slots
from ferrule.profile.plain import is_plain


class Flat:
    """Arguments, to be pickled flat."""

    def __init__(self, arguments: tuple[object, ...]) -> None:
        self._arguments = arguments
        self._instances = _instances_in(arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        states = [(in_dict(one), slots(one)) for one in self._instances]
        return restored, (self._instances, states, self._arguments)


def bare(instance: object) -> tuple[Any, ...]:
    """How an instance of a `Flat` is pickled: without its attributes."""
    return copyreg.__newobj__, (type(instance),)  # type: ignore[attr-defined]


def restored(
    instances: list[object],
    states: list[tuple[dict[str, object] | None, dict[str, object] | None]],
    arguments: tuple[object, ...],
) -> tuple[object, ...]:
    """The arguments, after the attributes of their instances are set."""
    for instance, (in_its_dict, in_its_slots) in zip(instances, states, strict=True):
        if in_its_dict:
            vars(instance).update(in_its_dict)
        for name, value in (in_its_slots or {}).items():
            object.__setattr__(instance, name, value)
    return arguments


def _instances_in(arguments: tuple[object, ...]) -> list[object]:
    """All instances within, each once. Raises ValueError where one is a key: hashed."""
    found: list[object] = []
    met: dict[int, object] = {}
    waiting: deque[object] = deque([arguments])
    while waiting:
        value = waiting.popleft()
        if id(value) in met:
            continue
        kind = type(value)
        if kind in (list, tuple, deque):
            waiting.extend(value)  # type: ignore[arg-type]
        elif kind in (set, frozenset):
            _refuse_instances(value)  # type: ignore[arg-type]
        elif isinstance(value, dict):
            _refuse_instances(value)
            waiting.extend(value.values())
        elif is_plain(kind):
            found.append(value)
            waiting.append(attributes(value))
        else:
            continue
        met[id(value)] = value
    return found


def _refuse_instances(keys: Iterable[object]) -> None:
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if isinstance(key, tuple | frozenset):
            waiting.extend(key)
        elif is_plain(type(key)):
            raise ValueError("an instance is a key")
