"""NumPy's arrays and numbers in a proof: what they hold, and values like those witnessed.

In: values of a program that uses NumPy, which is never imported here. Out: parts to compare, and
arrays with edges: empty, strided, read-only, special floats, extreme ints.
"""

from __future__ import annotations

import sys
from random import Random
from typing import Any

from ferrule.base import types as t

_LONGEST = 40  # of one axis of a made array


def is_number(value: Any) -> bool:
    """Whether it is a single number of NumPy's: compared by type and value."""
    if type(value).__module__ != "numpy":
        return False
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.generic)


def is_array(value: Any) -> bool:
    """Whether it is exactly an array of NumPy's, of plain elements."""
    if type(value).__module__ != "numpy":
        return False
    numpy = sys.modules.get("numpy")
    return numpy is not None and type(value) is numpy.ndarray and not value.dtype.hasobject


def parts_of_numpy(value: Any) -> list[tuple[str, object]]:
    """Everything that a program can see of an array or number; any NaN is like any other."""
    parts: list[tuple[str, object]] = [(".dtype", value.dtype.str), (".bytes", _bytes(value))]
    if is_number(value):
        return parts
    return [
        (".shape", tuple(value.shape)),
        *parts,
        (".strides", tuple(value.strides) if value.size else ()),
        (".flags.writeable", value.flags.writeable),
        (".base", value.base if is_array(value.base) else None),
    ]


def _bytes(value: Any) -> bytes:
    if value.dtype.kind in "fc":
        value = value.copy()
        is_nan = value != value
        if is_nan.any():
            value = sys.modules["numpy"].where(is_nan, value.dtype.type("nan"), value)
    raw: bytes = value.tobytes()
    return raw


def made(random: Random, type_: t.Type, seen: list[float]) -> object:
    """An array or number of a type of NumPy's, of values like those that were seen."""
    numpy: Any = sys.modules["numpy"]
    if isinstance(type_, t.Array):
        shape = tuple(random.choice((0, 1, 2, 3, random.randint(1, 8))) for _ in range(type_.ndim))
        return _laid_out(random, filled(random, type_, shape, seen))
    return numpy.dtype(str(type_).removeprefix("np.")).type(_item(random, type_, seen))


def filled(random: Random, type_: t.Array, shape: tuple[int, ...], seen: list[float]) -> Any:
    """An array of this shape."""
    numpy: Any = sys.modules["numpy"]
    dtype = numpy.dtype(str(type_.element).removeprefix("np."))
    made = numpy.zeros(shape, dtype)
    for place in range(made.size):
        made.flat[place] = dtype.type(_item(random, type_.element, seen))
    return made


def _item(random: Random, type_: t.Type, seen: list[float]) -> object:
    if type_ == t.NP_BOOL:
        return random.random() < 0.5
    if type_ in t.NUMPY_FLOATS:
        if seen and random.random() < 0.8:
            return random.choice((random.choice(seen), random.uniform(min(seen), max(seen))))
        return random.choice((0.0, -0.0, 1.0, -1.5, random.uniform(-10.0, 10.0)))
    numpy: Any = sys.modules["numpy"]
    info = numpy.iinfo(str(type_).removeprefix("np."))
    wanted = random.choice(seen) if seen and random.random() < 0.9 else random.randint(-3, 9)
    wanted = int(wanted) if abs(wanted) < 2.0**63 else 0
    return min(max(wanted, int(info.min)), int(info.max))


def _laid_out(random: Random, value: Any) -> Any:
    """The same elements, now and then laid out in another way."""
    numpy: Any = sys.modules["numpy"]
    choice = random.random()
    if choice < 0.7 or not value.size:
        return value
    if choice < 0.8:
        return numpy.asfortranarray(value)
    if choice < 0.9:
        wide = numpy.repeat(value, 2, axis=0)
        return wide[::2]
    return value[::-1].copy()[::-1]


def edge_of(random: Random, type_: t.Type) -> object:
    """An array or number on an edge of its type."""
    numpy: Any = sys.modules["numpy"]
    element = type_.element if isinstance(type_, t.Array) else type_
    dtype = numpy.dtype(str(element).removeprefix("np."))
    if dtype.kind == "f":
        info = numpy.finfo(dtype)
        values = [0.0, -0.0, numpy.nan, numpy.inf, -numpy.inf, info.max, info.tiny, 1.0]
    elif dtype.kind == "b":
        values = [True, False]
    else:
        limits = numpy.iinfo(dtype)
        values = [limits.min, limits.max, 0, 1]
    if not isinstance(type_, t.Array):
        return dtype.type(random.choice(values))
    shape = tuple(random.choice((0, 1, 2, 3)) for _ in range(type_.ndim))
    made = numpy.zeros(shape, dtype)
    for place in range(made.size):
        made.flat[place] = random.choice(values)
    return made


def vary_array(random: Random, type_: t.Array, value: Any, seen: list[float]) -> object:
    """An array like a witnessed one, with something changed."""
    choice = random.random()
    if choice < 0.5 and value.size and value.flags.writeable:
        item = edge_of(random, type_.element) if choice < 0.1 else made(random, type_.element, seen)
        value.flat[random.randrange(value.size)] = item
        return value
    if choice < 0.6:
        return value[random.randint(0, 1) :]
    if choice < 0.7:
        return value[..., ::-1]
    if choice < 0.75:
        value.flags.writeable = False
        return value
    if choice < 0.8:
        return value.astype(value.dtype.newbyteorder())
    if choice < 0.85:
        return value.astype("float32" if value.dtype.kind != "f" else "int64", casting="unsafe")
    if choice < 0.9:
        return value[None]
    if choice < 0.95:
        return value[:0]
    return made(random, type_, seen)


def numbers_of(value: Any, most: int) -> list[float]:
    """Some of the numbers in an array."""
    if value.dtype.kind not in "fiub":
        return []
    flat = value.reshape(-1)[:most].tolist()
    return [number for number in flat if number == number]
