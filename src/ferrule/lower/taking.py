"""Methods and functions that take any iterable: of sets, `dict.update`, `heapq.nlargest`.

In: such a call. Out: the operation of the table on a list of what the iterable gives; None where
the call is something else.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from ferrule.base.types import (
    FLOAT,
    INT,
    NEVER,
    NUMBER,
    Deque,
    Dict,
    Frozen,
    Optional,
    Set,
    Struct,
    Type,
    contains,
)
from ferrule.ir.nodes import Coerce, Collect, Const, Expr, MakeDict
from ferrule.lower.applying import apply, holds_struct
from ferrule.lower.containers import as_items, collected, listed
from ferrule.lower.mapped import as_generator
from ferrule.lower.scene import Scene
from ferrule.lower.sorting import lower_sort

_OF_SETS = frozenset(
    {
        *("union", "intersection", "difference", "symmetric_difference", "update"),
        *("intersection_update", "difference_update", "symmetric_difference_update"),
        *("issubset", "issuperset", "isdisjoint"),
    }
)


def reads_root(source: ast.expr, target: ast.expr) -> bool:
    """Whether what is read may be what is being changed."""
    names = {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
    return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(source))


def _is_lazy(node: ast.expr) -> bool:
    """Whether items are made only while they are taken."""
    return isinstance(node, ast.GeneratorExp | ast.Call)


def with_items(scene: Scene, value: Expr, func: ast.Attribute, node: ast.Call) -> Expr | None:
    """Such a method of a set or a dict; None for all others."""
    # What is made while it is taken may see what became of those before.
    is_seen = any(_is_lazy(arg) and reads_root(arg, func.value) for arg in node.args)
    if func.attr in _OF_SETS and isinstance(value.type, Set | Frozen) and len(node.args) == 1:
        if func.attr.endswith("update") and is_seen:
            raise scene.refusal("F411", node, "items that may see what they change")
        return _of_set(scene, value, func, node)
    if func.attr == "update" and isinstance(value.type, Dict) and not value.type.kind:
        return None if is_seen else _updated(scene, value, node)
    return None


def _of_set(scene: Scene, value: Expr, func: ast.Attribute, node: ast.Call) -> Expr:
    """A method of a set and any iterable, which is a list where it is no set."""
    (source,) = node.args
    if isinstance(source, ast.Call | ast.GeneratorExp | ast.ListComp | ast.List | ast.Tuple):
        walked = as_generator(scene, source) or source
        is_range = isinstance(source, ast.Call) and getattr(source.func, "id", "") == "range"
        if is_range or not isinstance(walked, ast.Call):
            other = as_items(scene, source, node)
            return apply(scene, f".{func.attr}", (value, other), node, f"`.{func.attr}()`")
    other = scene.lower(source)
    if not isinstance(other.type, Set | Frozen | Dict | Deque | Struct):
        other = listed(scene, other, node)
    return apply(scene, f".{func.attr}", (value, other), node, f"`.{func.attr}()`")


def _updated(scene: Scene, value: Expr, node: ast.Call) -> Expr | None:
    """`d.update(x=1)`, and of pairs: what is new moves in."""
    if node.keywords and not node.args and all(one.arg for one in node.keywords):
        keys: list[ast.expr | None] = [
            ast.copy_location(ast.Constant(one.arg), one.value) for one in node.keywords
        ]
        made = scene.lower(
            ast.copy_location(ast.Dict(keys, [one.value for one in node.keywords]), node)
        )
    elif len(node.args) == 1 and not node.keywords and _is_of_pairs(node.args[0]):
        made = collected(scene, "dict", node.args[0], node)
    elif len(node.args) == 1 and not node.keywords and isinstance(node.args[0], ast.Dict):
        made = scene.lower(node.args[0])
    else:
        return None
    if isinstance(made, Collect | MakeDict):
        made = _as_those(scene, made, value.type, node)
    return apply(scene, ".update new", (value, made), node, "`.update()`")


def _as_those(scene: Scene, made: Collect | MakeDict, type_: Type, node: ast.Call) -> Expr:
    """The keys and values of what is new, as the dict has them."""
    assert isinstance(type_, Dict) and isinstance(made.type, Dict)
    wanted = (type_.key, type_.value)
    for mine, new in zip(wanted, (made.type.key, made.type.value), strict=True):
        scene.merge(mine, new, node, "`.update()`")
    if isinstance(made, MakeDict):
        pairs = tuple(
            (scene.coerce(key, wanted[0], node), scene.coerce(value, wanted[1], node))
            for key, value in made.pairs
        )
        return replace(made, pairs=pairs, type=type_)
    elements = tuple(
        scene.coerce(one, of, node) for one, of in zip(made.elements, wanted, strict=True)
    )
    return replace(made, elements=elements, type=type_)


def _is_of_pairs(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="zip" | "enumerate" | "map")) | ast.GeneratorExp():
            return True
        case ast.Call(func=ast.Attribute(attr="items"), args=[], keywords=[]):
            return True
        case ast.List(elts=[ast.Tuple(), *_]) | ast.ListComp(elt=ast.Tuple()):
            return True
    return False


def extremes(scene: Scene, node: ast.Call, *, is_largest: bool) -> Expr | None:
    """`nlargest(n, xs, key=f)`: the first of all in order, as their documentation has it.

    None where there may be no order: of objects, and of floats, which can be NaN.
    """
    count, source = node.args
    items = collected(scene, "list", source, node)
    element = scene.slice.types.resolve(items.type)
    if any(contains(element, loose) for loose in (FLOAT, NUMBER)) or holds_struct(scene, element):
        return None
    keywords = list(node.keywords)
    if is_largest:
        keywords.append(ast.keyword("reverse", ast.copy_location(ast.Constant(True), node)))
    call = ast.copy_location(ast.Call(node.func, [source], keywords), node)
    ordered = lower_sort(scene, items, call, in_place=False)
    if ordered.type == NEVER:
        return ordered
    zero = Const(0, INT, scene.span(node))
    wanted = scene.lower(count)
    if isinstance(wanted, Const) and wanted.type == INT and isinstance(wanted.value, int):
        most: Expr = Const(max(wanted.value, 0), INT, wanted.span)
    else:
        most = apply(scene, "max()", (wanted, zero), node, "`heapq`")
    nothing = Const(None, Optional(INT), scene.span(node))
    stop = most if most.type == NEVER else Coerce(most, Optional(INT), most.span)
    return apply(scene, "slice", (ordered, nothing, stop), node, "`heapq`")
