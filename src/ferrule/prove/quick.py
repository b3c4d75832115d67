"""A short way to see that two calls are equal: both observations pickled by C code, bytes compared.

In: two `Observed`. Out: True where they are equal for sure; False only means that it has to be
looked at item by item. Pickle writes exact types, every bit of floats, the order of dicts and
sets, and which object is which, by its memo. Classes of the program are never asked how they are
pickled: their instances are written attribute by attribute.
"""

from __future__ import annotations

import pickle
from io import BytesIO
from typing import Any

from ferrule.prove.graph import SCALARS, Incomparable, attributes_of
from ferrule.prove.observed import Observed


class _Refused(Exception):
    """A value that only the long way can compare."""


def _instance(_cls: int) -> None:
    """Stands for an instance in the pickle; never called, since nothing is unpickled."""


class _Pickler(pickle.Pickler):
    has_instances = False

    def reducer_override(self, value: Any) -> Any:
        """Called for all that is not a plain built-in value."""
        if value is _instance:
            return NotImplemented
        self.has_instances = True
        cls = type(value)
        if cls.__module__ == "builtins" or issubclass(cls, type | dict | list | tuple | set):
            raise _Refused
        return _instance, (id(cls),), attributes_of(value)


def is_surely_equal(before: Observed, after: Observed) -> bool:
    """Whether the long way would find no difference."""
    if before.printed != after.printed or before.chance != after.chance:
        return False
    if not _is_same_error(before.raised, after.raised):
        return False
    first = _bytes(before)
    return first is not None and first == _bytes(after)


def _is_same_error(first: BaseException | None, second: BaseException | None) -> bool:
    """Whether both raised nothing, or the same plain exception, with nothing behind it."""
    if first is None or second is None:
        return first is second
    return type(first) is type(second) and _said(first) == _said(second) is not None


def _said(error: BaseException) -> list[tuple[type, str]] | None:
    """The arguments of an exception of Python's own; None where there is more to it."""
    is_plain = type(error).__module__ == "builtins" and not vars(error)
    is_alone = error.__cause__ is None and error.__context__ is None
    if not (is_plain and is_alone and all(type(one) in SCALARS for one in error.args)):
        return None
    return [(type(one), repr(one)) for one in error.args]


def _bytes(observed: Observed) -> bytes | None:
    target = BytesIO()
    pickler = _Pickler(target, 5)
    try:
        pickler.dump((observed.returned, observed.arguments, observed.inside))
    except (_Refused, Incomparable, pickle.PicklingError, RecursionError, MemoryError):
        return None
    raw = target.getvalue()
    if pickler.has_instances and (pickle.EMPTY_SET in raw or pickle.FROZENSET in raw):
        return None  # the order of a set of instances hangs on addresses
    return raw
