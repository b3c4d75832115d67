"""`hash(x)`: of scalars by a row of the table, of tuples item by item, of objects by `__hash__`.

In: a lowered value. Out: an int. Raises Refused for what has no hash, or one by identity.
"""

from __future__ import annotations

import ast

from ferrule.base.types import BOOL, CHAR, INT, NEVER, STR, List, Struct, Tuple
from ferrule.ir.nodes import Apply, Coerce, Expr, Let, Local, MakeList
from ferrule.lower.applying import apply, unknown
from ferrule.lower.dunder import method_of
from ferrule.lower.scene import Scene
from ferrule.lower.tuples import items_of
from ferrule.ops.op import Op

_OF_ITEMS = Op("hash of items", (List(INT),), INT, "hash::tuple_hash({0})")
_OF_OBJECT = Op("hash of object", (INT,), INT, "hash::of_object({0})")


def hash_of(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """`hash(value)`."""
    span = scene.span(node)
    if value.type == NEVER:
        return unknown(scene, node, "`hash`")
    if isinstance(value.type, Struct):
        method = method_of(scene, value, "__hash__", node)
        found = method(()) if method is not None else None
        if found is not None and found.type == NEVER:
            return found
        if found is None or found.type != INT:
            raise scene.refusal("F411", node, f"`hash` of a {value.type}")
        return Apply(_OF_OBJECT, (found,), INT, span)
    if isinstance(value.type, Tuple):
        items = items_of(scene, value)
        if items is None:
            name = scene.fresh("hashed", node)
            inner = hash_of(scene, Local(name, value.type, span), node)
            return Let(name, value, inner, inner.type, span)
        hashes = tuple(hash_of(scene, item, node) for item in items)
        if any(one.type == NEVER for one in hashes):
            return unknown(scene, node, "`hash`")
        return Apply(_OF_ITEMS, (MakeList(hashes, List(INT), span),), INT, span)
    if value.type == BOOL:
        value = Coerce(value, INT, value.span)
    if value.type == CHAR:
        value = Coerce(value, STR, value.span)
    return apply(scene, "hash()", (value,), node, "`hash`")
