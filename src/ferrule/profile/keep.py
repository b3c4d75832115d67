"""Real arguments, kept as pickles for the proof: bounded in number, size and time.

In: a tuple of arguments and its types. Out: bytes, or None when they would be too large, too slow
or would run code of the user's. Assumes that the bytes are read where the program's classes are:
in this process, a forked child, or one that imports the same modules.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import time
from collections import deque
from collections.abc import Collection, Sized
from itertools import islice
from math import inf
from types import BuiltinFunctionType, FunctionType
from typing import Any, cast

from ferrule.base.functions import reduced
from ferrule.base.types import OBJECT, Type, contains
from ferrule.profile.arrays import is_kept, size_of
from ferrule.profile.attributes import attributes, in_dict, slots
from ferrule.profile.flat import Flat, bare
from ferrule.profile.names import is_our_failure
from ferrule.profile.plain import is_pickled_plainly, is_plain

ONE = 8 << 20  # bytes, at most, of one call
ALL = 24 << 20  # bytes, at most, of all calls
_FREE_S = 0.05  # time that may be spent in any case
_SHARE = 0.015  # and of the time since the start
_BYTES_PER_S = 150e6  # how fast pickling is, about
_PROBE = 20  # elements looked at to estimate a container
_DEEPEST = 12
_INSTANCE = 300.0  # bytes that take as long as one instance
_MOST_INSTANCES = 4096  # counted to estimate what hangs together
_LONG = 4096  # elements or characters that are left of what is too long


class Keeper:
    """What is still allowed; counts itself down."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._spent_s = 0.0
        self._left = ALL

    def keep(self, arguments: tuple[object, ...], types: tuple[Type, ...]) -> bytes | None:
        """The pickled arguments, if they are safe, small and quick to pickle."""
        if any(contains(type_, OBJECT) for type_ in types):
            return None
        began = time.perf_counter()
        try:
            if not self._is_affordable(estimate(arguments), began):
                return None
            return self._pickle(arguments)
        finally:
            self._spent_s += time.perf_counter() - began

    def charge(self, kept: bytes) -> None:
        """These are held for good."""
        self._left -= len(kept)

    def release(self, kept: bytes) -> None:
        """These are no longer held."""
        self._left += len(kept)

    def _is_affordable(self, size: float, now: float) -> bool:
        allowed = _FREE_S + _SHARE * (now - self._began)
        return size <= min(ONE, self._left) and self._spent_s + size / _BYTES_PER_S <= allowed

    def _pickle(self, arguments: tuple[object, ...]) -> bytes | None:
        try:
            raw = _dumped(arguments)
        except Exception as problem:
            if not is_our_failure(problem.__traceback__):
                raise  # a signal handler of the program's raised while we were at work
            return None
        return raw if len(raw) <= min(ONE, self._left) else None


def _dumped(arguments: tuple[object, ...]) -> bytes:
    buffer = io.BytesIO()
    try:
        _PlainPickler(buffer, protocol=5).dump(arguments)
    except RecursionError:
        buffer = io.BytesIO()
        _FlatPickler(buffer, protocol=5).dump(Flat(arguments))
    return buffer.getvalue()


class _PlainPickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        kind = type(value)
        if kind in (FunctionType, BuiltinFunctionType):
            return reduced(value)  # type: ignore[arg-type]
        if isinstance(value, type) or kind is range or kind is complex:
            return NotImplemented
        if is_plain(kind) and is_pickled_plainly(kind):
            return self._reduced(value)
        if is_kept(value):
            return NotImplemented
        raise pickle.PicklingError(f"{kind} is not plain")

    def _reduced(self, instance: object) -> tuple[Any, ...]:
        made = copyreg.__newobj__, (type(instance),)  # type: ignore[attr-defined]
        return *made, _state(instance)


class _FlatPickler(_PlainPickler):
    def reducer_override(self, value: object) -> Any:
        return NotImplemented if type(value) is Flat else super().reducer_override(value)

    def _reduced(self, instance: object) -> tuple[Any, ...]:
        return bare(instance)


def _state(value: object) -> object:
    """What `object.__reduce_ex__` would say, without making the instance's dict."""
    held, in_slots = in_dict(value) or None, slots(value)
    return (held, in_slots) if in_slots else held


def shortened(arguments: tuple[object, ...]) -> tuple[object, ...] | None:
    """The same with long texts and long flat lists cut off; None where nothing can be cut.

    A shorter list of the program's own values is still a real input. A table or a matrix is left
    whole: what is cut off might be looked up.
    """
    cut = tuple(_cut(value) for value in arguments)
    return cut if any(map(_is_other, cut, arguments)) else None


def _is_other(first: object, second: object) -> bool:
    return first is not second


def _cut(value: object) -> object:
    if type(value) is str and len(value) > _LONG:
        return value[:_LONG]
    if (
        type(value) is list
        and len(value) > _LONG
        and all(type(one) in (int, float, bool, str, tuple) for one in value[:_PROBE])
    ):
        return value[:_LONG]
    return value


def whole(arguments: tuple[object, ...]) -> bytes | None:
    """The pickled arguments at any price but memory; for when the program has ended."""
    try:
        raw = _dumped(arguments)
    except Exception:
        return None
    return raw if len(raw) <= ALL else None


def estimate(value: object) -> float:
    """About how many bytes a value pickles to, from a few elements of each container.

    An instance counts for the bytes that take as long; more of them than may be counted here are
    too many.
    """
    met: dict[int, object] = {}  # held, so that no other object gets the same id
    weights: deque[tuple[object, float]] = deque()
    total = _estimate(value, 1.0, weights)
    while weights:
        instance, weight = weights.popleft()
        if id(instance) in met:
            continue
        if len(met) == _MOST_INSTANCES:
            return inf
        met[id(instance)] = instance
        total += weight * (_INSTANCE + _estimate(attributes(instance), weight, weights))
    return total


def _estimate(
    value: object, weight: float, instances: deque[tuple[object, float]], depth: int = 0
) -> float:
    """The bytes but for instances, which are put aside with how many they stand for."""
    kind = type(value)
    if kind is str or kind is bytes:
        return 4.0 + len(cast(Sized, value))
    if depth > _DEEPEST:
        return float(ONE)
    if kind is list or kind is tuple or kind is set:
        return _container(cast(Collection[object], value), weight, instances, depth)
    if kind is dict:
        table = cast(dict[object, object], value)
        keys = _container(table, weight, instances, depth)
        return keys + _container(table.values(), weight, instances, depth)
    if is_plain(kind):
        instances.append((value, weight))
        return 0.0
    return size_of(value) if kind.__module__ == "numpy" and hasattr(value, "nbytes") else 9.0


def _container(
    values: Collection[object],
    weight: float,
    instances: deque[tuple[object, float]],
    depth: int,
) -> float:
    length = len(values)
    if isinstance(values, list) and length > _PROBE:
        few = values[:: length // _PROBE]
    else:
        few = list(islice(values, _PROBE))
    share = length / max(1, len(few))
    counted = (_estimate(one, weight * share, instances, depth + 1) for one in few)
    return 5.0 + sum(counted) * share
