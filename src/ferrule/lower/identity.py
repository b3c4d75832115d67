"""Objects as such: `a is b`, `a == b` where the class leaves equality alone, and `x.y` of what may
be None.

In: operands that are instances or may be None. Out: IR; a None where an instance is needed gives
the call back to Python, which raises what it raises.
"""

from __future__ import annotations

import ast

from ferrule.base.types import BOOL, Optional, Struct, Type
from ferrule.ir.nodes import Apply, Coerce, Expr
from ferrule.lower.lineage import Lineage
from ferrule.lower.scene import Scene
from ferrule.ops.op import Op, T

IS = Op("is", (T, T), BOOL, "shared::is({0}, {1})", python="{0} is {1}")


def struct_of(scene: Scene, type_: Type) -> Struct | None:
    """The class of an instance, or of what may be an instance or None."""
    type_ = scene.slice.types.top(type_)
    if isinstance(type_, Optional):
        type_ = scene.slice.types.top(type_.inner)
    return type_ if isinstance(type_, Struct) else None


def instance(scene: Scene, value: Expr) -> Expr:
    """A value of which an attribute is asked: not None, or Python raises."""
    struct = struct_of(scene, value.type)
    if struct is None or not isinstance(scene.slice.types.top(value.type), Optional):
        return value
    return Coerce(value, struct, value.span, checked=True)


def same(scene: Scene, left: Expr, right: Expr, node: ast.AST) -> Expr | None:
    """`left is right` of two instances of one class, each of which may be None."""
    struct = struct_of(scene, left.type)
    if struct is None or struct_of(scene, right.type) != struct:
        return None
    is_sure = isinstance(left.type, Struct) and isinstance(right.type, Struct)
    wanted = struct if is_sure else Optional(struct)
    pair = (scene.coerce(left, wanted, node), scene.coerce(right, wanted, node))
    return Apply(IS, pair, BOOL, scene.span(node))


def has_plain_equality(scene: Scene, struct: Struct) -> bool:
    """Whether `==` of two instances is `is`."""
    return is_by_identity(scene.slice.lineage(struct))


def is_by_identity(lineage: Lineage) -> bool:
    """Whether a class and its bases leave `==` and `hash` as they are."""
    own = {"__eq__", "__ne__", "__hash__"}
    return bool(lineage) and not any(
        source.decorators or own & source.methods.keys() for _, source in lineage
    )


def has_plain_truth(scene: Scene, struct: Struct) -> bool:
    """Whether every instance is true."""
    is_known = scene.slice.class_source(struct) is not None
    return is_known and not {"__bool__", "__len__"} & scene.slice.members(struct).keys()
