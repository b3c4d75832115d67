"""Containers made of anything that can be walked: `list(xs)`, `dict(pairs)`, `deque(xs)`.

In: a call's text, or the text of an iterable. Out: a comprehension over the iterable, or the empty
container.
"""

from __future__ import annotations

import ast

from ferrule.base.types import (
    INT,
    NEVER,
    NONE,
    Dict,
    Frozen,
    List,
    Optional,
    Row,
    Set,
    Struct,
    Tuple,
)
from ferrule.base.unit import PLAIN_DICT
from ferrule.ir.nodes import (
    Bind,
    Clause,
    Coerce,
    Collect,
    Const,
    Expr,
    GetItem,
    Let,
    Local,
    MakeDict,
    MakeList,
    MakeSet,
    Over,
)
from ferrule.lower.applying import apply, unknown
from ferrule.lower.dunder import length_of
from ferrule.lower.generators import Generated, generator_of, in_a_list
from ferrule.lower.loops import element_of, lower_iter
from ferrule.lower.mapped import as_generator, columns_of
from ferrule.lower.scene import Scene
from ferrule.lower.tuples import as_list
from ferrule.ops.deques import MAKE as DEQUE
from ferrule.ops.frozensets import MAKE as FROZEN


def is_plain_dict(node: ast.Call) -> bool:
    """Whether the text was marked as a `defaultdict` or `Counter` that stays inside."""
    return any(keyword.arg == PLAIN_DICT for keyword in node.keywords)


_WALKS = frozenset({"range", "enumerate", "zip", "reversed", "map", "filter"})
_VIEWS = frozenset({"items", "keys", "values"})


def plain_dict(scene: Scene, node: ast.Call) -> Expr:
    """A `defaultdict`, or a `Counter` of what is walked, that stays inside the function."""
    if not node.args:
        return empty(scene, "dict", node)
    source = node.args[0]
    is_made = isinstance(source, ast.GeneratorExp) or as_generator(scene, source) is not None
    value = None if is_made else scene.lower(source)
    if value is not None and isinstance(value.type, Dict):
        raise scene.refusal("F411", node, "a `Counter` of a dict")
    is_list = value is not None and isinstance(value.type, List)
    items = value if value and is_list else collected(scene, "list", source, node)
    return apply(scene, "counted", (items,), node, "`Counter`")


def _whole(scene: Scene, source: ast.expr) -> Expr | None:
    """What is a list already."""
    if isinstance(source, ast.Call):
        is_walk = isinstance(source.func, ast.Name) and source.func.id in _WALKS
        is_view = isinstance(source.func, ast.Attribute) and source.func.attr in _VIEWS
        if is_walk or is_view or as_generator(scene, source) is not None:
            return None
    value = scene.lower(source)
    return value if isinstance(value.type, List) or value.type == NEVER else None


def collected(scene: Scene, kind: str, source: ast.expr, node: ast.AST) -> Expr:
    """`list(xs)`, `set(xs)`, `dict(pairs)`: a comprehension over the iterable."""
    is_made = isinstance(source, ast.Call) and is_plain_dict(source)
    if kind == "dict" and (is_made or isinstance(source, ast.Name | ast.Attribute | ast.Subscript)):
        value = scene.lower(source)
        if isinstance(value.type, Dict):
            name = "dict()" if value.type.kind else ".copy"
            return apply(scene, name, (value,), node, "`dict`")
    generator = source if isinstance(source, ast.GeneratorExp) else as_generator(scene, source)
    generator = generator or columns_of(source)
    items = generator_of(scene, source) if generator is None else None
    if items is not None and kind == "list":
        return _hinted(scene, items, in_a_list(scene, items, is_early=False), node)
    if generator is not None and kind == "list":
        return scene.lower(generator)
    if generator is not None and kind == "set":
        whole = ast.SetComp(generator.elt, generator.generators)
        return scene.lower(ast.copy_location(whole, generator))
    iter_, element = lower_iter(scene, source, is_whole=True)
    name = scene.fresh("item", node)
    hole = scene.local_hole(name)
    scene.merge(hole, element, node, f"`{kind}`")
    span = scene.span(node)
    item = Local(name, scene.type(hole), span)
    clauses = (Clause(Bind(name, item.type), iter_, ()),)
    if kind == "dict":
        return _dict_of_pairs(scene, item, clauses, node)
    made = List(hole) if kind == "list" else Set(hole)
    return Collect((item,), clauses, scene.type(made), span)


def _hinted(scene: Scene, items: Generated, whole: Expr, node: ast.AST) -> Expr:
    """Python asks an object for its `len` before it makes a list of what it gives."""
    if not items.is_method or not items.qualname.endswith(".__iter__"):
        return whole
    match items.node:
        case ast.Call(func=ast.Attribute(attr="__iter__")):
            return whole  # of a generator there is no `len`
    receiver = items.args[0]
    if not isinstance(receiver.type, Struct) or "__len__" not in scene.slice.members(receiver.type):
        return whole
    if not isinstance(receiver, Local):
        raise scene.refusal("F411", node, f"a list of a {receiver.type} that is worked out here")
    length = length_of(scene, receiver, node)
    if length is None or NEVER in (length.type, whole.type):
        return whole
    return Let(scene.fresh("hint", node), length, whole, whole.type, whole.span)


def _dict_of_pairs(scene: Scene, item: Local, clauses: tuple[Clause, ...], node: ast.AST) -> Expr:
    """`dict(zip(keys, values))` and the like."""
    type_ = scene.slice.types.top(item.type)
    if type_ == NEVER:
        return unknown(scene, node, "`dict`")
    if not isinstance(type_, Tuple) or len(type_.items) != 2:
        raise scene.refusal("F411", node, "this call of `dict` is not native yet")
    key, value = (scene.type(part) for part in type_.items)
    span = scene.span(node)
    parts = (GetItem(item, 0, key, span), GetItem(item, 1, value, span))
    return Collect(parts, clauses, scene.type(Dict(key, value)), span)


def empty(scene: Scene, kind: str, node: ast.AST) -> Expr:
    """`list()`, `set()`, `dict()`."""
    span = scene.span(node)
    if kind == "list":
        return MakeList((), scene.type(List(scene.hole(node, "element"))), span)
    if kind == "set":
        return MakeSet((), scene.type(Set(scene.hole(node, "element"))), span)
    type_ = Dict(scene.hole(node, "key"), scene.hole(node, "value"))
    return MakeDict((), scene.type(type_), span)


def made_tuple(scene: Scene, source: ast.expr, node: ast.AST) -> Expr:
    """`tuple(xs)`: a tuple stays what it is."""
    if isinstance(source, ast.Name | ast.Attribute | ast.Subscript | ast.Tuple):
        value = scene.lower(source)
        if isinstance(value.type, Tuple | Row):
            return value
    return apply(scene, "tuple()", (_fresh_items(scene, source, node),), node, "`tuple`")


def made_frozen(scene: Scene, node: ast.Call) -> Expr:
    """`frozenset()`, `frozenset(xs)`."""
    if not node.args:
        return apply(scene, FROZEN, (empty(scene, "list", node),), node, "`frozenset`")
    source = node.args[0]
    if isinstance(source, ast.Name | ast.Attribute | ast.Subscript | ast.Set | ast.SetComp):
        value = scene.lower(source)
        if isinstance(value.type, Set | Frozen):
            return apply(scene, FROZEN, (value,), node, "`frozenset`")
    return apply(scene, FROZEN, (_fresh_items(scene, source, node),), node, "`frozenset`")


def made_deque(scene: Scene, node: ast.Call) -> Expr:
    """`deque()`, `deque(xs)`, `deque(xs, maxlen)`."""
    given = list(node.args)
    for keyword in node.keywords:
        if keyword.arg != ("iterable", "maxlen")[min(len(given), 1)] and keyword.arg != "maxlen":
            raise scene.refusal("F411", node, "these arguments of `deque` are not native yet")
        given.append(keyword.value)
    if len(given) > 2:
        raise scene.refusal("F411", node, "these arguments of `deque` are not native yet")
    is_without = bool(node.keywords) and not node.args and node.keywords[0].arg == "maxlen"
    source, limit = (None, given[0]) if is_without else (*given, None, None)[:2]
    args: list[Expr] = []
    if source is not None:
        args.append(_fresh_items(scene, source, node))
    elif limit is not None:
        args.append(empty(scene, "list", node))
    if limit is not None:
        args.append(_optional_int(scene, limit))
    return apply(scene, DEQUE, args, node, "`deque`")


def _fresh_items(scene: Scene, source: ast.expr, node: ast.AST) -> Expr:
    """The items of an iterable in a list that nobody else holds."""
    is_new = isinstance(source, ast.List | ast.ListComp | ast.Tuple)
    return (as_items if is_new else _copied)(scene, source, node)


def _copied(scene: Scene, source: ast.expr, node: ast.AST) -> Expr:
    return collected(scene, "list", source, node)


def _optional_int(scene: Scene, node: ast.expr) -> Expr:
    wanted = Optional(INT)
    value = scene.lower(node)
    if value.type == NONE and isinstance(value, Const):
        return Const(None, wanted, value.span)
    if value.type in (wanted, NEVER):
        return value
    return Coerce(scene.coerce(value, INT, node), wanted, value.span)


def listed(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """A list of what a value holds; a list stays what it is."""
    if isinstance(value.type, List) or value.type == NEVER:
        return value
    if isinstance(value.type, Tuple):
        return as_list(scene, value, node)
    element = element_of(scene, value, node)
    name = scene.fresh("part", node)
    hole = scene.local_hole(name)
    scene.merge(hole, element, node, "what is unpacked")
    item = Local(name, scene.type(hole), scene.span(node))
    clauses = (Clause(Bind(name, item.type), Over(value), ()),)
    return Collect((item,), clauses, scene.type(List(hole)), scene.span(node))


def view_of(scene: Scene, node: ast.expr, kinds: tuple[str, ...]) -> Expr | None:
    """A view of a dict that is only looked at: the dict for its keys, a list of its values."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=kind), args=[], keywords=[]) if (
            kind in kinds and not (isinstance(owner, ast.Name) and scene.is_global(owner))
        ):
            value = scene.lower(owner)
            if not isinstance(value.type, Dict):
                return None
            return collected(scene, "list", node, node) if kind == "values" else value
    return None


def as_items(scene: Scene, source: ast.expr, node: ast.AST) -> Expr:
    """The items of an iterable as a list of their own."""
    if isinstance(source, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        found = _whole(scene, source)
        if found is not None:
            return found
    if isinstance(source, ast.List | ast.ListComp | ast.Tuple):
        if isinstance(source, ast.Tuple) and source.elts:
            source = ast.copy_location(ast.List(source.elts, ast.Load()), source)
        value = scene.lower(source)
        if isinstance(value.type, List) or value.type == NEVER:
            return value
    return collected(scene, "list", source, node)
