"""A function that is handed on by its name, as the text of what it does to an item.

In: `len`, `str.lower`, `d.get`, `itemgetter(1)`, `operator.mul` where a function is asked for. Out:
the text of its call on these names: `len(item)`, `item.lower()`, `d.get(item)`, `item[1]`. None
where it is something else.
"""

from __future__ import annotations

import ast
from typing import TypeVar

from ferrule.base.records import Guard
from ferrule.lower.imported import guard_name, name_in
from ferrule.lower.loops import is_shadowed
from ferrule.lower.scene import Scene

Node = TypeVar("Node", bound=ast.AST)

TYPES = frozenset({"str", "list", "dict", "set", "tuple", "int", "float", "bytes", "frozenset"})
_OPERATORS: dict[str, type[ast.operator]] = {
    "add": ast.Add,
    "sub": ast.Sub,
    "mul": ast.Mult,
    "truediv": ast.Div,
    "floordiv": ast.FloorDiv,
    "mod": ast.Mod,
    "pow": ast.Pow,
    "and_": ast.BitAnd,
    "or_": ast.BitOr,
    "xor": ast.BitXor,
    "lshift": ast.LShift,
    "rshift": ast.RShift,
    "concat": ast.Add,
}
_COMPARISONS: dict[str, type[ast.cmpop]] = {
    "eq": ast.Eq,
    "ne": ast.NotEq,
    "lt": ast.Lt,
    "le": ast.LtE,
    "gt": ast.Gt,
    "ge": ast.GtE,
}


def key_of(scene: Scene, function: ast.expr, *names: str) -> ast.expr | None:
    """The call of a function that is named, on locals of these names."""
    items: list[ast.expr] = [
        _at(ast.Name(name, ast.Load()), function, number) for number, name in enumerate(names)
    ]
    match function:
        case ast.Call(args=args, keywords=[]):
            return _getter(scene, function, args, items)
        case ast.Attribute(value=ast.Name(id=owner) as name, attr=attribute) if (
            scene.is_global(name) and owner in TYPES and not is_shadowed(scene, owner)
        ):
            scene.guards.add(Guard(scene.instance.module.name, owner, "builtin", owner))
            method = _at(ast.Attribute(items[0], attribute, ast.Load()), function)
            return _at(ast.Call(method, items[1:], []), function)
        case ast.Name() | ast.Attribute():
            known = operator_of(scene, function, items)
            if known is not None:
                return known
            return _at(ast.Call(function, items, []), function) if _is_still(function) else None
        case _:
            return None


def operator_of(scene: Scene, function: ast.expr, items: list[ast.expr]) -> ast.expr | None:
    """`operator.mul` on two items as `a * b`."""
    name = name_in(scene, function, "operator")
    if name in _OPERATORS and len(items) == 2:
        guard_name(scene, function, "operator", name)
        return _at(ast.BinOp(items[0], _OPERATORS[name](), items[1]), function)
    if name in _COMPARISONS and len(items) == 2:
        guard_name(scene, function, "operator", name)
        return _at(ast.Compare(items[0], [_COMPARISONS[name]()], [items[1]]), function)
    return None


def _getter(
    scene: Scene, function: ast.Call, args: list[ast.expr], items: list[ast.expr]
) -> ast.expr | None:
    """`itemgetter(…)` and `attrgetter(…)` of constants."""
    name = name_in(scene, function.func, "operator")
    if name not in ("itemgetter", "attrgetter") or len(items) != 1 or not args:
        return None
    if not all(_is_plain(arg) for arg in args):
        return None
    parts: list[ast.expr] = []
    for arg in args:
        if name == "itemgetter":
            parts.append(_at(ast.Subscript(items[0], arg, ast.Load()), arg))
            continue
        part = items[0]
        for step in str(ast.literal_eval(arg)).split("."):
            part = _at(ast.Attribute(part, step, ast.Load()), arg)
        parts.append(part)
    guard_name(scene, function.func, "operator", name)
    if len(parts) == 1:
        return parts[0]
    return _at(ast.Tuple(parts, ast.Load()), function)


def _is_plain(node: ast.expr) -> bool:
    try:
        return isinstance(ast.literal_eval(node), int | str)
    except (ValueError, TypeError):
        return False


def _is_still(node: ast.expr) -> bool:
    """Whether evaluating it for each item anew can't be told from once."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _at(made: Node, node: ast.AST, number: int = 0) -> Node:
    """A node that stands where another does; those side by side have places of their own."""
    ast.copy_location(made, node)
    if number:
        made.end_col_offset += 1000 * number  # type: ignore[attr-defined]
    return made
