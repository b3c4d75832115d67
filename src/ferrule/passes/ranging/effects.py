"""What changing a list, or calling a function that changes one, leaves of what was known.

In: the zone before, the changed expression. Out: the zone after. Two locals can only stand for the
same list where one of them is bound to a place inside the other; and what stands for the same list
has the same type.
"""

from __future__ import annotations

from ferrule.base.types import List, Type
from ferrule.ir import nodes as ir
from ferrule.passes.ranging.intervals import Range
from ferrule.passes.ranging.knowledge import Knowledge, Roots, containers_in, ways
from ferrule.passes.ranging.values import Num, Value, anything, mix, read, renumber, under
from ferrule.passes.ranging.zone import Zone, is_many


def forget_under(zone: Zone, path: str, *, keeps_size: bool) -> None:
    """Drops what is known of a list: of its elements, and of its length unless that stays."""
    kept = {path, path + "#"} if keeps_size else {path}
    zone.forget_all(lambda name: under(path, name) and name not in kept)


def clobber(known: Knowledge, zone: Zone, expr: ir.Expr, type_: Type, *, keeps_size: bool) -> None:
    """Drops what is known of all that may be a changed list, but for its own path."""
    own = expr.name if isinstance(expr, ir.Local) else None
    roots = known.roots(expr)
    for root, root_type in known.types.items():
        for way in ways(root_type, type_):
            is_itself = root == own and not way
            if not is_itself and may_stand(known, root, roots, is_whole=not way):
                forget_under(zone, root + way, keeps_size=keeps_size)


def may_stand(known: Knowledge, root: str, roots: Roots, *, is_whole: bool) -> bool:
    """Whether what these roots own may be found under a local, or under it as a whole."""
    if known.is_owner(root):
        # What nobody knows the owner of is still a part of its owner, never all of it.
        return not is_whole if roots is None else root in roots
    mine = known.roots_of(root)
    return roots is None or mine is None or bool(mine & roots)


def after_call(known: Knowledge, zone: Zone, call: ir.Call) -> None:
    """Drops what the callee may have changed."""
    for param, arg in zip(known.params[call.func], call.args, strict=True):
        if param.mode == "mut":
            roots = known.roots(arg)
            keeps = isinstance(param.type, List) and not param.grows
            for root in known.types:
                if may_stand(known, root, roots, is_whole=False):
                    is_itself = isinstance(arg, ir.Local) and arg.name == root
                    forget_under(zone, root, keeps_size=is_itself and keeps)


def unhold(known: Knowledge, zone: Zone, expr: ir.Expr, element: Type) -> None:
    """Drops what is known of locals that stand for elements which are about to be replaced."""
    roots = known.roots(expr)
    for root, root_type in known.types.items():
        if not known.is_owner(root) and may_stand(known, root, roots, is_whole=True):
            for way in ways(root_type, element):
                forget_under(zone, root + way, keeps_size=False)


def forget_lists(known: Knowledge, zone: Zone) -> None:
    """Drops what is known of all lists."""
    for root, type_ in known.types.items():
        for inner in set(containers_in(type_)):
            for way in ways(type_, inner):
                forget_under(zone, root + way, keeps_size=False)


def replaced(zone: Zone, path: str, element: Type, value: Value) -> None:
    """After an element was replaced or put in."""
    if zone.is_vacuous(path + "[]") or read(zone, path + "[]", element) != anything(element):
        zone.become(mix(zone, path + "[]", element, value))


def resized(zone: Zone, path: str, change: Range) -> None:
    """After a list, or one of many lists, has got longer by a range of elements."""
    name = path + "#"
    (low, high), (fewer, more) = zone.range(name), change
    if is_many(name):
        fewer, more = min(fewer, 0), max(more, 0)
        ups, downs = zone.edges(name)
    else:
        ups, downs = {name: 0}, {name: 0}
    size = Num(
        (max(low + fewer, 0), high + more),
        {other: gap + more for other, gap in ups.items()},
        {other: gap + fewer for other, gap in downs.items()},
    )
    renumber(zone, name, size)
