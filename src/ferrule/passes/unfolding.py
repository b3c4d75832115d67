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
from ferrule.passes.accesses import element_of

# A new local of about this name; or the very same, where only the comprehension binds it.
Fresh = Callable[[str, Type], ir.Bind]
GETITEM = next(op for op in table.rows("getitem") if isinstance(op.arguments[0], List))
APPEND = next(op for op in table.rows(".append") if isinstance(op.arguments[0], List))


@dataclass(frozen=True, slots=True)
class Unfolded:
    """The statements before the value, the nest among them as it stands, and the value."""

    before: tuple[ir.Stmt, ...]
    value: ir.Local


def unfolded(stmt: ir.Stmt, fresh: Fresh, own: Fresh) -> tuple[ir.Stmt, ...] | None:
    """The statement with its comprehension as loops."""
    match stmt:
        case ir.Return(value=ir.Collect() as value) | ir.Assign(value=ir.Collect() as value):
            if not _has_nest(value):
                return None
            found = _loops(value, fresh, own)
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
            return is_known and isinstance(walked, ir.OverRange | ir.Over)
        case _:
            return False


def _loops(expr: ir.Collect, fresh: Fresh, own: Fresh) -> Unfolded:
    expr = _by_place(expr, fresh) or expr
    clause, element, span = expr.clauses[0], expr.elements[0], expr.span
    items = fresh("rows" if isinstance(element, ir.Collect) else "sums", expr.type)
    local = ir.Local(items.name, expr.type, span)
    names, target = _renamed(clause.target, own)
    inner = _substituted(element, names)
    if isinstance(inner, ir.Collect):
        found = _loops(inner, fresh, own)
        body: tuple[ir.Stmt, ...] = (*found.before, _append(local, found.value))
    else:
        body = _sum(inner, local, fresh, own)
    start = ir.Assign(items, ir.MakeList((), expr.type, span), span)
    return Unfolded((start, ir.For(target, clause.iter, body, (), span)), local)


def _by_place(expr: ir.Collect, fresh: Fresh) -> ir.Collect | None:
    """`for col in zip(*m)` and `zip(row, col)` as `for j in range(…)` and `zip(row, m)`."""
    match expr:
        case ir.Collect(
            elements=(ir.Fold(clauses=(ir.Clause(target=target, iter=walked) as inner,)) as fold,),
            clauses=(
                ir.Clause(
                    target=ir.Bind(name=col),
                    iter=ir.Over(value=ir.Apply(op=op, args=(ir.Local() as matrix,))),
                ),
            ),
        ) if op.name == "columns" and col not in walk.reads(fold.element):
            pass
        case _:
            return None
    span = expr.span
    place, line = fresh("place", INT), fresh("line", element_of(matrix.type))
    found = _with_line(target, walked, col, matrix, line)
    if found is None:
        return None
    new_target, new_walk, item = found
    assert isinstance(line.type, List)
    at = ir.Local(line.name, line.type, span), ir.Local(place.name, INT, span)
    value = ir.Apply(GETITEM, at, line.type.element, span)
    element = _replaced(fold.element, item, value)
    fold = replace(fold, element=element, clauses=(ir.Clause(new_target, new_walk, inner.tests),))
    width = ir.Apply(sums.WIDTH, (matrix,), INT, span)
    over = ir.OverRange(ir.Const(0, INT, span), width, ir.Const(1, INT, span))
    return replace(expr, elements=(fold,), clauses=(ir.Clause(place, over, ()),))


def _with_line(
    target: ir.Target, walked: ir.Iter, col: str, matrix: ir.Local, line: ir.Bind
) -> tuple[ir.Target, ir.Iter, str] | None:
    """The walk over the rows in place of that over the column, and what names its elements."""
    if not isinstance(target, ir.Spread) or not isinstance(walked, ir.OverZip):
        return None
    over = [isinstance(one, ir.Over) and _is_local(one.value, col) for one in walked.iters]
    reads = [name for one in walked.iters for part in walk.in_iter(one) for name in _names(part)]
    if sum(over) != 1 or reads.count(col) != 1:
        return None
    number = over.index(True)
    item = target.items[number]
    if not isinstance(item, ir.Bind):
        return None
    targets, iters = list(target.items), list(walked.iters)
    targets[number], iters[number] = line, ir.Over(matrix)
    return ir.Spread(tuple(targets)), replace(walked, iters=tuple(iters)), item.name


def _names(expr: ir.Expr) -> list[str]:
    return [part.name for part in walk.every_part(expr) if isinstance(part, ir.Local)]


def _is_local(expr: ir.Expr, name: str) -> bool:
    return isinstance(expr, ir.Local) and expr.name == name


def _replaced(expr: ir.Expr, name: str, by: ir.Expr) -> ir.Expr:
    if _is_local(expr, name):
        return by
    return walk.rebuild(expr, lambda inner: _replaced(inner, name, by))


def _sum(expr: ir.Expr, items: ir.Local, fresh: Fresh, own: Fresh) -> tuple[ir.Stmt, ...]:
    """`total = 0; for … in …: total += element; items.append(total)`"""
    assert isinstance(expr, ir.Fold)
    kind, span, clause = expr.element.type, expr.span, expr.clauses[0]
    total = fresh("total", kind)
    local = ir.Local(total.name, kind, span)
    names, target = _renamed(clause.target, own)
    zero = ir.Const(0 if kind == INT else 0.0, kind, span)
    step = ir.Apply(sums.STEPS[kind], (local, _substituted(expr.element, names)), kind, span)
    inner = ir.For(target, clause.iter, (ir.Assign(total, step, span),), (), span)
    value = local if expr.type == kind else ir.Coerce(local, expr.type, span)
    return (ir.Assign(total, zero, span), inner, _append(items, value))


def _append(items: ir.Local, value: ir.Expr) -> ir.Stmt:
    return ir.Do(ir.Apply(APPEND, (items, value), NONE, items.span), items.span)


def _renamed(target: ir.Target, own: Fresh) -> tuple[dict[str, str], ir.Target]:
    names: dict[str, str] = {}

    def change(one: ir.Target) -> ir.Target:
        match one:
            case ir.Bind(name=name, type=type_):
                new = own(name, type_)
                names[name] = new.name
                return new
            case ir.Spread(items=items):
                return ir.Spread(tuple(map(change, items)))

    return names, change(target)


def _substituted(expr: ir.Expr, names: dict[str, str]) -> ir.Expr:
    if isinstance(expr, ir.Local):
        return replace(expr, name=names.get(expr.name, expr.name))
    return walk.rebuild(expr, lambda inner: _substituted(inner, names))
