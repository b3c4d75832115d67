"""Which locals may be read before they are bound; such a read is a redo, and Python raises.

Before:  `if c: x = 1` … `return x`      After:  `maybe_unbound={x}`

In: any tree. Out: the same tree with `Func.maybe_unbound` set.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

Block: TypeAlias = tuple[ir.Stmt, ...]
# The locals bound for certain; None where control never comes.
Bound: TypeAlias = frozenset[str] | None


@dataclass(slots=True)
class _Loop:
    """What is bound at the `break`s of the loop around, and where labelled blocks are left."""

    breaks: list[Bound] = field(default_factory=list)
    left: dict[str, list[Bound]] = field(default_factory=dict)


def run(module: Module) -> Module:
    """Finds the locals of every function that may be unbound when they are read."""
    return replace(module, funcs=tuple(map(mark, module.funcs)))


def mark(func: Func) -> Func:
    """Finds the locals of one function that may be unbound when they are read."""
    unsure: set[str] = set()
    _block(func.body, frozenset(param.name for param in func.params), _Loop(), unsure)
    never = unsure - walk.assigned(func.body)
    body = _without(func.body, frozenset(never)) if never else func.body
    return replace(func, body=body, maybe_unbound=frozenset(unsure - never))


def _without(block: Block, never: frozenset[str]) -> Block:
    """The block where a statement that reads a local which is nowhere bound is a redo."""
    done: list[ir.Stmt] = []
    for stmt in block:
        if any(walk.reads(expr) & never for expr in walk.in_stmt(stmt)):
            done.append(ir.Redo("F401", stmt.span))
            break
        done.append(walk.rebuild_stmt(stmt, lambda e: e, lambda inner: _without(inner, never)))
    return tuple(done)


def _meet(first: Bound, second: Bound) -> Bound:
    if first is None or second is None:
        return second if first is None else first
    return first & second


def _block(block: Block, bound: Bound, loop: _Loop, unsure: set[str]) -> Bound:
    for stmt in block:
        bound = _stmt(stmt, bound, loop, unsure)
    return bound


def _stmt(stmt: ir.Stmt, bound: Bound, loop: _Loop, unsure: set[str]) -> Bound:
    if bound is None:
        return None
    _check(stmt, bound, unsure)
    match stmt:
        case ir.Assign(target=target):
            return bound | frozenset(walk.bound(target))
        case ir.If(body=body, orelse=orelse):
            done = _block(body, bound, loop, unsure)
            return _meet(done, _block(orelse, bound, loop, unsure))
        case ir.While() | ir.For():
            return _loop(stmt, bound, loop, unsure)
        case ir.Try():
            return _try(stmt, bound, loop, unsure)
        case ir.Break():
            loop.breaks.append(bound)
            return None
        case ir.Block(label=label, body=body):
            after = _block(body, bound, loop, unsure)
            for at_leave in loop.left.pop(label, ()):
                after = _meet(after, at_leave)
            return after
        case ir.Leave(label=label):
            loop.left.setdefault(label, []).append(bound)
            return None
        case ir.Return() | ir.Continue() | ir.Raise() | ir.Reraise() | ir.Redo():
            return None
        case _:
            return bound


def _check(stmt: ir.Stmt, bound: frozenset[str], unsure: set[str]) -> None:
    own: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    for expr in walk.in_stmt(stmt):
        read |= walk.reads(expr)
        own |= inner_names(expr)
    unsure |= read - own - bound


def inner_names(expr: ir.Expr) -> frozenset[str]:
    """The names that an expression binds for itself: comprehension variables, temporaries."""
    return frozenset(name for part in walk.every_part(expr) for name in walk.own_names(part))


def _loop(stmt: ir.While | ir.For, bound: frozenset[str], around: _Loop, unsure: set[str]) -> Bound:
    loop = _Loop(left=around.left)
    inside = bound
    endless = False
    if isinstance(stmt, ir.For):
        inside = bound | frozenset(walk.bound(stmt.target))
    else:
        endless = isinstance(stmt.test, ir.Const) and stmt.test.value is True
    _block(stmt.body, inside, loop, unsure)
    after: Bound = None if endless else _block(stmt.orelse, bound, around, unsure)
    for at_break in loop.breaks:
        after = _meet(after, at_break)
    return after


def _try(stmt: ir.Try, bound: frozenset[str], loop: _Loop, unsure: set[str]) -> Bound:
    done = _block(stmt.body, bound, loop, unsure)
    after = _block(stmt.orelse, done, loop, unsure)
    for handler in stmt.handlers:
        named = frozenset((handler.name,)) if handler.name else frozenset()
        caught = _block(handler.body, bound | named, loop, unsure)
        after = _meet(after, None if caught is None else caught - named)
    return after
