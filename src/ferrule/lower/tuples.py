"""What is asked of a tuple as a whole: its items one by one, or as a list of one type.

In: a lowered tuple, whose length is known. Out: expressions over its items.
"""

from __future__ import annotations

import ast

from ferrule.base.types import List, Tuple
from ferrule.ir.nodes import Const, Expr, GetItem, Let, Local, MakeList, MakeTuple
from ferrule.lower.scene import Scene

_UNKNOWN = 1 << 62  # no constant of a text says this


def items_of(scene: Scene, value: Expr) -> tuple[Expr, ...] | None:
    """A tuple's items, where taking them apart evaluates nothing twice."""
    assert isinstance(value.type, Tuple)
    if isinstance(value, MakeTuple):
        return value.items
    if isinstance(value, Const) and isinstance(value.value, tuple):
        return tuple(
            Const(item, scene.type(type_), value.span)
            for item, type_ in zip(value.value, value.type.items, strict=True)
        )
    if isinstance(value, Local | GetItem):
        return tuple(
            GetItem(value, place, scene.type(type_), value.span)
            for place, type_ in enumerate(value.type.items)
        )
    return None


def as_list(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """A list of the same items: they have to have one type."""
    assert isinstance(value.type, Tuple)
    items = items_of(scene, value)
    if items is None:
        name = scene.fresh("items", node)
        held = Local(name, value.type, value.span)
        made = as_list(scene, held, node)
        return Let(name, value, made, made.type, value.span)
    hole = scene.hole(node, "items")
    for item in items:
        scene.merge(hole, item.type, node, "this tuple")
    coerced = tuple(scene.coerce(item, hole, node) for item in items)
    return MakeList(coerced, scene.type(List(hole)), value.span)


def joined_tuples(scene: Scene, left: Expr, right: Expr) -> Expr | None:
    """`left + right`."""
    first, second = items_of(scene, left), items_of(scene, right)
    if first is None or second is None:
        return None
    return _made(scene, (*first, *second), left)


def tuple_slice(scene: Scene, value: Expr, bounds: ast.Slice, node: ast.AST) -> Expr:
    """`value[a:b:c]` with constant bounds."""
    lower, upper, step = (_place(part) for part in (bounds.lower, bounds.upper, bounds.step))
    items = items_of(scene, value)
    if items is None or _UNKNOWN in (lower, upper, step) or step == 0:
        raise scene.refusal("F407", node, "this slice of a tuple is not native yet")
    return _made(scene, items[lower:upper:step], value)


def _place(node: ast.expr | None) -> int | None:
    try:
        found = ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError):
        return _UNKNOWN
    return found if found is None or type(found) is int else _UNKNOWN


def _made(scene: Scene, items: tuple[Expr, ...], like: Expr) -> Expr:
    type_ = Tuple(tuple(item.type for item in items))
    return MakeTuple(items, scene.type(type_), like.span)
