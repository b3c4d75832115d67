"""`sorted`, `.sort`, and `min`/`max` by key."""

from __future__ import annotations

import ast

from ferrule.base.types import BOOL, NEVER, NONE, List, Optional, Type
from ferrule.ir.nodes import Best, Bind, Coerce, Const, Expr, Local, Sort, Target
from ferrule.lower.applying import apply, unknown
from ferrule.lower.callables import FunctionValue
from ferrule.lower.containers import as_items
from ferrule.lower.functions import call_function, call_value
from ferrule.lower.keys import key_of
from ferrule.lower.order import with_default
from ferrule.lower.ordering import order_key
from ferrule.lower.scene import Scene


def lower_sort(scene: Scene, value: Expr, node: ast.Call, *, in_place: bool) -> Expr:
    """Sort a list, in place or (already a new list) as the result."""
    if value.type == NEVER:
        return unknown(scene, node, "sorting")
    assert isinstance(value.type, List)
    key, reverse = None, False
    for keyword in node.keywords:
        if keyword.arg == "key":
            key = keyword.value
        elif keyword.arg == "reverse":
            reverse = _reverse(scene, keyword.value)
        else:
            raise scene.refusal("F411", node, "these arguments of a sort")
    element = scene.type(value.type.element)
    if element == NEVER and not scene.is_final:
        return value if not in_place else Const(None, NONE, scene.span(node))
    target, key_expr = _key(scene, key, element, node)
    compared = key_expr.type if key_expr is not None else element
    if compared != NEVER:
        # Whether the table can order these values at all.
        held = Local("compared", compared, scene.span(node))
        apply(scene, "lt", (held, held), node, "the order of a sort's keys")
    type_: Type = NONE if in_place else value.type
    return Sort(value, target, key_expr, reverse, in_place, scene.type(type_), scene.span(node))


def _reverse(scene: Scene, node: ast.expr) -> bool:
    value = scene.lower(node)
    if isinstance(value, Const) and value.type == BOOL:
        return bool(value.value)
    raise scene.refusal("F411", node, "a `reverse` that is no constant")


def _key(
    scene: Scene, key: ast.expr | None, element: Type, node: ast.AST, kind: str = "sort"
) -> tuple[Target, Expr | None]:
    """The key as an expression over one local."""
    name = scene.fresh("one", node)
    hole = scene.local_hole(name)
    scene.merge(hole, element, node, "the elements")
    target = Bind(name, scene.type(hole))
    item = Local(name, scene.type(hole), scene.span(node))
    if key is None or (isinstance(key, ast.Constant) and key.value is None):
        return target, order_key(scene, element, item, kind, node)
    if isinstance(key, ast.Lambda) and _is_plain(key):
        parameter = key.args.args[0].arg
        saved = dict(scene.renamed)
        scene.renamed[parameter] = name
        try:
            return target, scene.lower(key.body)
        finally:
            scene.renamed = saved
    if isinstance(key, ast.Name) and scene.is_global(key):
        module = scene.instance.module
        if key.id in module.functions and key.id not in module.rebound:
            return target, call_function(scene, module, key.id, node, None, (item,))
    is_local = isinstance(key, ast.Name) and not scene.is_global(key)
    text = None if is_local else key_of(scene, key, name)
    if text is None:
        return target, _by_value(scene, key, item, node)
    saved = dict(scene.renamed)
    scene.renamed[name] = name
    try:
        return target, _present(scene.lower(text))
    finally:
        scene.renamed = saved


def _by_value(scene: Scene, key: ast.expr, item: Local, node: ast.AST) -> Expr | None:
    """A key that is a value of its own; None where it is None."""
    function = scene.lower(key) if isinstance(key, ast.Name | ast.Call) else None
    if isinstance(function, Const) and isinstance(function.value, FunctionValue):
        return call_value(scene, function.value, node, (item,))
    if function is not None and function.type in (NONE, NEVER):
        return None if function.type == NONE else function
    raise scene.refusal("F411", key, "this key function is not native yet")


def _present(key: Expr) -> Expr:
    """A key that is there: `None` has no order, so Python decides what comes of it."""
    if isinstance(key.type, Optional) and key.type.inner != NEVER:
        return Coerce(key, key.type.inner, key.span, checked=True)
    return key


def _is_plain(key: ast.Lambda) -> bool:
    arguments = key.args
    others = (
        arguments.posonlyargs,
        arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
        arguments.defaults,
    )
    return len(arguments.args) == 1 and not any(others)


def lower_best(scene: Scene, kind: str, node: ast.Call) -> Expr:
    """`min(xs, key=…)` or `max(xs, key=…)`."""
    value = as_items(scene, node.args[0], node)
    if value.type == NEVER:
        return unknown(scene, node, f"`{kind}`")
    assert isinstance(value.type, List)
    key, default = None, None
    for keyword in node.keywords:
        if keyword.arg == "key":
            key = keyword.value
        elif keyword.arg == "default":
            default = scene.lower(keyword.value)
        else:
            raise scene.refusal("F411", node, f"these arguments of `{kind}`")
    element = scene.type(value.type.element)
    target, key_expr = _key(scene, key, element, node, kind)
    if key_expr is None:
        raise scene.refusal("F411", node, f"`{kind}` with key None")
    type_ = element
    if default is not None:
        type_ = scene.merge(element, default.type, node, f"`{kind}`")
        if scene.is_final and scene.type(type_) != element:
            raise scene.refusal("F411", node, f"this default of `{kind}` is not native yet")
        default = scene.coerce(default, type_, node)
    final, span = scene.type(type_), scene.span(node)
    return with_default(
        scene,
        default,
        (value,),
        node,
        lambda held: Best(kind, value, target, key_expr, held, final, span),
    )
