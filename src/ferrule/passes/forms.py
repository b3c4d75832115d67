"""How a local that stands for a place is written: a borrow, or the place again from its index.

Before:  `row = grid[i]; grid[0][j] = row[j]`     After:  `row` of form "index" into `grid`
Before:  `a = d[k]; b = d[j]; a.x -= 1; b.x += 1`  After:  `a`, `b` of form "entry" in `d`

In: a function, its bindings and accesses. Out: the forms, and the containers of the forms "index"
and "entry" (an element of a list, a value of a dict, by its number). These forms are right only
while the container's structure stays: this is where that is made sure.
"""

from __future__ import annotations

from ferrule.base.types import Dict, List
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.passes.accesses import Access
from ferrule.passes.definitions import Bindings, Definition
from ferrule.passes.live import facts
from ferrule.passes.places import ELEMENT, HEAP, Place, Way, places
from ferrule.passes.unowned import Unowned


def find_forms(
    func: Func, bound: Bindings, found: tuple[Access, ...]
) -> tuple[dict[str, str], dict[str, ir.Expr]]:
    """The forms of the borrowed locals, and the containers of those that are numbers."""
    live = facts(func)
    forms: dict[str, str] = {}
    containers: dict[str, ir.Expr] = {}
    for name in sorted(bound.borrowed):
        changed = any(_changes(access, name, bound) for access in found)
        rivals = [one for one in found if _is_rival(one, name, changed, bound, live)]
        forms[name] = "mut" if changed else "ref"
        if not rivals:
            continue
        if (container := _indexed(name, bound)) is not None:
            _check_stable(name, bound, rivals, func, live)
            _check_held(name, bound, rivals)
            forms[name] = "index"
            containers[name] = container
        elif (table := _table(name, bound)) is not None:
            _check_stable(name, bound, rivals, func, live)
            _check_held(name, bound, rivals)
            forms[name] = "entry"
            containers[name] = table
    return forms, containers


def _check_held(name: str, bound: Bindings, rivals: list[Access]) -> None:
    """What stands in an attribute that other names reach too may change unseen."""
    roots = {
        further.root
        for one in bound.by_name[name]
        for place in one.places
        for further in bound.expand(place)
    }
    if any(root.startswith(HEAP) for root in roots):
        message = f"`{name}` is part of what other names reach too"
        raise Unowned("F304", rivals[0].stmt.span, message, whole=(Place(name),))


def _changes(access: Access, name: str, bound: Bindings) -> bool:
    if access.kind not in ("assign", "resize"):
        return False
    return any(further.root == name for place in access.places for further in bound.expand(place))


def _is_rival(
    access: Access, name: str, changed: bool, bound: Bindings, live: dict[int, frozenset[str]]
) -> bool:
    """Whether this access to the place, by another way, may happen while the local is in use."""
    if access.kind == "read" and not changed:
        return False
    if not any(_in_region(access.stmt, one, live) for one in bound.by_name[name]):
        return False
    mine = [
        further
        for one in bound.by_name[name]
        for place in one.places
        for further in bound.expand(place)
    ]
    for place in access.places:
        reach = bound.expand(place)
        if any(one.root == name for one in reach):
            continue
        if any(_overlap(one, other) for one in reach for other in mine):
            return True
    return False


def _in_region(stmt: ir.Stmt, one: Definition, live: dict[int, frozenset[str]]) -> bool:
    if one.walks and isinstance(one.stmt, ir.For):
        return any(inner is stmt for inner in walk.every_stmt(one.stmt.body))
    if stmt is one.stmt:
        return one.walks or not isinstance(stmt, ir.Assign)
    if one.name in live.get(id(stmt), frozenset()):
        return True
    return any(one.name in walk.reads(expr) for expr in walk.in_stmt(stmt))


def _overlap(one: Place, other: Place) -> bool:
    size = min(len(one.way), len(other.way))
    return one.root == other.root and one.way[:size] == other.way[:size]


def _indexed(name: str, bound: Bindings) -> ir.Expr | None:
    """The one list that the local is always an element of, if it is written plainly enough."""
    found = [_container(one) for one in bound.by_name[name]]
    first = found[0]
    if first is None or not all(one is not None and _same(one, first) for one in found):
        return None
    return first


def _table(name: str, bound: Bindings) -> ir.Expr | None:
    """The one dict that the local is always a value of, if it is written plainly enough."""
    match bound.by_name[name]:
        case (Definition(expr=ir.Apply(op=op, args=(container, _)), stmt=ir.Assign()) as one,):
            is_value = op.name == "getitem" and isinstance(container.type, Dict) and not one.way
            return container if is_value and _is_plain(container) else None
        case _:
            return None


def _container(one: Definition) -> ir.Expr | None:
    expr = one.expr
    if one.walks:
        is_list = isinstance(expr.type, List) and isinstance(one.stmt, ir.For)
        return expr if is_list and one.way == (ELEMENT,) and _is_plain(expr) else None
    if one.way or not isinstance(one.stmt, ir.Assign):
        return None
    if isinstance(expr, ir.Apply) and expr.op.name == "getitem":
        container = expr.args[0]
        return container if isinstance(container.type, List) and _is_plain(container) else None
    return None


def _is_plain(expr: ir.Expr) -> bool:
    if isinstance(expr, ir.GetField):
        return _is_plain(expr.value)
    return isinstance(expr, ir.Local)


def _same(one: ir.Expr, other: ir.Expr) -> bool:
    return places(one) == places(other)


def _check_stable(
    name: str,
    bound: Bindings,
    rivals: list[Access],
    func: Func,
    live: dict[int, frozenset[str]],
) -> None:
    """Refuses where the container may lose, move or replace elements while the local is used."""
    mine = [
        further
        for one in bound.by_name[name]
        for place in one.places
        for further in bound.expand(place)
    ]
    for access in rivals:
        for place in access.places:
            for further in bound.expand(place):
                if any(_unsettles(access, further, one) for one in mine):
                    message = f"`{name}` is an element of a list that changes while it is used"
                    raise Unowned("F304", access.stmt.span, message, whole=(Place(name),))
    roots = {place.root for place in mine}
    for stmt in walk.every_stmt(func.body):
        if roots & set(walk.bound_by(stmt)) and any(
            _in_region(stmt, one, live) for one in bound.by_name[name]
        ):
            message = f"the list that `{name}` is an element of is replaced while it is used"
            raise Unowned("F304", stmt.span, message, whole=(Place(name),))


def _unsettles(access: Access, changed: Place, mine: Place) -> bool:
    if access.kind == "read" or changed.root != mine.root:
        return False
    way: Way = changed.way
    return way == mine.way[: len(way)] and (len(way) < len(mine.way) or access.kind == "assign")
