"""All rows joined, by the name that the lowering asks for; more specific rows come first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ferrule.ops import (
    arrays,
    bigints,
    bytestrings,
    complexes,
    containers,
    counters,
    deques,
    floats,
    frozensets,
    ints,
    iterations,
    maths,
    numbers,
    randoms,
    regexes,
    spans,
    strs,
    tuples,
)
from ferrule.ops.op import Op

ALL: tuple[Op, ...] = (
    *ints.ROWS,
    *ints.BOOLS,
    *bigints.ROWS,
    *floats.ROWS,
    *numbers.ROWS,
    *complexes.ROWS,
    *strs.ROWS,
    *containers.LISTS,
    *counters.ROWS,
    *deques.ROWS,
    *containers.TUPLES,
    *tuples.ROWS,
    *bytestrings.ROWS,
    *iterations.ROWS,
    *containers.DICTS,
    *containers.SETS,
    *frozensets.ROWS,
    *maths.ROWS,
    *regexes.ROWS,
    *randoms.ROWS,
    *spans.ROWS,
    *arrays.ROWS,
    *containers.ANY,
)


def _by_name() -> Mapping[str, tuple[Op, ...]]:
    found: dict[str, tuple[Op, ...]] = {}
    for op in ALL:
        same = found.get(op.name, ())
        if any(other.arguments == op.arguments for other in same):
            raise ValueError(f"two rows for {op.name} on {op.arguments}")
        found[op.name] = (*same, op)
    return MappingProxyType(found)


_ROWS = _by_name()


def rows(name: str) -> tuple[Op, ...]:
    """The rows of this name, most specific first; empty where the table has none."""
    return _ROWS.get(name, ())
