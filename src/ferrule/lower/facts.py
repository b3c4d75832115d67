"""What a condition tells: what is not None, or of which of several types it is.

In: a condition in a scene. Out: what is known of locals where it holds, or where it does not; of
attributes too (`node.next`), by the path to them. An attribute can change behind such a fact, so
that its reads are checked.
"""

from __future__ import annotations

import ast

from ferrule.base.types import NEVER, OneOf, Optional, Type
from ferrule.ir.nodes import Apply, Coerce, Expr, GetField, IsNone
from ferrule.lower.kinds import narrowed_by
from ferrule.lower.scene import Scene


def facts(scene: Scene, test: ast.expr, holds: bool) -> dict[str, Type]:
    """Which Optional locals are known to hold a value when `test` is (or isn't) true."""
    match test:
        case ast.Compare(
            left=ast.Name() | ast.Attribute() as name, ops=[operator], comparators=[other]
        ) if isinstance(other, ast.Constant) and other.value is None:
            is_set = isinstance(operator, ast.IsNot | ast.NotEq)
            if isinstance(operator, ast.Is | ast.IsNot) and is_set == holds:
                return _known(scene, name)
            return {}
        case ast.Name() | ast.Attribute() if holds:
            return _known(scene, test)
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name() as name, _]):
            local = scene.renamed.get(name.id) or scene.webs.get(name)
            held = scene.type(scene.local_hole(local)) if local is not None else NEVER
            if local is not None and isinstance(held, OneOf):
                known = narrowed_by(scene, test, held, holds)
                return {local: known} if known is not None else {}
            value = scene.test(test)  # of what may be None, it asks just that
            is_set = isinstance(value, Apply) and isinstance(value.args[0], IsNone)
            is_none = isinstance(value, IsNone)
            return _known(scene, name) if (is_set if holds else is_none) else {}
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return facts(scene, inner, not holds)
        case ast.BoolOp(op=operator, values=items) if isinstance(operator, ast.And) == holds:
            found: dict[str, Type] = {}
            for item in items:
                found.update(facts(scene, item, holds))
            return found
        case _:
            return {}


def _known(scene: Scene, node: ast.Name | ast.Attribute) -> dict[str, Type]:
    path = path_of(scene, node)
    if path is None:
        return {}
    if isinstance(node, ast.Name):
        type_ = scene.type(scene.local_hole(path))
    else:
        value = scene.lower(node)
        type_ = value.type if isinstance(value, GetField) else NEVER
    return {path: type_} if isinstance(type_, Optional) else {}


def path_of(scene: Scene, node: ast.expr) -> str | None:
    """By what facts about a local or its attributes go: `node.next`, of the local as it is."""
    match node:
        case ast.Name():
            return scene.renamed.get(node.id) or scene.webs.get(node)
        case ast.Attribute():
            owner = path_of(scene, node.value)
            return owner and f"{owner}.{node.attr}"
    return None


def as_known(scene: Scene, value: Expr, node: ast.Attribute) -> Expr:
    """What an attribute holds, where that is known to be no None; given back if it is."""
    path = path_of(scene, node)
    if path is None or path not in scene.narrowed or not isinstance(value.type, Optional):
        return value
    return Coerce(value, scene.type(value.type.inner), value.span, checked=True)
