"""The only traversal in the house: what is directly inside a node, and the node with that replaced.

In: any node. Out: its parts in Python's order of evaluation, or the same node around new parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias, assert_never

from ferrule.ir import nodes as ir

MapExpr: TypeAlias = Callable[[ir.Expr], ir.Expr]
MapBlock: TypeAlias = Callable[[tuple[ir.Stmt, ...]], tuple[ir.Stmt, ...]]


def inside(expr: ir.Expr) -> tuple[ir.Expr, ...]:
    """The expressions directly inside, in order of evaluation."""
    match expr:
        case ir.Const() | ir.Local():
            return ()
        case ir.Apply(args=parts) | ir.Call(args=parts):
            return parts
        case ir.MakeTuple(items=parts) | ir.MakeList(items=parts) | ir.MakeSet(items=parts):
            return parts
        case ir.Logic(items=parts):
            return parts
        case ir.GetField(value=value) | ir.GetItem(value=value) | ir.Coerce(value=value):
            return (value,)
        case ir.IsNone(value=value):
            return (value,)
        case ir.MakeDict(pairs=pairs):
            return tuple(part for pair in pairs for part in pair)
        case ir.MakeStruct(fields=fields):
            return tuple(value for _, value in fields)
        case ir.Choose(test=test, body=body, orelse=orelse):
            return (test, body, orelse)
        case ir.Let(value=value, body=body):
            return (value, body)
        case ir.Format(parts=texts):
            return tuple(part[0] for part in texts if not isinstance(part, str))
        case ir.Collect(elements=elements, clauses=clauses):
            return (*_in_clauses(clauses), *elements)
        case ir.Fold(element=element, clauses=clauses, start=start):
            first = () if start is None else (start,)
            return (*first, *_in_clauses(clauses), element)
        case ir.Sort(value=value, key=key):
            return (value,) if key is None else (value, key)
        case ir.Best(value=value, key=key, default=default):
            return (value, key) if default is None else (value, key, default)
        case _:
            assert_never(expr)


def _in_clauses(clauses: tuple[ir.Clause, ...]) -> tuple[ir.Expr, ...]:
    return tuple(part for clause in clauses for part in (*in_iter(clause.iter), *clause.tests))


def in_iter(walked: ir.Iter) -> tuple[ir.Expr, ...]:
    """The expressions of what a loop walks over, in order of evaluation."""
    match walked:
        case ir.OverRange(start=start, stop=stop, step=step):
            return (start, stop, step)
        case ir.Over(value=value) | ir.OverItems(value=value):
            return (value,)
        case ir.OverEnumerate(iter=iter_, start=start):
            return (*in_iter(iter_), start)
        case ir.OverZip(iters=iters):
            return tuple(part for iter_ in iters for part in in_iter(iter_))
        case ir.OverReversed(iter=iter_):
            return in_iter(iter_)
        case _:
            assert_never(walked)


def rebuild(expr: ir.Expr, change: MapExpr) -> ir.Expr:
    """The same node around changed parts; `change` is called in order of evaluation."""
    match expr:
        case ir.Const() | ir.Local():
            return expr
        case ir.Apply() | ir.Call():
            return replace(expr, args=tuple(map(change, expr.args)))
        case ir.MakeTuple() | ir.MakeList() | ir.MakeSet() | ir.Logic():
            return replace(expr, items=tuple(map(change, expr.items)))
        case ir.GetField() | ir.GetItem() | ir.Coerce() | ir.IsNone():
            return replace(expr, value=change(expr.value))
        case ir.MakeDict():
            return replace(expr, pairs=tuple((change(k), change(v)) for k, v in expr.pairs))
        case ir.MakeStruct():
            return replace(expr, fields=tuple((name, change(v)) for name, v in expr.fields))
        case ir.Choose():
            test = change(expr.test)
            return replace(expr, test=test, body=change(expr.body), orelse=change(expr.orelse))
        case ir.Let():
            value = change(expr.value)
            return replace(expr, value=value, body=change(expr.body))
        case ir.Format():
            return replace(expr, parts=tuple(_rebuild_part(part, change) for part in expr.parts))
        case ir.Collect():
            clauses = _rebuild_clauses(expr.clauses, change)
            return replace(expr, clauses=clauses, elements=tuple(map(change, expr.elements)))
        case ir.Fold():
            start = None if expr.start is None else change(expr.start)
            clauses = _rebuild_clauses(expr.clauses, change)
            return replace(expr, start=start, clauses=clauses, element=change(expr.element))
        case ir.Sort():
            value = change(expr.value)
            return replace(expr, value=value, key=None if expr.key is None else change(expr.key))
        case ir.Best():
            value, key = change(expr.value), change(expr.key)
            default = None if expr.default is None else change(expr.default)
            return replace(expr, value=value, key=key, default=default)
        case _:
            assert_never(expr)


def _rebuild_part(
    part: str | tuple[ir.Expr, str, str], change: MapExpr
) -> str | tuple[ir.Expr, str, str]:
    return part if isinstance(part, str) else (change(part[0]), part[1], part[2])


def _rebuild_clauses(clauses: tuple[ir.Clause, ...], change: MapExpr) -> tuple[ir.Clause, ...]:
    changed = []
    for clause in clauses:
        walked = rebuild_iter(clause.iter, change)
        changed.append(ir.Clause(clause.target, walked, tuple(map(change, clause.tests))))
    return tuple(changed)


def rebuild_iter(walked: ir.Iter, change: MapExpr) -> ir.Iter:
    """The same walk over changed expressions."""
    match walked:
        case ir.OverRange(start=start, stop=stop, step=step):
            return ir.OverRange(change(start), change(stop), change(step))
        case ir.Over() | ir.OverItems():
            return replace(walked, value=change(walked.value))
        case ir.OverEnumerate(iter=iter_, start=start):
            inner = rebuild_iter(iter_, change)
            return ir.OverEnumerate(inner, change(start))
        case ir.OverZip(iters=iters, is_strict=is_strict):
            return ir.OverZip(tuple(rebuild_iter(one, change) for one in iters), is_strict)
        case ir.OverReversed(iter=iter_):
            return ir.OverReversed(rebuild_iter(iter_, change))
        case _:
            assert_never(walked)


def in_stmt(stmt: ir.Stmt) -> tuple[ir.Expr, ...]:
    """The expressions that a statement itself evaluates, its blocks apart."""
    match stmt:
        case ir.Assign(value=value) | ir.Do(value=value) | ir.Return(value=value):
            return (value,)
        case ir.SetField(value=value, new=new):
            return (new, value)
        case ir.If(test=test) | ir.While(test=test):
            return (test,)
        case ir.For(iter=walked):
            return in_iter(walked)
        case ir.Raise(message=message):
            return () if message is None else (message,)
        case ir.Print(items=items, sep=sep, end=end):
            return (*items, *(part for part in (sep, end) if part is not None))
        case ir.Break() | ir.Continue() | ir.Reraise() | ir.Redo() | ir.Try() | ir.Declare():
            return ()
        case ir.Block() | ir.Leave():
            return ()
        case _:
            assert_never(stmt)


def blocks(stmt: ir.Stmt) -> tuple[tuple[ir.Stmt, ...], ...]:
    """The blocks of a statement, in the order of the text."""
    match stmt:
        case ir.If() | ir.While() | ir.For():
            return (stmt.body, stmt.orelse)
        case ir.Try():
            return (stmt.body, *(handler.body for handler in stmt.handlers), stmt.orelse)
        case ir.Block(body=body):
            return (body,)
        case _:
            return ()


def rebuild_stmt(stmt: ir.Stmt, change: MapExpr, block: MapBlock) -> ir.Stmt:
    """The same statement around changed expressions and blocks."""
    match stmt:
        case ir.Assign() | ir.Do() | ir.Return():
            return replace(stmt, value=change(stmt.value))
        case ir.SetField():
            new = change(stmt.new)
            return replace(stmt, new=new, value=change(stmt.value))
        case ir.If() | ir.While():
            test = change(stmt.test)
            return replace(stmt, test=test, body=block(stmt.body), orelse=block(stmt.orelse))
        case ir.For():
            walked = rebuild_iter(stmt.iter, change)
            return replace(stmt, iter=walked, body=block(stmt.body), orelse=block(stmt.orelse))
        case ir.Raise():
            return replace(stmt, message=None if stmt.message is None else change(stmt.message))
        case ir.Print():
            items = tuple(map(change, stmt.items))
            sep = None if stmt.sep is None else change(stmt.sep)
            end = None if stmt.end is None else change(stmt.end)
            return replace(stmt, items=items, sep=sep, end=end)
        case ir.Try():
            body = block(stmt.body)
            handlers = tuple(replace(h, body=block(h.body)) for h in stmt.handlers)
            return replace(stmt, body=body, handlers=handlers, orelse=block(stmt.orelse))
        case ir.Block():
            return replace(stmt, body=block(stmt.body))
        case ir.Break() | ir.Continue() | ir.Leave() | ir.Reraise() | ir.Redo() | ir.Declare():
            return stmt
        case _:
            assert_never(stmt)


def every_stmt(block: tuple[ir.Stmt, ...]) -> Iterator[ir.Stmt]:
    """All statements of a block, however deep."""
    for stmt in block:
        yield stmt
        for inner in blocks(stmt):
            yield from every_stmt(inner)


def every_expr(block: tuple[ir.Stmt, ...]) -> Iterator[ir.Expr]:
    """All expressions of a block, however deep."""
    for stmt in every_stmt(block):
        for expr in in_stmt(stmt):
            yield from every_part(expr)


def on_each_turn(expr: ir.Collect | ir.Fold) -> tuple[ir.Expr, ...]:
    """What a comprehension evaluates on each turn: all but what its first clause walks."""
    parts = expr.elements if isinstance(expr, ir.Collect) else (expr.element,)
    later = [part for clause in expr.clauses[1:] for part in in_iter(clause.iter)]
    return (*parts, *later, *(test for clause in expr.clauses for test in clause.tests))


def every_part(expr: ir.Expr) -> Iterator[ir.Expr]:
    """The expression and all that is inside it."""
    yield expr
    for part in inside(expr):
        yield from every_part(part)


def bound(target: ir.Target) -> tuple[str, ...]:
    """The locals that a target binds."""
    match target:
        case ir.Bind(name=name):
            return (name,)
        case ir.Spread(items=items):
            return tuple(name for item in items for name in bound(item))
        case _:
            assert_never(target)


def binds(target: ir.Target) -> tuple[ir.Bind, ...]:
    """The single bindings of a target."""
    match target:
        case ir.Bind():
            return (target,)
        case ir.Spread(items=items):
            return tuple(one for item in items for one in binds(item))
        case _:
            assert_never(target)


def reads(expr: ir.Expr) -> frozenset[str]:
    """The locals that an expression reads, its own loop variables included."""
    return frozenset(part.name for part in every_part(expr) if isinstance(part, ir.Local))


def assigned(block: tuple[ir.Stmt, ...]) -> frozenset[str]:
    """The locals that a block may bind."""
    return frozenset(name for stmt in every_stmt(block) for name in bound_by(stmt))


def own_names(expr: ir.Expr) -> tuple[str, ...]:
    """The names that a node binds for itself: comprehension variables, temporaries."""
    match expr:
        case ir.Let(name=name):
            return (name,)
        case ir.Collect(clauses=clauses) | ir.Fold(clauses=clauses):
            return tuple(name for clause in clauses for name in bound(clause.target))
        case ir.Sort(target=target) | ir.Best(target=target):
            return bound(target)
        case _:
            return ()


def bound_by(stmt: ir.Stmt) -> tuple[str, ...]:
    """The locals that a statement itself binds, its blocks apart."""
    match stmt:
        case ir.Assign(target=target) | ir.For(target=target):
            return bound(target)
        case ir.Try(handlers=handlers):
            return tuple(handler.name for handler in handlers if handler.name)
        case _:
            return ()


def leaves(block: tuple[ir.Stmt, ...]) -> bool:
    """Whether control never falls out of the end of a block, by the block's last statement."""
    if not block:
        return False
    match block[-1]:
        case ir.Return() | ir.Raise() | ir.Reraise() | ir.Redo() | ir.Break() | ir.Continue():
            return True
        case ir.Leave():
            return True
        case ir.Block(label=label, body=body):
            return leaves(body) and not is_left(body, label)
        case ir.If(body=body, orelse=orelse):
            return leaves(body) and leaves(orelse)
        case ir.While(test=ir.Const(value=True), body=body):
            return not breaks(body)
        case ir.Try(body=body, handlers=handlers, orelse=orelse):
            done = leaves(body) or leaves(orelse)
            return done and all(leaves(handler.body) for handler in handlers)
        case _:
            return False


def is_left(block: tuple[ir.Stmt, ...], label: str) -> bool:
    """Whether something in the block leaves the block of this label."""
    return any(isinstance(stmt, ir.Leave) and stmt.label == label for stmt in every_stmt(block))


def breaks(block: tuple[ir.Stmt, ...]) -> bool:
    """Whether a `break` in the block leaves the loop that the block belongs to."""
    for stmt in block:
        match stmt:
            case ir.Break():
                return True
            case ir.If() | ir.Try() | ir.Block():
                if any(map(breaks, blocks(stmt))):
                    return True
            case ir.While() | ir.For():
                if breaks(stmt.orelse):
                    return True
            case _:
                pass
    return False
