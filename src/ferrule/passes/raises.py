"""Which functions can stop, which call themselves, and which loops look for Ctrl-C.

Before:  `def f(x): return x * 0.5`      After:  `fallible=False`, so `f(x)` needs no `?`

In: functions whose operations are marked `proved` where they can't fail. Out: the same tree with
`fallible`, `recursive` and `polls` set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferrule.base.types import BOOL, CHAR, COMPLEX, FLOAT, INT, NUMBER, STR, Deque, Dict, Set
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.passes.quickness import (
    fills_memory,
    is_in_parts,
    is_walked_in_parts,
    quick_functions,
)


def run(module: Module) -> Module:
    """Marks functions and loops."""
    calls = {func.name: _calls(func) for func in module.funcs}
    reach = {name: _reachable(name, calls) for name in calls}
    loops = frozenset(func.name for func in module.funcs if _has_loop(func))
    slow = frozenset(n for n in calls if n in reach[n] or ({n} | reach[n]) & loops)
    quick = quick_functions(module.funcs) - slow
    funcs = [
        replace(
            func, recursive=func.name in reach[func.name], body=_polling(func.body, slow, quick)
        )
        for func in module.funcs
    ]
    fallible = {func.name for func in funcs if func.recursive or func.maybe_unbound}
    grown = True
    while grown:
        more = {func.name for func in funcs if _can_stop(func, fallible)}
        grown = bool(more - fallible)
        fallible |= more
    done = tuple(replace(func, fallible=func.name in fallible) for func in funcs)
    return replace(module, funcs=done)


def _calls(func: Func) -> frozenset[str]:
    return frozenset(e.func for e in walk.every_expr(func.body) if isinstance(e, ir.Call))


def _reachable(name: str, calls: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    queue = list(calls[name])
    while queue:
        one = queue.pop()
        if one not in found:
            found.add(one)
            queue += calls.get(one, ())
    return frozenset(found)


def _has_loop(func: Func) -> bool:
    stmts, exprs = walk.every_stmt(func.body), walk.every_expr(func.body)
    is_looping = any(isinstance(stmt, ir.While | ir.For) for stmt in stmts)
    return is_looping or any(isinstance(expr, ir.Collect | ir.Fold) for expr in exprs)


def _polling(
    block: tuple[ir.Stmt, ...], slow: frozenset[str], quick: frozenset[str]
) -> tuple[ir.Stmt, ...]:
    """Loops that may run long by themselves poll; those that only walk what exists do not."""
    done: list[ir.Stmt] = []
    for stmt in block:
        changed = stmt
        if isinstance(stmt, ir.While | ir.For):
            is_deep = _is_deep(stmt, slow)
            is_open = isinstance(stmt, ir.While) or not stmt.is_short
            is_listed = isinstance(stmt, ir.For) and _is_listed(stmt.iter)
            polls = (is_deep or is_open) and not is_listed
            changed = replace(stmt, polls=polls)
            if isinstance(changed, ir.For) and polls and is_in_parts(stmt, quick):
                changed = replace(changed, in_parts=True)
        done.append(
            walk.rebuild_stmt(
                changed, lambda e: _watching(e, slow, quick), lambda b: _polling(b, slow, quick)
            )
        )
    return tuple(done)


def _watching(expr: ir.Expr, slow: frozenset[str], quick: frozenset[str]) -> ir.Expr:
    """Comprehensions that may take long poll, as loops do."""
    new = walk.rebuild(expr, lambda e: _watching(e, slow, quick))
    if not isinstance(new, ir.Collect | ir.Fold):
        return new
    polls = (new.polls and not fills_memory(new)) or any(
        isinstance(part, ir.Collect | ir.Fold) or (isinstance(part, ir.Call) and part.func in slow)
        for one in walk.on_each_turn(new)
        for part in walk.every_part(one)
    )
    return replace(new, polls=polls, in_parts=polls and is_walked_in_parts(new, quick))


def _is_deep(stmt: ir.While | ir.For, slow: frozenset[str]) -> bool:
    """Whether one turn may take long: it has a loop inside or calls a function that has."""
    if any(isinstance(inner, ir.While | ir.For) for inner in walk.every_stmt(stmt.body)):
        return True
    return any(
        isinstance(e, ir.Collect | ir.Fold) or (isinstance(e, ir.Call) and e.func in slow)
        for e in walk.every_expr(stmt.body)
    )


def _is_listed(walked: ir.Iter) -> bool:
    """Whether the text itself lists all there is to walk."""
    match walked:
        case ir.Over(value=ir.MakeTuple() | ir.MakeList() | ir.Const()):
            return True
        case ir.OverEnumerate(iter=inner) | ir.OverReversed(iter=inner):
            return _is_listed(inner)
        case ir.OverZip(iters=iters):
            return any(map(_is_listed, iters))
        case _:
            return False


def _can_stop(func: Func, fallible: set[str]) -> bool:
    if func.name in fallible:
        return True
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.Raise() | ir.Reraise() | ir.Redo() | ir.Try():
                return True
            case ir.While(polls=True) | ir.For(polls=True):
                return True
            case ir.For(is_stepped=True, iter=ir.Over(value=value) | ir.OverItems(value=value)) if (
                isinstance(value.type, Deque | Dict | Set)
            ):
                return True
            case ir.For(iter=walked) if walk_can_stop(walked):
                return True
            case _:
                pass
    return any(can_fail(expr, fallible) for expr in walk.every_expr(func.body))


def walk_can_stop(walked: ir.Iter) -> bool:
    """Whether setting up the walk may stop: an odd range, or a set whose order is not known."""
    match walked:
        case ir.OverRange(step=ir.Const(value=int(step)), stop=stop):
            is_down = step == -1 and isinstance(stop, ir.Const)
            return not (step > 0 or is_down)
        case ir.OverRange():
            return True
        case ir.Over(value=value):
            return isinstance(value.type, Set)
        case ir.OverEnumerate(iter=inner) | ir.OverReversed(iter=inner):
            return walk_can_stop(inner)
        case ir.OverZip(iters=iters, is_strict=is_strict):
            return is_strict or any(map(walk_can_stop, iters))
        case _:
            return False


def can_fail(expr: ir.Expr, fallible: set[str] | frozenset[str]) -> bool:
    """Whether evaluating this node itself, its parts apart, may stop."""
    match expr:
        case ir.Apply(op=op, proved=proved):
            return op.fallible and not proved
        case ir.Coerce(checked=checked):
            return checked
        case ir.Call(func=name):
            return name in fallible
        case ir.Collect(parallel=True):
            return True
        case ir.Collect(clauses=clauses) | ir.Fold(clauses=clauses):
            if expr.polls or any(walk_can_stop(clause.iter) for clause in clauses):
                return True
            return isinstance(expr, ir.Fold) and not _has_answer(expr)
        case ir.Sort() | ir.Best():
            return True
        case ir.Format(parts=parts):
            return any(not isinstance(part, str) and _formats(part) for part in parts)
        case _:
            return False


def _has_answer(expr: ir.Fold) -> bool:
    """Whether there is an answer, whatever the elements are."""
    return expr.kind in ("any", "all") or (expr.kind == "next" and expr.start is not None)


def _formats(part: tuple[ir.Expr, str, str]) -> bool:
    """Whether putting a value into an f-string may stop: anything but a plain `str` of it."""
    value, _, spec = part
    return bool(spec) or value.type not in (STR, INT, FLOAT, BOOL, CHAR, COMPLEX, NUMBER)
