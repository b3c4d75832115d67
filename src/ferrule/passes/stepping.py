"""Which loops change what they walk, so that they have to go from element to element by index.

Before:  `for i, x in enumerate(xs): xs[i] = x + 1`     After:  the loop with `is_stepped`

In: a function, its bindings and accesses. Out: the body with `For.is_stepped` set. A function with
such a loop over anything but a list is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from ferrule.base.types import STR, Deque, Dict, List, Set
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.passes.accesses import Access, Params, accesses
from ferrule.passes.definitions import Bindings, sliced
from ferrule.passes.places import HANDLE, Place, is_shared, places
from ferrule.passes.unowned import Unowned

Block = tuple[ir.Stmt, ...]
Touched: TypeAlias = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Scenery:
    """What is known of a function whose loops are looked at."""

    bound: Bindings
    found: tuple[Access, ...]
    forms: Mapping[str, str]
    touched: Touched


def stepped(block: Block, scenery: Scenery) -> Block:
    """The block with its loops marked; those whose elements are written by index need no mark."""
    done: list[ir.Stmt] = []
    for stmt in block:
        changed = stmt
        if isinstance(stmt, ir.For):
            by_index = any(scenery.forms.get(name) == "index" for name in walk.bound(stmt.target))
            is_stepped = not by_index and _changes_walked(stmt, scenery)
            # What is walked is looked up on every turn: nothing of it may move there.
            iter_ = walk.rebuild_iter(stmt.iter, _staying) if is_stepped else stmt.iter
            changed = replace(stmt, iter=iter_, is_stepped=is_stepped)
        done.append(walk.rebuild_stmt(changed, lambda e: e, lambda inner: stepped(inner, scenery)))
    return tuple(done)


def _staying(expr: ir.Expr) -> ir.Expr:
    new = walk.rebuild(expr, _staying)
    return replace(new, last=False) if isinstance(new, ir.Local) else new


def check_steps(block: Block, params: Params) -> None:
    """Refuses what can't be walked from element to element."""
    for expr in walk.every_expr(block):
        if isinstance(expr, ir.Collect | ir.Fold) and _changes_own_walk(expr, params):
            message = "this comprehension changes what it walks"
            raise Unowned("F304", expr.span, message, whole=_all_walked(expr.clauses))
    for stmt in walk.every_stmt(block):
        if not isinstance(stmt, ir.For) or not stmt.is_stepped:
            continue
        if not _can_step(stmt.iter, stmt.target) or _is_rebound(stmt):
            message = "this loop changes what it walks"
            raise Unowned("F304", stmt.span, message, whole=walk.in_iter(stmt.iter))


def _all_walked(clauses: tuple[ir.Clause, ...]) -> tuple[ir.Expr, ...]:
    return tuple(part for one in clauses for part in walk.in_iter(one.iter))


def _is_rebound(stmt: ir.For) -> bool:
    """Whether the body gives the name of what is walked to something else: the walk goes on."""
    walked = {
        place.root
        for value in walk.in_iter(stmt.iter)
        if isinstance(value.type, List | Deque | Dict | Set) and sliced(value) is None
        for place in places(value)
    }
    return bool(walked & walk.assigned(stmt.body))


def _changes_own_walk(expr: ir.Collect | ir.Fold, params: Params) -> bool:
    walked = frozenset(
        name
        for clause in expr.clauses
        for part in walk.in_iter(clause.iter)
        for name in walk.reads(part)
    )
    elements = expr.elements if isinstance(expr, ir.Collect) else (expr.element,)
    inside = (*elements, *(test for clause in expr.clauses for test in clause.tests))
    changed = [
        arg
        for outer in inside
        for part in walk.every_part(outer)
        for arg in _changed_by(part, params)
    ]
    return any(walk.reads(arg) & walked for arg in changed)


def _changed_by(part: ir.Expr, params: Params) -> list[ir.Expr]:
    if isinstance(part, ir.Call):
        pairs = zip(params[part.func], part.args, strict=True)
        return [arg for param, arg in pairs if param.mode == "mut"]
    if isinstance(part, ir.Apply):
        return [part.args[number] for number in part.op.mutates]
    return []


def _can_step(node: ir.Iter, target: ir.Target) -> bool:
    match node:
        case ir.Over(value=value) if isinstance(value.type, Deque | Dict | Set):
            return bool(places(value)) and isinstance(target, ir.Bind)
        case ir.Over(value=value):
            is_sequence = isinstance(value.type, List) or value.type == STR
            return is_sequence and (bool(places(value)) or sliced(value) is not None)
        case ir.OverItems(value=value, kind=kind):
            is_plain = not any(is_shared(bind.type) for bind in walk.binds(target))
            return bool(places(value)) and is_plain and kind in ("items", "values")
        case ir.OverEnumerate(iter=inner):
            is_pair = isinstance(target, ir.Spread) and len(target.items) == 2
            return is_pair and _can_step(inner, target)
        case _:
            return False


def _changes_walked(loop: ir.For, scenery: Scenery) -> bool:
    bound, found = scenery.bound, scenery.found
    inner = {id(stmt) for stmt in walk.every_stmt(loop.body)}
    walked = [
        further
        for value in walk.in_iter(loop.iter)
        if isinstance(value.type, List | Deque | Dict | Set) or value.type == STR
        for place in places(sliced(value) or value)
        for further in bound.expand(place)
    ]
    roots = {place.root for place in walked}
    if any(roots & scenery.touched.get(name, frozenset()) for name in called(loop.body)):
        return True
    own = frozenset(walk.bound(loop.target))
    for access in found:
        if access.kind not in ("assign", "resize") or id(access.stmt) not in inner:
            continue
        reach = [further for place in access.places for further in bound.expand(place)]
        if own & {place.root for place in reach}:
            continue
        if any(_touches(one, other) for one in reach for other in walked):
            return True
    return bool(roots & walk.assigned(loop.body))


def called(block: Block) -> Iterator[str]:
    """The functions that a block calls, each as often as it does."""
    for expr in walk.every_expr(block):
        if isinstance(expr, ir.Call):
            yield expr.func


def touched_by(funcs: tuple[Func, ...], params: Params) -> Touched:
    """The containers behind handles that each function changes, or a function that it calls."""
    found = {
        func.name: frozenset(
            place.root
            for access in accesses(func.body, params)
            if access.kind in ("assign", "resize")
            for place in access.places
            if HANDLE in place.root
        )
        for func in funcs
    }
    calls = {func.name: frozenset(called(func.body)) for func in funcs}
    while True:
        grown = {
            name: own.union(*(found.get(callee, frozenset()) for callee in calls[name]))
            for name, own in found.items()
        }
        if grown == found:
            return found
        found = grown


def _touches(changed: Place, walked: Place) -> bool:
    size = min(len(changed.way), len(walked.way))
    return changed.root == walked.root and changed.way[:size] == walked.way[:size]
