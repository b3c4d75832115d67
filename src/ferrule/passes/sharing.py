"""Operations that would copy shared values: one object would become two.

Before:  `grid + rows`, of lists of lists      After:  the function is refused (F301)

In: a function with its forms decided. Out: nothing, or a refusal. A row whose result mentions a
type variable clones what it stands for, unless the operand is moved in, changed, or lent.
"""

from __future__ import annotations

from collections.abc import Iterator

from ferrule.base.types import Hole, List, Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.ops.containers import DEEP_COPY
from ferrule.passes.accesses import Access
from ferrule.passes.definitions import Bindings, sliced
from ferrule.passes.places import is_lent_or_empty, is_shared
from ferrule.passes.unowned import Unowned

_ONE = ("min", "max", "next")  # folds that give one of the elements


def check_copies(func: Func, clones: frozenset[str]) -> None:
    """Refuses a function that would copy what is shared."""
    lent = frozenset(map(id, _lent(func)))
    for expr in walk.every_expr(func.body):
        if isinstance(expr, ir.Apply) and id(expr) not in lent and _copies(expr, clones):
            message = f"`{expr.op.name}` would copy lists, dicts, sets or objects inside"
            raise Unowned("F301", expr.span, message, inner=expr.args)
        is_kept = isinstance(expr, ir.Best) or (isinstance(expr, ir.Fold) and expr.kind in _ONE)
        if is_kept and is_shared(expr.type, clones):
            message = "this keeps an element in a second place"
            raise Unowned("F301", expr.span, message, whole=(expr,))


def check_lent(found: tuple[Access, ...], bound: Bindings) -> None:
    """Refuses to change what `d.get(k, [])` gives: in Python that is the dict's own list."""
    lent = {
        name
        for name, definitions in bound.by_name.items()
        if any(_has_lent(one.expr) for one in definitions)
    }
    for access in found:
        if access.kind not in ("assign", "resize"):
            continue
        roots = {further.root for place in access.places for further in bound.expand(place)}
        if roots & lent or _has_lent(access.expr):
            message = "the list that `get` gives may be the dict's own or a new one"
            raise Unowned("F301", access.expr.span, message, whole=(access.expr,))


def _has_lent(expr: ir.Expr) -> bool:
    return any(is_lent_or_empty(part) for part in walk.every_part(expr))


def _lent(func: Func) -> Iterator[ir.Expr]:
    """Slices that are only walked, and so borrowed."""
    walked: list[ir.Iter] = []
    for stmt in walk.every_stmt(func.body):
        if isinstance(stmt, ir.For) and not stmt.is_stepped:
            walked.append(stmt.iter)
    for expr in walk.every_expr(func.body):
        if isinstance(expr, ir.Collect | ir.Fold):
            walked += [clause.iter for clause in expr.clauses]
    for value in (part for one in walked for part in walk.in_iter(one)):
        if sliced(value) is not None:
            yield value


def _copies(expr: ir.Apply, clones: frozenset[str]) -> bool:
    op = expr.op
    if op.borrows or op.name == DEEP_COPY or is_lent_or_empty(expr):
        return False
    kept = [
        number
        for number in range(len(op.arguments))
        if number not in op.consumes and number not in op.mutates
    ]
    shown = {hole for number in kept for hole in _holes(op.arguments[number])}
    into = set(_holes(op.result))
    for number in op.mutates:
        into |= set(_holes(op.arguments[number]))
    if not op.pure and not any(isinstance(expr.args[n].type, List) for n in kept):
        into = set(_holes(op.result))
    bound: dict[int, Type] = {}
    for pattern, arg in zip(op.arguments, expr.args, strict=True):
        _bind(pattern, arg.type, bound)
    return any(is_shared(bound[hole], clones) for hole in shown & into if hole in bound)


def _holes(pattern: Type) -> Iterator[int]:
    if isinstance(pattern, Hole):
        yield pattern.number
    for part in parts(pattern):
        yield from _holes(part)


def _bind(pattern: Type, type_: Type, bound: dict[int, Type]) -> None:
    if isinstance(pattern, Hole):
        bound[pattern.number] = type_
        return
    for inner, part in zip(parts(pattern), parts(type_), strict=False):
        _bind(inner, part, bound)
