"""`repr` and `str` of objects of the program, and of lists, tuples and Nones around them.

In: a lowered value. Out: its text, by the methods that Python calls; None where there is no object
in it, so that a row of the table says it.
"""

from __future__ import annotations

import ast

from ferrule.base.types import BOOL, NEVER, STR, List, Optional, Struct, Tuple, Type
from ferrule.ir.nodes import (
    Bind,
    Choose,
    Clause,
    Coerce,
    Collect,
    Const,
    Expr,
    Format,
    GetField,
    IsNone,
    Local,
    Over,
)
from ferrule.lower.applying import apply, holds_struct
from ferrule.lower.dunder import text_of_object
from ferrule.lower.scene import Scene
from ferrule.lower.tuples import items_of


def text_around(scene: Scene, value: Expr, name: str, node: ast.AST) -> Expr | None:
    """The text of a value in which there are objects; `name` is "repr" or "str"."""
    if isinstance(value.type, Struct):
        return text_of_object(scene, value, name, node)
    if not holds_struct(scene, value.type):
        return None
    span = scene.span(node)
    match value.type:
        case Optional(inner) if isinstance(value, Local | GetField):
            held = Coerce(value, scene.type(inner), value.span)
            text = text_around(scene, held, name, node)
            if text is None or text.type == NEVER:
                return text
            text = scene.coerce(text, STR, node)
            none = Const("None", STR, span)
            return Choose(IsNone(value, BOOL, span), none, text, STR, span)
        case List(element):
            local = scene.fresh(_word(scene, element), node)
            hole = scene.local_hole(local)
            scene.merge(hole, element, node, "the items")
            item = Local(local, scene.type(hole), span)
            return _listed(scene, item, Over(value), node)
        case Tuple() if (items := items_of(scene, value)) is not None:
            return _tupled(scene, items, node)
    return None


def _word(scene: Scene, element: Type) -> str:
    """A name for an element, which tells lists at one place of the text apart by what they hold."""
    element = scene.slice.types.top(element)
    if isinstance(element, List):
        return f"{_word(scene, element.element)}_row"
    return str(element).lower() if isinstance(element, Struct) else "shown"


def _listed(scene: Scene, item: Local, over: Over, node: ast.AST) -> Expr | None:
    span = scene.span(node)
    text = text_around(scene, item, "repr", node)
    if text is None or text.type == NEVER:
        return text
    clauses = (Clause(Bind(item.name, item.type), over, ()),)
    texts = Collect((scene.coerce(text, STR, node),), clauses, List(STR), span)
    inner = apply(scene, ".join", (Const(", ", STR, span), texts), node, "`repr`")
    return Format(("[", (inner, "", ""), "]"), STR, span)


def _tupled(scene: Scene, items: tuple[Expr, ...], node: ast.AST) -> Expr | None:
    parts: list[str | tuple[Expr, str, str]] = ["("]
    for number, item in enumerate(items):
        text = text_around(scene, item, "repr", node)
        if text is None and holds_struct(scene, item.type):
            return None
        shown = text if text is not None else apply(scene, "repr()", (item,), node, "`repr`")
        if shown.type == NEVER:
            return shown
        parts += [", "] if number else []
        parts.append((shown, "", ""))
    parts.append(",)" if len(items) == 1 else ")")
    return Format(tuple(parts), STR, scene.span(node))
