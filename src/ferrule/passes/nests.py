"""Loops whose body is a sum over an inner loop, as in a product of matrices.

In: a `for` statement, and what the function's locals stand for. Out: its parts, where every turn of
the outer loop could run its inner loop before any turn does the rest; nothing where in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from ferrule.base.types import FLOAT, INT, List
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ops.sums import STEP, WIDTH
from ferrule.passes.accesses import in_header
from ferrule.passes.definitions import Bindings
from ferrule.passes.places import places

Block: TypeAlias = tuple[ir.Stmt, ...]
_OBJECT = "."  # stands for whatever object an attribute was read of
_SUMS = frozenset({"add", "sub", "mul", "neg", "pos"})


@dataclass(frozen=True, slots=True)
class Nest:
    """`for j in range(0, stop): total = start; for k in …: total = step; rest`."""

    outer: ir.For
    column: ir.Bind  # j
    stop: ir.Expr
    total: ir.Bind
    start: ir.Expr  # a constant, or an element of a list at j
    inner: ir.For
    step: ir.Apply  # the total so far, more or less a term
    rest: Block

    @property
    def term(self) -> ir.Expr:
        """What is added on each turn of the inner loop."""
        return self.step.args[1]


def nest_of(stmt: ir.For, bound: Bindings, fresh: str) -> Nest | None:
    """The parts of a loop that may be turned inside out, and gains by it."""
    found = _with_local(stmt) or _with_element(stmt, fresh)
    if found is None or not _is_sum(found) or not _gains(found):
        return None
    return found if _is_still(found) and _is_apart(found, bound) else None


def _with_local(stmt: ir.For) -> Nest | None:
    match stmt:
        case ir.For(
            target=ir.Bind() as column,
            iter=ir.OverRange(start=ir.Const(value=0), stop=stop, step=ir.Const(value=1)),
            body=(
                ir.Assign(target=ir.Bind() as total, value=ir.Const() as start),
                ir.For(body=(ir.Assign(target=ir.Bind(name=name), value=ir.Apply() as step),)),
                *rest,
            ),
            orelse=(),
        ) if name == total.name:
            inner = stmt.body[1]
            assert isinstance(inner, ir.For)
            return Nest(stmt, column, stop, total, start, inner, step, tuple(rest))
        case _:
            return None


def _with_element(stmt: ir.For, fresh: str) -> Nest | None:
    """Where the sum is an element of a list: a local takes its place meanwhile."""
    match stmt:
        case ir.For(
            target=ir.Bind() as column,
            iter=ir.OverRange(start=ir.Const(value=0), stop=stop, step=ir.Const(value=1)),
            body=(ir.For(body=(ir.Do(value=ir.Apply() as store),)) as inner,),
            orelse=(),
        ):
            pass
        case _:
            return None
    match store.args:
        case (xs, index, ir.Apply(args=(ir.Apply() as start, *terms)) as step) if (
            store.op.name == "setitem" and _is_local(index, column.name) and _is_item(start)
        ):
            if not (is_same(start.args[0], xs) and is_same(start.args[1], index)):
                return None
        case _:
            return None
    total = ir.Bind(fresh, start.type)
    local = ir.Local(fresh, start.type, step.span)
    step = replace(step, args=(local, *terms))
    again = replace(store, args=(xs, index, local))
    return Nest(stmt, column, stop, total, start, inner, step, (ir.Do(again, stmt.span),))


def _is_sum(nest: Nest) -> bool:
    """Whether the step is `total + term` or `total - term`, and the term reads and multiplies."""
    is_it = nest.step.op.name in ("add", "sub", STEP) and len(nest.step.args) == 2
    is_it = is_it and _is_local(nest.step.args[0], nest.total.name)
    if not is_it or nest.total.type not in (INT, FLOAT) or nest.inner.orelse:
        return False
    is_known = nest.start.type == nest.step.type == nest.total.type
    return is_known and nest.total.name not in walk.reads(nest.term) and _is_simple(nest.term)


def _is_simple(expr: ir.Expr) -> bool:
    """Whether it changes nothing and can raise but for an index: the rest is a redo."""
    match expr:
        case ir.Const() | ir.Local():
            return True
        case ir.GetField(value=value):
            return _is_simple(value)
        case ir.Coerce(value=value, type=type_):
            return value.type == INT and type_ == FLOAT and _is_simple(value)
        case ir.Apply(op=op, args=args, type=type_):
            is_sum = op.name in _SUMS and type_ in (INT, FLOAT)
            is_size = op.name in ("len()", WIDTH.name) and isinstance(args[0].type, List)
            return (is_sum or is_size or _is_item(expr)) and all(map(_is_simple, args))
        case _:
            return False


def _is_item(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Apply) and expr.op.name == "getitem" and _is_list(expr.args[0])


def _is_list(expr: ir.Expr) -> bool:
    return isinstance(expr.type, List)


def _is_local(expr: ir.Expr, name: str) -> bool:
    return isinstance(expr, ir.Local) and expr.name == name


def _gains(nest: Nest) -> bool:
    """Whether the term walks down a column: `b[k][j]`, and j stands nowhere else."""
    turning = frozenset(walk.bound(nest.inner.target))
    rows = list(_lines(nest.term, nest.column.name))
    if None in rows:
        return False
    return any(row is not None and walk.reads(row) & turning for row in rows)


def _lines(expr: ir.Expr, column: str) -> Iterator[ir.Expr | None]:
    """The lists that are read at j; None where j stands for anything else."""
    match expr:
        case ir.Local(name=name):
            if name == column:
                yield None
        case ir.Apply(op=op, args=(row, index)) if op.name == "getitem" and _is_local(
            index, column
        ):
            yield None if column in walk.reads(row) else row
        case _:
            for part in walk.inside(expr):
                yield from _lines(part, column)


def _is_still(nest: Nest) -> bool:
    """Whether the inner loop does the same on each turn of the outer one."""
    walked = tuple(walk.in_iter(nest.inner.iter))
    if nest.inner.is_stepped or nest.outer.is_stepped:
        return False
    if not all(map(_is_simple, (nest.stop, *walked))) or not _is_plain_walk(nest.inner.iter):
        return False
    if not isinstance(nest.start, ir.Const) and not _is_simple(nest.start):
        return False
    inner = frozenset(walk.bound(nest.inner.target))
    bound = inner | {nest.column.name, nest.total.name} | walk.assigned(nest.rest)
    if any(walk.reads(part) & bound for part in walked):
        return False
    if walk.reads(nest.term) & (walk.assigned(nest.rest) - {nest.column.name}):
        return False
    own = inner | {nest.total.name}
    if {nest.column.name, nest.total.name} & (inner | walk.assigned(nest.rest)):
        return False
    return not walk.reads(nest.start) & own and all(map(_is_orderly, walk.every_stmt(nest.rest)))


def _is_plain_walk(walked: ir.Iter) -> bool:
    match walked:
        case ir.OverRange(step=step):
            return isinstance(step, ir.Const)
        case ir.Over(value=value):
            return _is_list(value)
        case ir.OverEnumerate(iter=inner, start=start):
            return isinstance(start, ir.Const) and _is_plain_walk(inner)
        case ir.OverZip(iters=iters):
            return all(map(_is_plain_walk, iters))
        case _:
            return False


def _is_orderly(stmt: ir.Stmt) -> bool:
    """Whether a statement of the rest goes on to the next, and calls nothing of the slice."""
    if not isinstance(stmt, ir.Assign | ir.Do | ir.If):
        return False
    return not any(
        isinstance(part, ir.Call) for expr in walk.in_stmt(stmt) for part in walk.every_part(expr)
    )


def _is_apart(nest: Nest, bound: Bindings) -> bool:
    """Whether nothing that the rest changes is read by the inner loop."""
    read = [*walk.in_iter(nest.inner.iter), nest.term]
    sources = _owners((part for expr in read for part in walk.every_part(expr)), bound)
    changed = [
        access.expr
        for stmt in walk.every_stmt(nest.rest)
        for access in in_header(stmt, {})
        if access.kind != "read"
    ]
    targets = _owners(iter(changed), bound)
    # Two names may stand for one object and its lists: `_OBJECT` is then on both sides.
    return sources is not None and targets is not None and not sources & targets


def _owners(exprs: Iterator[ir.Expr], bound: Bindings) -> frozenset[str] | None:
    """The locals that own what the expressions stand for; None where that is not known."""
    found: set[str] = set()
    for expr in exprs:
        for place in places(expr):
            further = bound.expand(place)
            roots = {one.root for one in further}
            owners = {root for root in roots if root not in bound.borrowed}
            if not owners or roots & bound.mixed:
                return None
            found |= owners
            if any(step.startswith(".") for one in further for step in one.way):
                found.add(_OBJECT)
    return frozenset(found)


def is_same(one: ir.Expr, other: ir.Expr) -> bool:
    """Whether two expressions are written the same, of locals, attributes and elements."""
    match one, other:
        case ir.Local(name=first), ir.Local(name=second):
            return first == second
        case ir.Const(value=first_value), ir.Const(value=second_value):
            return first_value == second_value and one.type == other.type
        case ir.GetField(value=a, name=first), ir.GetField(value=b, name=second):
            return first == second and is_same(a, b)
        case ir.Apply(op=op, args=args), ir.Apply(op=other_op, args=other_args):
            is_it = op == other_op and op.pure and len(args) == len(other_args)
            return is_it and all(map(is_same, args, other_args))
        case _:
            return False
