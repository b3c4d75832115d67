"""What every local of a shared type is bound to: a value of its own, or a place elsewhere.

In: a function with its last reads marked. Out: definitions by local, and the places behind locals
that are bound to places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.passes.places import ELEMENT, Place, Way, is_shared, places


@dataclass(frozen=True, slots=True)
class Definition:
    """One binding of a local: to an expression, or to what is inside it by `way`."""

    name: str
    expr: ir.Expr
    way: Way
    stmt: ir.Stmt
    walks: bool = False  # bound anew on every turn of a loop or comprehension
    consumes: bool = False  # of a container that is not used again: its elements move out

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that the local is bound to; none for a value of its own."""
        if self.consumes:
            return ()
        found = places(self.expr)
        return tuple(Place(place.root, place.way + self.way) for place in found)


@dataclass(frozen=True, slots=True)
class Bindings:
    """The shared locals of a function: which stand for places, and for which."""

    by_name: Mapping[str, tuple[Definition, ...]]
    borrowed: frozenset[str]
    mixed: frozenset[str]  # own a value at one binding and stand for a place at another

    def expand(self, place: Place) -> tuple[Place, ...]:
        """The place itself and all that it may stand for."""
        found, queue = [place], [place]
        while queue:
            one = queue.pop()
            if one.root not in self.borrowed:
                continue
            for definition in self.by_name[one.root]:
                for base in definition.places:
                    further = Place(base.root, base.way + one.way)
                    if further not in found and len(further.way) < 12:
                        found.append(further)
                        queue.append(further)
        return tuple(found)


def bindings(func: Func, clones: frozenset[str]) -> Bindings:
    """The bindings of the shared locals of a function."""
    by_name: dict[str, list[Definition]] = {}
    for definition in _definitions(func, clones):
        by_name.setdefault(definition.name, []).append(definition)
    params = frozenset(param.name for param in func.params)
    borrowed: set[str] = set()
    mixed: set[str] = set()
    grown = True
    while grown:
        size = len(borrowed)
        for name, found in by_name.items():
            stands = [_stands(one, borrowed, params) for one in found]
            if any(stands):
                borrowed.add(name)
                if not all(stands) or name in params:
                    mixed.add(name)
        grown = len(borrowed) > size
    named = {
        name: tuple(_settled(one, borrowed, params) for one in found)
        for name, found in by_name.items()
    }
    return Bindings(named, frozenset(borrowed), frozenset(mixed))


def _settled(one: Definition, borrowed: set[str], params: frozenset[str]) -> Definition:
    return replace(one, consumes=False) if _stands(one, borrowed, params) else one


def _stands(one: Definition, borrowed: set[str], params: frozenset[str]) -> bool:
    expr = one.expr
    if one.consumes and isinstance(expr, ir.Local):
        return expr.name in borrowed or expr.name in params
    if isinstance(expr, ir.Local) and not one.way:
        return not expr.last or expr.name in borrowed or expr.name in params
    return bool(one.places)


def _definitions(func: Func, clones: frozenset[str]) -> Iterator[Definition]:
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.Assign(target=target, value=value):
                yield from _bound(target, value, (), stmt, clones)
            case ir.For(target=target, iter=walked):
                yield from _walked(target, walked, stmt, clones)
            case _:
                pass
        for expr in walk.in_stmt(stmt):
            for part in walk.every_part(expr):
                yield from _inner(part, stmt, clones)


def _inner(part: ir.Expr, stmt: ir.Stmt, clones: frozenset[str]) -> Iterator[Definition]:
    match part:
        case ir.Let(name=name, value=value) if is_shared(value.type, clones):
            yield Definition(name, value, (), stmt)
        case ir.Collect(clauses=clauses) | ir.Fold(clauses=clauses):
            for clause in clauses:
                yield from _walked(clause.target, clause.iter, stmt, clones)
        case ir.Sort(value=value, target=target) | ir.Best(value=value, target=target):
            yield from _walked(target, ir.Over(value), stmt, clones)
        case _:
            pass


def _bound(
    target: ir.Target, value: ir.Expr, way: Way, stmt: ir.Stmt, clones: frozenset[str]
) -> Iterator[Definition]:
    match target, value:
        case ir.Bind(name=name, type=type_), _:
            if is_shared(type_, clones):
                yield Definition(name, value, way, stmt)
        case ir.Spread(items=items), ir.MakeTuple(items=values) if not way:
            for item, part in zip(items, values, strict=True):
                yield from _bound(item, part, (), stmt, clones)
        case ir.Spread(items=items), _:
            for item in items:
                yield from _bound(item, value, (*way, ELEMENT), stmt, clones)


def _walked(
    target: ir.Target, walked: ir.Iter, stmt: ir.Stmt, clones: frozenset[str]
) -> Iterator[Definition]:
    match walked, target:
        case ir.OverEnumerate(iter=inner), ir.Spread(items=(_, item)):
            yield from _walked(item, inner, stmt, clones)
        case ir.OverZip(iters=iters), ir.Spread(items=items):
            for item, inner in zip(items, iters, strict=True):
                yield from _walked(item, inner, stmt, clones)
        case ir.OverReversed(iter=inner), _:
            yield from _walked(target, inner, stmt, clones)
        case ((ir.Over(value=value) | ir.OverItems(value=value)), _):
            for bind in walk.binds(target):
                if is_shared(bind.type, clones):
                    base = sliced(value) or value
                    ends = isinstance(value, ir.Local) and value.last
                    yield Definition(bind.name, base, (ELEMENT,), stmt, True, ends)
        case _:
            pass


def sliced(expr: ir.Expr) -> ir.Expr | None:
    """The list of which this is a slice; walking the slice walks places of the list."""
    if isinstance(expr, ir.Apply) and expr.op.name.startswith("slice") and places(expr.args[0]):
        return expr.args[0]
    return None
