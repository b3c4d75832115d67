"""NumPy's arrays and numbers in a program that uses them; NumPy itself is never imported here.

In: a value of a class of NumPy's. Out: its type as the compiler knows it, or `OBJECT`: subclasses,
other byte orders, records, dates and objects are left to NumPy.
"""

from __future__ import annotations

import sys
from typing import Any

from ferrule.base.types import NUMPY_NUMBERS, OBJECT, Array, Scalar, Type

MOST_AXES = 4
_KNOWN = frozenset(NUMPY_NUMBERS)


def type_of_numpy(value: Any) -> Type:
    """The type of an array or number of NumPy's."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return OBJECT
    is_array = type(value) is numpy.ndarray
    if not is_array and not isinstance(value, numpy.generic):
        return OBJECT
    element = _element(numpy, value.dtype)
    if element == OBJECT:
        return OBJECT
    if is_array:
        return Array(element, value.ndim) if 1 <= value.ndim <= MOST_AXES else OBJECT
    return element if type(value) is value.dtype.type else OBJECT


def _element(numpy: Any, dtype: Any) -> Type:
    # Two dtypes may have one name: `longlong` is no `int64` where `long` is as wide.
    found = Scalar(f"np.{dtype.name}")
    is_plain = found in _KNOWN and dtype.isnative
    return found if is_plain and dtype.num == numpy.dtype(dtype.name).num else OBJECT


def is_kept(value: Any) -> bool:
    """Whether pickling this runs nothing but NumPy's own code."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return False
    kind = type(value)
    if kind is numpy.ndarray:
        return not value.dtype.hasobject
    if isinstance(value, numpy.generic):
        return kind is value.dtype.type
    if isinstance(value, numpy.dtype):
        return not value.hasobject
    return getattr(value, "__module__", "").startswith("numpy.") and callable(value)


def size_of(value: Any) -> float:
    """About how many bytes an array pickles to."""
    return 200.0 + float(value.nbytes)
