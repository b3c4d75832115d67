"""Ints that only ever count: they can't overflow in the lifetime of a machine.

In: a function. Out: the names of its counters. A counter changes only by small constants. Each
such step takes Python many nanoseconds, so that all of them together, in a run of years, stay
below 2**62; a counter that starts below 2**61 never comes near the end of 64 bits.
"""

from __future__ import annotations

from ferrule.base.types import BOOL, INT
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.passes.counting.intervals import Known

LIMIT = 2**62
_START = 2**61
_STEP = 127


def counters(func: Func) -> frozenset[str]:
    """The locals that only count."""
    found: set[str] = set()
    other: set[str] = {param.name for param in func.params}
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.Assign(target=ir.Bind(name=name, type=type_), value=value) if type_ == INT:
                if is_step(name, value):
                    found.add(name)
                elif name in walk.reads(value):
                    other.add(name)
            case ir.Assign(target=ir.Spread() as target) | ir.For(target=target):
                other.update(walk.bound(target))
            case _:
                pass
    return frozenset(found - other)


def is_step(name: str, value: ir.Expr) -> bool:
    """Whether this is `name + c` or `name - c` with a small c."""
    match value:
        case ir.Apply(op=op, args=(ir.Local(name=read), by)) if read == name:
            return op.name in ("add", "sub") and _is_small(by)
        case _:
            return False


def _is_small(expr: ir.Expr) -> bool:
    match expr:
        case ir.Const(value=int(size)):
            return abs(size) <= _STEP
        case ir.Coerce(value=inner):
            return inner.type == BOOL
        case ir.Choose(body=body, orelse=orelse):
            return _is_small(body) and _is_small(orelse)
        case _:
            return False


def stepped(before: Known, after: Known) -> Known:
    """What is known after a step, given what was known before."""
    low, high = after.low, after.high
    if before.high <= LIMIT and high > _START:
        high = min(high, LIMIT)
    if before.low >= -LIMIT and low < -_START:
        low = max(low, -LIMIT)
    return Known(low, high, after.at_most, after.at_least)
