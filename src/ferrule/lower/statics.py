"""Methods asked of a builtin class: `dict.fromkeys(xs, 0)`, `str.maketrans(a, b)`, `str.upper(s)`.

In: the text of such a call. Out: the operation of the table, or the method of the first argument.
"""

from __future__ import annotations

import ast

from ferrule.base.records import Guard
from ferrule.base.types import CHAR, NEVER, STR, Dict, Optional
from ferrule.ir.nodes import Bind, Clause, Collect, Const, Expr, Local
from ferrule.lower.applying import apply, has_row
from ferrule.lower.loops import is_shadowed, lower_iter
from ferrule.lower.scene import Scene

TYPES = frozenset({"str", "list", "dict", "set", "int", "float", "bytes", "bytearray"})


def asks_class(scene: Scene, func: ast.Attribute) -> bool:
    """Whether this is a method of a builtin class itself."""
    owner = func.value
    return (
        isinstance(owner, ast.Name)
        and owner.id in TYPES
        and scene.is_global(owner)
        and not is_shadowed(scene, owner.id)
    )


def class_method(scene: Scene, node: ast.Call, func: ast.Attribute) -> Expr:
    """The call of a method of a builtin class. Raises Refused."""
    assert isinstance(func.value, ast.Name)
    owner = func.value.id
    scene.guards.add(Guard(scene.instance.module.name, owner, "builtin", owner))
    name = f"{owner}.{func.attr}"
    if name == "dict.fromkeys" and 1 <= len(node.args) <= 2 and not node.keywords:
        return _from_keys(scene, node)
    is_order = (
        name == "int.from_bytes"
        and [keyword.arg for keyword in node.keywords]
        == [*("bytes", "byteorder", "signed")][len(node.args) : len(node.args) + len(node.keywords)]
    )
    if has_row(name) and (not node.keywords or is_order):
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        args = [scene.lower(arg) for arg in given]
        if name == "str.maketrans":
            args = [_of_texts(scene, arg, node) for arg in args]
        return apply(scene, name, args, node, f"`{name}`")
    if not node.args or has_row(name):
        raise scene.refusal("F411", node, f"this call of `{name}` is not native yet")
    method = ast.copy_location(ast.Attribute(node.args[0], func.attr, ast.Load()), func)
    call = ast.Call(method, node.args[1:], node.keywords)
    return scene.lower(ast.copy_location(call, node))


def _of_texts(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """A dict of characters as one of texts."""
    if isinstance(value.type, Dict):
        for part in (value.type.key, value.type.value):
            if scene.slice.types.top(part) == CHAR:
                scene.merge(part, STR, node, "`str.maketrans`")
    return value


def _from_keys(scene: Scene, node: ast.Call) -> Expr:
    """A dict of these keys, all with one value: two of them must not share a list."""
    span = scene.span(node)
    given = scene.lower(node.args[1]) if len(node.args) == 2 else None
    if given is not None and not isinstance(given, Const | Local) and given.type != NEVER:
        raise scene.refusal("F411", node, "this value of `dict.fromkeys` is not native yet")
    iter_, element = lower_iter(scene, node.args[0])
    name = scene.fresh("key", node)
    hole = scene.local_hole(name)
    scene.merge(hole, element, node, "`dict.fromkeys`")
    key = Local(name, scene.type(hole), span)
    kept = scene.hole(node, "value")
    if given is None:
        given = Const(None, scene.type(Optional(scene.hole(node, "nothing"))), span)
    scene.merge(kept, given.type, node, "`dict.fromkeys`")
    value = scene.coerce(given, kept, node)
    clauses = (Clause(Bind(name, key.type), iter_, ()),)
    return Collect((key, value), clauses, scene.type(Dict(hole, kept)), span)
