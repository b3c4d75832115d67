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

from ferrule.prove.graph import Incomparable, attributes_of
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
    if before.raised is not None or after.raised is not None or before.printed != after.printed:
        return False
    if before.chance != after.chance:
        return False
    first = _bytes(before)
    return first is not None and first == _bytes(after)


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
