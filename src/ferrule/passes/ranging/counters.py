"""Ints that only ever count: they can't overflow in the lifetime of a machine.

In: a function. Out: the names of its counters, which lie within `LIMIT` wherever they are bound. A
counter starts from constants and lengths, and then changes only by small constants. To bring one
from its start beyond `LIMIT` takes more than 2**57 steps, one after the other, each of which costs
CPython 5 ns and more: over twenty years. No answer of the Python can be different before that.
"""

from __future__ import annotations

from ferrule.base.types import BOOL, INT
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.passes.ranging.intervals import LONGEST

LIMIT = 2**62
_START = 2**61
_STEP = 16
assert LONGEST < _START


def counters(func: Func) -> frozenset[str]:
    """The locals that only count."""
    found: set[str] = set()
    other: set[str] = {param.name for param in func.params}
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.Assign(target=ir.Bind(name=name, type=type_), value=value) if type_ == INT:
                if is_step(name, value):
                    found.add(name)
                elif not _is_start(value):
                    other.add(name)
            case ir.Assign(target=ir.Spread(items=items), value=ir.MakeTuple(items=parts)):
                other.update(_not_starts(items, parts))
            case ir.Assign(target=ir.Spread() as target) | ir.For(target=target):
                other.update(walk.bound(target))
            case _:
                pass
    for expr in walk.every_expr(func.body):
        other.update(_bound_inside(expr))
    return frozenset(found - other)


def _bound_inside(expr: ir.Expr) -> set[str]:
    """The names that an expression binds for its own parts."""
    match expr:
        case ir.Let(name=name):
            return {name}
        case ir.Collect(clauses=clauses) | ir.Fold(clauses=clauses):
            return {name for clause in clauses for name in walk.bound(clause.target)}
        case ir.Sort(target=target) | ir.Best(target=target):
            return set(walk.bound(target))
        case _:
            return set()


def _not_starts(items: tuple[ir.Target, ...], parts: tuple[ir.Expr, ...]) -> set[str]:
    """The names that are bound to something that a counter may not start from."""
    found: set[str] = set()
    for item, part in zip(items, parts, strict=True):
        if not isinstance(item, ir.Bind) or not _is_start(part):
            found.update(walk.bound(item))
    return found


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


def _is_start(expr: ir.Expr) -> bool:
    match expr:
        case ir.Const(value=int(start)):
            return abs(start) <= _START
        case ir.Apply(op=op, args=(ir.Const(value=int(start)),)) if op.name == "neg":
            return abs(start) <= _START
        case ir.Apply(op=op):
            return op.name == "len()"
        case ir.Coerce(value=inner):
            return inner.type == BOOL
        case _:
            return False
