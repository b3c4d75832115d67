"""List comprehensions of sums down columns, written as the loops that they stand for.

Before:  `return [[sum(row[k] * b[k][j] for k in …) for j in range(n)] for row in a]`
After:   `rows = []`, `for row in a: …; for j in range(n): total = 0.0; for k in …: …`

In: a statement that is nothing but such a comprehension. Out: statements, the innermost loop as a
nest; nothing where it is something else. Comprehensions bind names of their own, so these are new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ferrule.base.types import FLOAT, INT, NONE, NUMBER, List, Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ops import sums, table

Fresh = Callable[[str, Type], ir.Bind]
APPEND = next(op for op in table.rows(".append") if isinstance(op.arguments[0], List))


@dataclass(frozen=True, slots=True)
class Unfolded:
    """The statements before the value, the nest among them as it stands, and the value."""

    before: tuple[ir.Stmt, ...]
    value: ir.Local


def unfolded(stmt: ir.Stmt, fresh: Fresh) -> tuple[ir.Stmt, ...] | None:
    """The statement with its comprehension as loops."""
    match stmt:
        case ir.Return(value=ir.Collect() as value) | ir.Assign(value=ir.Collect() as value):
            if not _has_nest(value):
                return None
            found = _loops(value, fresh)
            return (*found.before, replace(stmt, value=found.value))
        case _:
            return None


def _has_nest(expr: ir.Expr) -> bool:
    """Whether this is a list of sums over a range, or a list of such lists."""
    match expr:
        case ir.Collect(elements=(element,), clauses=(ir.Clause(tests=(), iter=walked),)):
            if not isinstance(expr.type, List) or element.type != expr.type.element:
                return False
            return _is_sum(element, walked) or _has_nest(element)
        case _:
            return False


def _is_sum(expr: ir.Expr, walked: ir.Iter) -> bool:
    match expr:
        case ir.Fold(kind="sum", start=None, element=element, clauses=(ir.Clause(tests=()),)):
            is_known = (element.type, expr.type) in ((INT, INT), (FLOAT, NUMBER), (FLOAT, FLOAT))
            return is_known and isinstance(walked, ir.OverRange)
        case _:
            return False


def _loops(expr: ir.Collect, fresh: Fresh) -> Unfolded:
    clause, element, span = expr.clauses[0], expr.elements[0], expr.span
    items = fresh("rows" if isinstance(element, ir.Collect) else "sums", expr.type)
    local = ir.Local(items.name, expr.type, span)
    names, target = _renamed(clause.target, fresh)
    inner = _substituted(element, names)
    if isinstance(inner, ir.Collect):
        found = _loops(inner, fresh)
        body: tuple[ir.Stmt, ...] = (*found.before, _append(local, found.value))
    else:
        body = _sum(inner, local, fresh)
    start = ir.Assign(items, ir.MakeList((), expr.type, span), span)
    return Unfolded((start, ir.For(target, clause.iter, body, (), span)), local)


def _sum(expr: ir.Expr, items: ir.Local, fresh: Fresh) -> tuple[ir.Stmt, ...]:
    """`total = 0; for … in …: total += element; items.append(total)`"""
    assert isinstance(expr, ir.Fold)
    kind, span, clause = expr.element.type, expr.span, expr.clauses[0]
    total = fresh("total", kind)
    local = ir.Local(total.name, kind, span)
    names, target = _renamed(clause.target, fresh)
    zero = ir.Const(0 if kind == INT else 0.0, kind, span)
    step = ir.Apply(sums.STEPS[kind], (local, _substituted(expr.element, names)), kind, span)
    inner = ir.For(target, clause.iter, (ir.Assign(total, step, span),), (), span)
    value = local if expr.type == kind else ir.Coerce(local, expr.type, span)
    return (ir.Assign(total, zero, span), inner, _append(items, value))


def _append(items: ir.Local, value: ir.Expr) -> ir.Stmt:
    return ir.Do(ir.Apply(APPEND, (items, value), NONE, items.span), items.span)


def _renamed(target: ir.Target, fresh: Fresh) -> tuple[dict[str, str], ir.Target]:
    names: dict[str, str] = {}

    def change(one: ir.Target) -> ir.Target:
        match one:
            case ir.Bind(name=name, type=type_):
                new = fresh(name, type_)
                names[name] = new.name
                return new
            case ir.Spread(items=items):
                return ir.Spread(tuple(map(change, items)))

    return names, change(target)


def _substituted(expr: ir.Expr, names: dict[str, str]) -> ir.Expr:
    if isinstance(expr, ir.Local):
        return replace(expr, name=names.get(expr.name, expr.name))
    return walk.rebuild(expr, lambda inner: _substituted(inner, names))
