"""What equal means: two calls, one of each version, and the first thing in which they differ.

In: two `Observed`, each of a call on its own copy of one input. Out: a sentence, or None. Compared:
the value or the exception, exact types all the way down, the sign of zero (any NaN equals any NaN),
the order of dicts and sets, printed text, the state of `random`, the arguments after the call, and
identity: which object is which argument, and which objects are shared.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from itertools import chain
from math import copysign
from typing import cast

from ferrule.prove.graph import BY_IDENTITY, SCALARS, is_changeable, is_leaf, parts_of
from ferrule.prove.observed import Observed
from ferrule.prove.quick import is_surely_equal
from ferrule.prove.text import show

_BY_VALUE = frozenset({int, bool, str, bytes, type(None)})
_PLAIN = _BY_VALUE | {float, complex}


def changeable_in(arguments: Sequence[object]) -> tuple[object, ...]:
    """Every object in the arguments that can be changed, once each, in the order of a walk."""
    seen: set[int] = set()
    found: list[object] = []
    waiting: list[object] = list(reversed(arguments))
    while waiting:
        value = waiting.pop()
        if is_leaf(value) or id(value) in seen:
            continue
        seen.add(id(value))
        if is_changeable(value):
            found.append(value)
        if not _holds_only_leaves(value):
            waiting.extend(part for _, part in reversed(parts_of(value)))
    return tuple(found)


def _holds_only_leaves(value: object) -> bool:
    """Whether a list or dict holds only scalars and tuples of scalars: nothing to be changed."""
    if type(value) is dict:
        return _are_leaves(value) and _are_leaves(value.values())
    return type(value) is list and _are_leaves(value)


def _are_leaves(values: Iterable[object]) -> bool:
    types = set(map(type, values))
    if tuple not in types:
        return types <= _PLAIN
    tuples = (value for value in values if type(value) is tuple)
    return types <= _PLAIN | {tuple} and set(map(type, chain.from_iterable(tuples))) <= _PLAIN


def difference(before: Observed, after: Observed) -> str | None:
    """The first difference in words, or None. Raises `Incomparable`."""
    if is_surely_equal(before, after):
        return None
    if isinstance(before.raised, RecursionError) and isinstance(after.raised, RecursionError):
        return None  # how far it came by then, and the words, hang on the exact depth it began at
    found = _different_raise(before.raised, after.raised)
    if found is None and before.printed != after.printed:
        found = f"printed {show(before.printed)} against {show(after.printed)}"
    if found is None:
        found = _walk(before, after)
    if found is None and before.chance != after.chance:
        found = "the state of `random` afterwards"
    return found


def _different_raise(before: BaseException | None, after: BaseException | None) -> str | None:
    if before is None and after is None:
        return None
    first = "returned" if before is None else f"raised {type(before).__name__}: {before}"
    second = "returned" if after is None else f"raised {type(after).__name__}: {after}"
    return None if first == second else f"{first} against {second}"


@dataclass(slots=True)
class _Walk:
    """What a walk has learned of identity: the numbers of objects, and which go together."""

    first_numbers: dict[int, int]  # by id, of the objects that were there before the call
    second_numbers: dict[int, int]
    partner: dict[int, int]
    partner_back: dict[int, int]
    done: set[tuple[int, int]]


def _walk(before: Observed, after: Observed) -> str | None:
    walk = _Walk(_numbers(before.inside), _numbers(after.inside), {}, {}, set())
    for path, first, second in _roots(before, after):
        found = _compare(walk, path, first, second)
        if found is not None:
            return found
    return None


def _numbers(objects: Sequence[object]) -> dict[int, int]:
    return {id(value): number for number, value in enumerate(objects)}


def _roots(before: Observed, after: Observed) -> Iterator[tuple[str, object, object]]:
    yield "result", before.returned, after.returned
    yield "exception", before.raised, after.raised
    for index, pair in enumerate(zip(before.arguments, after.arguments, strict=True)):
        yield f"argument {index + 1}", *pair
    for pair in zip(before.inside, after.inside, strict=True):
        yield "an object that was in the arguments", *pair


def _compare(walk: _Walk, path: str, first: object, second: object) -> str | None:
    waiting = [(path, first, second)]
    while waiting:
        path, first, second = waiting.pop()
        if first is second:
            continue
        found = _different_leaf(first, second)
        if found is None and is_changeable(first):
            found = _different_identity(walk, first, second)
        if found is not None:
            return f"{path}: {found}"
        if is_leaf(first) or (id(first), id(second)) in walk.done:
            continue
        walk.done.add((id(first), id(second)))
        if _is_flat_and_equal(first, second):
            continue
        parts, others = parts_of(first), parts_of(second)
        if len(parts) != len(others):
            return f"{path}: {show(first)} against {show(second)}"
        for (name, part), (other_name, other) in zip(
            reversed(parts), reversed(others), strict=True
        ):
            if name != other_name and not name.startswith("["):
                return f"{path}: {name} against {other_name}"
            waiting.append((path + name, part, other))
    return None


def _different_leaf(first: object, second: object) -> str | None:
    if type(first) is not type(second):
        return (
            f"{show(first)} ({type(first).__name__}) against "
            f"{show(second)} ({type(second).__name__})"
        )
    if isinstance(first, BY_IDENTITY):
        return f"{first!r} against {second!r}"
    if type(first) in SCALARS and not _is_same_scalar(first, second):
        return f"{show(first)} against {show(second)}"
    return None


def _is_same_scalar(first: object, second: object) -> bool:
    if type(first) is float and type(second) is float:
        return _is_same_float(first, second)
    if type(first) is complex and type(second) is complex:
        return _is_same_float(first.real, second.real) and _is_same_float(first.imag, second.imag)
    if type(first) is range and type(second) is range:
        return (first.start, first.stop, first.step) == (second.start, second.stop, second.step)
    return first == second


def _is_same_float(first: float, second: float) -> bool:
    if first != first or second != second:
        return first != first and second != second
    return first == second and copysign(1.0, first) == copysign(1.0, second)


def _different_identity(walk: _Walk, first: object, second: object) -> str | None:
    number, other = walk.first_numbers.get(id(first)), walk.second_numbers.get(id(second))
    if number != other:
        return f"{_origin(number)} against {_origin(other)} ({show(first)}): not the same object"
    known = walk.partner.setdefault(id(first), id(second))
    known_back = walk.partner_back.setdefault(id(second), id(first))
    if known != id(second) or known_back != id(first):
        return f"{show(first)} is shared with another place in one version only"
    return None


def _origin(number: int | None) -> str:
    return "a new object" if number is None else f"object {number + 1} of the arguments"


def _is_flat_and_equal(first: object, second: object) -> bool:
    """A short way for large lists and dicts of scalars, and of tuples of scalars.

    False only means that it has to be looked at item by item.
    """
    if type(first) is dict and type(second) is dict:
        return _are_flat_and_equal(list(first), list(second)) and _are_flat_and_equal(
            list(first.values()), list(second.values())
        )
    if type(first) is not list or type(second) is not list:
        return False
    return _are_flat_and_equal(first, second)


def _are_flat_and_equal(first: list[object], second: list[object]) -> bool:
    types = list(map(type, first))
    if types != list(map(type, second)):
        return False
    kinds = set(types)
    if kinds == {tuple}:
        rows, others = cast(list[Sized], first), cast(list[Sized], second)
        if list(map(len, rows)) != list(map(len, others)):
            return False
        return _are_flat_and_equal(_flattened(first), _flattened(second))
    if not kinds <= _BY_VALUE | {float}:
        return False
    if float in kinds:
        return _float_bytes(first) == _float_bytes(second) and _others(first) == _others(second)
    return first == second


def _flattened(rows: list[object]) -> list[object]:
    return list(chain.from_iterable(cast(list[tuple[object, ...]], rows)))


def _float_bytes(values: list[object]) -> bytes:
    return array("d", (value for value in values if type(value) is float)).tobytes()


def _others(values: list[object]) -> list[object]:
    return [value for value in values if type(value) is not float]
