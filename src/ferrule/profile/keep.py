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
from collections.abc import Collection, Sized
from itertools import islice
from types import BuiltinFunctionType, FunctionType
from typing import Any, cast

from ferrule.base.functions import reduced
from ferrule.base.types import OBJECT, Type, contains
from ferrule.profile.arrays import is_kept, size_of
from ferrule.profile.attributes import attributes, in_dict, slots
from ferrule.profile.names import is_our_failure
from ferrule.profile.plain import is_pickled_plainly, is_plain

ONE = 8 << 20  # bytes, at most, of one call
ALL = 24 << 20  # bytes, at most, of all calls
_FREE_S = 0.05  # time that may be spent in any case
_SHARE = 0.015  # and of the time since the start
_BYTES_PER_S = 150e6  # how fast pickling is, about
_PROBE = 20  # elements looked at to estimate a container
_DEEPEST = 12
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
        buffer = io.BytesIO()
        try:
            _PlainPickler(buffer, protocol=5).dump(arguments)
        except Exception as problem:
            if not is_our_failure(problem.__traceback__):
                raise  # a signal handler of the program's raised while we were at work
            return None
        return buffer.getvalue() if buffer.tell() <= min(ONE, self._left) else None


class _PlainPickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        kind = type(value)
        if kind in (FunctionType, BuiltinFunctionType):
            return reduced(value)  # type: ignore[arg-type]
        if isinstance(value, type) or kind is range or kind is complex:
            return NotImplemented
        if is_plain(kind) and is_pickled_plainly(kind):
            return copyreg.__newobj__, (kind,), _state(value)  # type: ignore[attr-defined]
        if is_kept(value):
            return NotImplemented
        raise pickle.PicklingError(f"{kind} is not plain")


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
    buffer = io.BytesIO()
    try:
        _PlainPickler(buffer, protocol=5).dump(arguments)
    except Exception:
        return None
    return buffer.getvalue() if buffer.tell() <= ALL else None


def estimate(value: object, depth: int = 0) -> float:
    """About how many bytes a value pickles to, from a few elements of each container."""
    kind = type(value)
    if kind is str or kind is bytes:
        return 4.0 + len(cast(Sized, value))
    if depth > _DEEPEST:
        return float(ONE)
    if kind is list or kind is tuple or kind is set:
        return _container(cast(Collection[object], value), depth)
    if kind is dict:
        table = cast(dict[object, object], value)
        return _container(table, depth) + _container(table.values(), depth)
    if is_plain(kind):
        return 20.0 + estimate(attributes(value), depth + 1)
    return size_of(value) if kind.__module__ == "numpy" and hasattr(value, "nbytes") else 9.0


def _container(values: Collection[object], depth: int) -> float:
    length = len(values)
    if isinstance(values, list) and length > _PROBE:
        few = values[:: length // _PROBE]
    else:
        few = list(islice(values, _PROBE))
    return 5.0 + sum(estimate(one, depth + 1) for one in few) * length / max(1, len(few))
