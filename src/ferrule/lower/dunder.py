"""What operators and builtins mean for objects of the program: the methods that Python looks for.

In: lowered operands, of which one is an object of a class of the slice. Out: the call that Python
would make, or None where the class has no such method. What a missing method means by default is
said by those who ask.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from ferrule.base.types import BOOL, CHAR, INT, NEVER, STR, Struct
from ferrule.ir.nodes import Expr
from ferrule.lower.applying import apply
from ferrule.lower.functions import call_function, check_method
from ferrule.lower.order import may_swap
from ferrule.lower.scene import Scene

_MIRRORED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}


def method_of(
    scene: Scene, value: Expr, name: str, node: ast.AST
) -> Callable[[tuple[Expr, ...]], Expr] | None:
    """An operator's method of a struct, ready to be called; None where the class has none."""
    assert isinstance(value.type, Struct)
    struct = value.type
    member = scene.slice.members(struct).get(name)
    if member is None:
        return None
    check_method(scene, struct, member, node)

    def call(args: tuple[Expr, ...]) -> Expr:
        return call_function(scene, member.module, member.qualname, node, value, args)

    return call


def arithmetic(scene: Scene, name: str, left: Expr, right: Expr, node: ast.AST) -> Expr | None:
    """`left op right`: the left one's method, or the right one's mirrored one."""
    if isinstance(left.type, Struct):
        method = method_of(scene, left, f"__{name}__", node)
        return method((right,)) if method is not None else None
    if isinstance(right.type, Struct) and left.type != NEVER:
        method = method_of(scene, right, f"__r{name}__", node)
        if method is not None and may_swap(left, right):
            return method((left,))
    return None


def comparison(scene: Scene, name: str, left: Expr, right: Expr, node: ast.AST) -> Expr | None:
    """`left < right` and its like; `!=` is the opposite of `==` where nothing else is said."""
    if isinstance(left.type, Struct):
        method = method_of(scene, left, f"__{name}__", node)
        if method is not None:
            return method((right,))
        if name == "ne":
            equal = comparison(scene, "eq", left, right, node)
            is_bool = equal is not None and equal.type == BOOL
            return apply(scene, "not", (equal,), node, "`!=`") if equal and is_bool else None
    if isinstance(right.type, Struct) and left.type == right.type and name not in ("eq", "ne"):
        method = method_of(scene, right, f"__{_MIRRORED[name]}__", node)
        if method is not None and may_swap(left, right):
            return method((left,))
    return None


def contained(scene: Scene, name: str, item: Expr, inside: Expr, node: ast.AST) -> Expr | None:
    """`item in inside`."""
    method = method_of(scene, inside, "__contains__", node)
    if method is None or not may_swap(item, inside):
        return None
    found = method((item,))
    if found.type == NEVER:
        return found
    if found.type != BOOL:
        raise scene.refusal("F401", node, "a `__contains__` that gives no bool")
    return found if name == "in" else apply(scene, "not", (found,), node, "`not in`")


def truth_of_object(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """`bool(value)`: `__bool__`, else `__len__`, else always true."""
    method = method_of(scene, value, "__bool__", node)
    if method is not None:
        found = method(())
        if found.type not in (BOOL, NEVER):
            raise scene.refusal("F401", node, "a `__bool__` that gives no bool")
        return found
    length = length_of(scene, value, node)
    if length is not None:
        return apply(scene, "bool()", (length,), node, "the truth of an object")
    raise scene.refusal("F401", node, f"the truth of a {value.type} is not native yet")


def length_of(scene: Scene, value: Expr, node: ast.AST) -> Expr | None:
    """`len(value)`."""
    method = method_of(scene, value, "__len__", node)
    if method is None:
        return None
    found = method(())
    if found.type not in (INT, NEVER):
        raise scene.refusal("F401", node, "a `__len__` that gives no int")
    return apply(scene, "len() of", (found,), node, "`len`")


def text_of_object(scene: Scene, value: Expr, name: str, node: ast.AST) -> Expr | None:
    """`str(value)` and `repr(value)`."""
    method = method_of(scene, value, f"__{name}__", node)
    if method is None and name == "str":
        method = method_of(scene, value, "__repr__", node)
    if method is None:
        return None
    found = method(())
    if found.type not in (STR, CHAR, NEVER):
        raise scene.refusal("F401", node, f"a `__{name}__` that gives no text")
    return found


def builtin_of_object(scene: Scene, name: str, value: Expr, node: ast.AST) -> Expr | None:
    """`len(value)`, `str(value)`, `abs(value)` and their like."""
    if name == "len":
        return length_of(scene, value, node)
    if name in ("str", "repr"):
        return text_of_object(scene, value, name, node)
    if name == "abs":
        method = method_of(scene, value, "__abs__", node)
        return method(()) if method is not None else None
    return None
