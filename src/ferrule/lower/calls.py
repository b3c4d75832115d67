"""Calls: a builtin of the table, a method, a function of the slice, a constructor; or a refusal."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import reduce

from ferrule.base.records import Guard
from ferrule.base.types import (
    BIGINT,
    BOOL,
    CHAR,
    FLOAT,
    INT,
    NEVER,
    NONE,
    STR,
    Dict,
    List,
    Set,
    Struct,
    Tuple,
    Type,
)
from ferrule.base.unit import ModuleSource
from ferrule.ir.nodes import (
    Bind,
    Clause,
    Collect,
    Const,
    Expr,
    GetField,
    GetItem,
    Local,
    MakeDict,
    MakeList,
    MakeSet,
)
from ferrule.lower.applying import apply, has_row, unknown
from ferrule.lower.collect import lower_fold
from ferrule.lower.construct import construct
from ferrule.lower.format import joined, text_of_exception
from ferrule.lower.functions import call_function, check_method
from ferrule.lower.identity import instance
from ferrule.lower.loops import is_shadowed, lower_iter
from ferrule.lower.scene import Scene
from ferrule.lower.sorting import lower_best, lower_sort

_FOLDS = frozenset({"sum", "any", "all", "min", "max"})
_COLLECTORS = frozenset({"list", "set", "dict"})


def lower_call(scene: Scene, node: ast.Call) -> Expr:
    """Lower a call. Raises Refused."""
    if any(isinstance(arg, ast.Starred) for arg in node.args) or any(
        keyword.arg is None for keyword in node.keywords
    ):
        raise scene.refusal("F411", node, "unpacking of arguments is not native yet")
    match node.func:
        case ast.Name() as name if scene.is_global(name):
            return _global_call(scene, node, name.id)
        case ast.Attribute(value=ast.Name() as owner, attr=attribute) if (
            scene.is_global(owner) and owner.id in scene.instance.module.imports
        ):
            imported, within = scene.instance.module.imports[owner.id]
            if within is None:
                guard = Guard(scene.instance.module.name, owner.id, "module", imported)
                scene.guards.add(guard)
                return _imported_call(scene, node, imported, attribute, None)
            raise scene.refusal("F411", node, f"a call of `{ast.unparse(node.func)}`")
        case ast.Attribute():
            return _method_call(scene, node, node.func)
        case _:
            raise scene.refusal("F411", node, f"a call of `{ast.unparse(node.func)}`")


def _global_call(scene: Scene, node: ast.Call, name: str) -> Expr:
    module = scene.instance.module
    if name in module.rebound:
        raise scene.refusal("F408", node, f"the global `{name}` is bound more than once")
    if name in module.functions:
        scene.guards.add(Guard(module.name, name, "function", f"{module.name}:{name}"))
        return call_function(scene, module, name, node)
    if name in module.classes:
        return construct(scene, module, name, node)
    if name in module.imports:
        imported, attribute = module.imports[name]
        if attribute is None:
            raise scene.refusal("F411", node, f"a call of the module `{name}`")
        return _imported_call(scene, node, imported, attribute, name)
    return _builtin(scene, node, name)


def _imported_call(
    scene: Scene, node: ast.Call, imported: str, attribute: str, local: str | None
) -> Expr:
    home = scene.instance.module.name
    where = (home, local) if local else (imported, attribute)
    row = f"{imported}.{attribute}"
    if has_row(row):
        if node.keywords:
            raise scene.refusal("F411", node, f"keyword arguments of `{row}`")
        scene.guards.add(Guard(where[0], where[1], "builtin", row))
        return apply(scene, row, [scene.lower(arg) for arg in node.args], node, f"`{row}`")
    other = scene.slice.module_of(imported)
    if other is not None and attribute in other.functions and attribute not in other.rebound:
        scene.guards.add(Guard(where[0], where[1], "function", f"{imported}:{attribute}"))
        return call_function(scene, other, attribute, node)
    if other is not None and attribute in other.classes and attribute not in other.rebound:
        return construct(scene, other, attribute, node)
    raise scene.refusal("F411", node, f"a call of `{imported}.{attribute}` is not native yet")


# Methods ---------------------------------------------------------------------------------------


def _method_call(scene: Scene, node: ast.Call, func: ast.Attribute) -> Expr:
    value = instance(scene, scene.lower(func.value))
    if value.type == NEVER:
        for arg in node.args:
            scene.lower(arg)
        return unknown(scene, node, f"`.{func.attr}()`")
    if isinstance(value.type, Struct):
        found = scene.slice.class_source(value.type)
        if found is None or func.attr not in found[1].methods:
            raise scene.refusal("F406", node, f"`{func.attr}` is no plain method of {value.type}")
        module, source = found
        check_method(scene, value.type, source, func.attr, node)
        return call_function(scene, module, f"{source.qualname}.{func.attr}", node, value)
    if func.attr == "sort" and isinstance(value.type, List):
        return lower_sort(scene, value, node, in_place=True)
    if node.keywords:
        raise scene.refusal("F411", node, f"keyword arguments of `.{func.attr}()`")
    args = [scene.lower(arg) for arg in node.args]
    if func.attr in ("extend", "update", "union", "intersection", "difference", "issubset"):
        args = [_as_container(scene, arg, node) for arg in args]
    return apply(scene, f".{func.attr}", [value, *args], node, f"`.{func.attr}()`")


def _as_container(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    return value


def method_of(
    scene: Scene, value: Expr, name: str, node: ast.AST
) -> Callable[[tuple[Expr, ...]], Expr] | None:
    """An operator's method of a struct, ready to be called; None where the class has none."""
    assert isinstance(value.type, Struct)
    struct = value.type
    found = scene.slice.class_source(struct)
    if found is None or name not in found[1].methods:
        return None
    module, source = found
    check_method(scene, struct, source, name, node)

    def call(args: tuple[Expr, ...]) -> Expr:
        qualname = f"{source.qualname}.{name}"
        return call_function(scene, module, qualname, node, value, args)

    return call


# Builtins --------------------------------------------------------------------------------------


def _builtin(scene: Scene, node: ast.Call, name: str) -> Expr:
    args = node.args
    scene.guards.add(Guard(scene.instance.module.name, name, "builtin", name))
    if name == "isinstance" and len(args) == 2:
        return _isinstance(scene, node)
    if (name in _FOLDS and len(args) == 1) or (name == "sum" and len(args) == 2):
        if any(keyword.arg == "key" for keyword in node.keywords):
            return lower_best(scene, name, node)
        return lower_fold(scene, name, node)
    if name in ("min", "max") and not node.keywords:
        values = [scene.lower(arg) for arg in args]
        what = f"`{name}`"
        return reduce(
            lambda a, b: apply(scene, f"{name}()", (a, b), node, what), values[1:], values[0]
        )
    if name == "sorted" and len(args) == 1:
        return lower_sort(scene, _collected(scene, "list", args[0], node), node, in_place=False)
    if name in _COLLECTORS and not node.keywords and len(args) <= 1:
        return _collected(scene, name, args[0], node) if args else _empty(scene, name, node)
    if name == "str" and len(args) == 1 and not node.keywords:
        text = text_of_exception(scene, args[0])
        return text or joined(scene, scene.lower(args[0]), node)
    if node.keywords or not has_row(f"{name}()"):
        raise scene.refusal("F411", node, f"this call of `{name}` is not native yet")
    return apply(scene, f"{name}()", [scene.lower(arg) for arg in args], node, f"`{name}`")


def _collected(scene: Scene, kind: str, source: ast.expr, node: ast.AST) -> Expr:
    """`list(xs)`, `set(xs)`, `dict(pairs)`: a comprehension over the iterable."""
    if kind == "dict" and isinstance(source, ast.Name | ast.Attribute | ast.Subscript):
        value = scene.lower(source)
        if isinstance(value.type, Dict):
            return apply(scene, ".copy", (value,), node, "`dict`")
    iter_, element = lower_iter(scene, source)
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


def _empty(scene: Scene, kind: str, node: ast.AST) -> Expr:
    span = scene.span(node)
    if kind == "list":
        return MakeList((), scene.type(List(scene.hole(node, "element"))), span)
    if kind == "set":
        return MakeSet((), scene.type(Set(scene.hole(node, "element"))), span)
    type_ = Dict(scene.hole(node, "key"), scene.hole(node, "value"))
    return MakeDict((), scene.type(type_), span)


_NAMES: dict[str, Callable[[Type], bool]] = {
    "int": lambda t: t in (INT, BIGINT, BOOL),
    "float": lambda t: t == FLOAT,
    "bool": lambda t: t == BOOL,
    "str": lambda t: t in (STR, CHAR),
    "list": lambda t: isinstance(t, List),
    "dict": lambda t: isinstance(t, Dict),
    "set": lambda t: isinstance(t, Set),
    "tuple": lambda t: isinstance(t, Tuple),
    "object": lambda t: True,
    "complex": lambda t: False,
    "bytes": lambda t: False,
}
_CERTAIN = (INT, BIGINT, FLOAT, BOOL, STR, CHAR, NONE)


def _isinstance(scene: Scene, node: ast.Call) -> Expr:
    value = scene.lower(node.args[0])
    if value.type == NEVER:
        return unknown(scene, node, "`isinstance`")
    if not isinstance(value, Const | Local | GetField | GetItem):
        raise scene.refusal("F401", node, "`isinstance` of what has yet to be evaluated")
    if value.type not in _CERTAIN and not isinstance(
        value.type, List | Dict | Set | Tuple | Struct
    ):
        raise scene.refusal("F401", node, f"`isinstance` of a {value.type} is not native yet")
    wanted = node.args[1]
    names = wanted.elts if isinstance(wanted, ast.Tuple) else [wanted]
    result = any(_is_instance(scene, value.type, name, node) for name in names)
    return Const(result, BOOL, scene.span(node))


def _is_instance(scene: Scene, type_: Type, name: ast.expr, node: ast.AST) -> bool:
    if not isinstance(name, ast.Name) or not scene.is_global(name):
        raise scene.refusal("F411", node, "`isinstance` with this class is not native yet")
    module = scene.instance.module
    if name.id in module.classes and name.id not in module.rebound:
        full = f"{module.name}:{name.id}"
        scene.guards.add(Guard(module.name, name.id, "class", full))
        if isinstance(type_, Struct) and type_.name != full:
            raise scene.refusal("F411", node, "`isinstance` between user classes")
        return isinstance(type_, Struct)
    if name.id in _NAMES and not is_shadowed(scene, name.id):
        scene.guards.add(Guard(module.name, name.id, "builtin", name.id))
        return _NAMES[name.id](type_)
    raise scene.refusal("F411", node, f"`isinstance` with `{name.id}` is not native yet")


__all__ = ["ModuleSource", "lower_call", "method_of"]
