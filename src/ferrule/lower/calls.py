"""Calls: a builtin of the table, a method, a function of the slice, a constructor; or a refusal."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import reduce

from ferrule.base.records import Guard
from ferrule.base.types import (
    BOOL,
    BYTES,
    CHAR,
    INT,
    NEVER,
    RANDOM,
    STR,
    Array,
    Deque,
    Dict,
    Function,
    List,
    Optional,
    Set,
    Struct,
    Tuple,
    Type,
    is_immutable,
    parts,
)
from ferrule.base.unit import FUNCTION, LOCALS, PARALLEL, WITHIN, ModuleSource
from ferrule.ir.nodes import (
    Collect,
    Const,
    Expr,
    Local,
)
from ferrule.lower import chance, numpy
from ferrule.lower.applying import apply, has_row, holds_struct, unknown
from ferrule.lower.births import is_super
from ferrule.lower.callables import inner_function, value_of
from ferrule.lower.classes import call_of_class, class_of, make_one
from ferrule.lower.collect import lower_fold, lower_next
from ferrule.lower.construct import construct
from ferrule.lower.containers import (
    collected,
    empty,
    is_plain_dict,
    made_deque,
    made_frozen,
    made_tuple,
    plain_dict,
    view_of,
)
from ferrule.lower.dunder import builtin_of_object
from ferrule.lower.format import formatted, joined, text_of_exception
from ferrule.lower.functions import call_function, call_value
from ferrule.lower.hashing import hash_of
from ferrule.lower.identity import instance
from ferrule.lower.kinds import is_instance
from ferrule.lower.loops import is_shadowed
from ferrule.lower.mathcalls import math_call, takes_all
from ferrule.lower.members import asked_object, call_method, call_super
from ferrule.lower.missing import DEFAULT_DICT, made_kind
from ferrule.lower.scene import Scene
from ferrule.lower.sorting import lower_best, lower_sort
from ferrule.lower.statics import asks_class, class_method
from ferrule.lower.taking import extremes, reads_root, with_items
from ferrule.lower.texts import text_around
from ferrule.lower.tuples import as_list
from ferrule.ops.containers import DEEP_COPY
from ferrule.ops.counters import MAKE as COUNTER
from ferrule.ops.deques import MAKE as DEQUE

_FOLDS = frozenset({"sum", "any", "all", "min", "max"})
_COLLECTORS = frozenset({"list", "set", "dict"})


def lower_call(scene: Scene, node: ast.Call) -> Expr:
    """Lower a call. Raises Refused."""
    is_open = any(isinstance(arg, ast.Starred) for arg in node.args)
    is_open |= any(keyword.arg is None for keyword in node.keywords)
    if is_open and not takes_all(node, _imported_name(scene, node.func)):
        raise scene.refusal("F411", node, "unpacking of arguments is not native yet")
    match node.func:
        case ast.Name(id=name) if name == FUNCTION:
            return inner_function(scene, node)
        case ast.Name(id=name) if name == PARALLEL:
            made = scene.lower(node.args[0])
            return replace(made, parallel=True) if isinstance(made, Collect) else made
        case ast.Name() as name if scene.is_global(name):
            return _global_call(scene, node, name.id)
        case ast.Attribute(value=ast.Name() as owner, attr=attribute) if (
            scene.is_global(owner) and owner.id in scene.instance.module.imports
        ):
            imported, within = scene.instance.module.imports[owner.id]
            if within is None:
                if not owner.id.startswith(WITHIN):
                    home = scene.instance.module.name
                    scene.guards.add(Guard(home, owner.id, "module", imported))
                return _imported_call(scene, node, imported, attribute, None)
            raise scene.refusal("F411", node, f"a call of `{ast.unparse(node.func)}`")
        case func if (struct := class_of(scene, func)) is not None:
            return make_one(scene, struct, node)
        case ast.Attribute(value=owner, attr=attribute) if (
            struct := class_of(scene, owner)
        ) is not None:
            return call_of_class(scene, struct, attribute, node)
        case ast.Attribute() if asks_class(scene, node.func):
            return class_method(scene, node, node.func)
        case ast.Attribute():
            return _method_call(scene, node, node.func)
        case ast.Name() as name if (function := value_of(scene, name)) is not None:
            return call_value(scene, function, node)
        case ast.Name() if scene.lower(node.func).type == NEVER:
            return unknown(scene, node, "a call")
        case _:
            raise scene.refusal("F411", node, f"a call of `{ast.unparse(node.func)}`")


def _imported_name(scene: Scene, func: ast.expr) -> str:
    """What is called, as `module.name`, where it is imported; else nothing."""
    imports = scene.instance.module.imports
    match func:
        case ast.Name(id=name) if scene.is_global(func) and name in imports:
            return ".".join(filter(None, imports[name]))
        case ast.Attribute(value=ast.Name(id=owner) as held, attr=attribute) if (
            scene.is_global(held) and owner in imports
        ):
            return f"{imports[owner][0]}.{attribute}"
    return ""


def _global_call(scene: Scene, node: ast.Call, name: str) -> Expr:
    module = scene.instance.module
    if name in module.rebound:
        raise scene.refusal("F408", node, f"the global `{name}` is bound more than once")
    if LOCALS in name:
        return call_function(scene, module, name, node)
    if name in module.functions:
        scene.guards.add(Guard(module.name, name, "function", f"{module.name}:{name}"))
        return call_function(scene, module, name, node)
    if name in module.classes:
        return construct(scene, module, name, node)
    if name in module.imports:
        imported, attribute = module.imports[name]
        if attribute is None:
            raise scene.refusal("F411", node, f"a call of the module `{name}`")
        local = None if name.startswith(WITHIN) else name
        return _imported_call(scene, node, imported, attribute, local)
    return _builtin(scene, node, name)


# Functions of the library that have another name, too.
_ALIASES = {"bisect.bisect": "bisect_right", "bisect.insort": "insort_right"}


def _imported_call(
    scene: Scene, node: ast.Call, imported: str, attribute: str, local: str | None
) -> Expr:
    home = scene.instance.module.name
    where = (home, local) if local else (imported, attribute)
    row = f"{imported}.{attribute}"
    if imported == "numpy":
        return numpy.call(scene, node, attribute, where)
    if imported == "random":
        found = chance.module_function(scene, node, attribute, where)
        if found is not None:
            return found
    if is_plain_dict(node):
        scene.guards.add(Guard(where[0], where[1], "builtin", row))
        return plain_dict(scene, node)
    if row in ("copy.copy", "copy.deepcopy") and len(node.args) == 1 and not node.keywords:
        made = copied(scene, node, deep=row == "copy.deepcopy")
        if made is not None:
            scene.guards.add(Guard(where[0], where[1], "function", row.replace(".", ":")))
            return made
    if row in (COUNTER, DEFAULT_DICT):
        scene.guards.add(Guard(where[0], where[1], "builtin", row))
        found = made_kind(scene, row, node)
        if found is not None:
            return found
        raise scene.refusal("F411", node, f"this call of `{row}` is not native yet")
    if row in ("heapq.nlargest", "heapq.nsmallest") and len(node.args) == 2:
        found = extremes(scene, node, is_largest=row == "heapq.nlargest")
        if found is not None:
            scene.guards.add(Guard(where[0], where[1], "function", row.replace(".", ":")))
            return found
    if row == DEQUE:
        scene.guards.add(Guard(where[0], where[1], "builtin", row))
        return made_deque(scene, node)
    if has_row(row):
        if imported == "math":
            scene.guards.add(Guard(where[0], where[1], "builtin", row))
            if (found := math_call(scene, node, row)) is not None:
                return found
        if node.keywords:
            raise scene.refusal("F411", node, f"keyword arguments of `{row}`")
        kind, value = ("function", f"re:{attribute}") if imported == "re" else ("builtin", row)
        scene.guards.add(Guard(where[0], where[1], kind, value))
        return apply(scene, row, [scene.lower(arg) for arg in node.args], node, f"`{row}`")
    attribute = _ALIASES.get(row, attribute)
    other = scene.slice.module_of(imported)
    if other is not None and attribute in other.functions and attribute not in other.rebound:
        scene.guards.add(Guard(where[0], where[1], "function", f"{imported}:{attribute}"))
        return call_function(scene, other, attribute, node)
    if other is not None and attribute in other.classes and attribute not in other.rebound:
        return construct(scene, other, attribute, node)
    raise scene.refusal("F411", node, f"a call of `{imported}.{attribute}` is not native yet")


# Methods ---------------------------------------------------------------------------------------


def copied(scene: Scene, node: ast.Call, *, deep: bool) -> Expr | None:
    """A copy of a container; None where what is copied may be an object of the program."""
    value = scene.lower(node.args[0])
    if value.type == NEVER:
        return value
    type_ = scene.slice.types.resolve(value.type)
    if holds_struct(scene, type_) or not isinstance(type_, List | Deque | Dict | Set):
        return None
    if deep and not _is_made_of(type_):
        return None
    is_nested = deep and not all(map(is_immutable, parts(type_)))
    return apply(scene, DEEP_COPY if is_nested else ".copy", (value,), node, "`copy`")


def _is_made_of(type_: Type) -> bool:
    """Whether only lists, dicts and tuples are inside: other containers are copied item by item."""
    return not isinstance(type_, Set | Deque) and all(map(_is_made_of, parts(type_)))


def _method_call(scene: Scene, node: ast.Call, func: ast.Attribute) -> Expr:
    if is_super(func.value):
        return call_super(scene, func.attr, node)
    value = instance(scene, scene.lower(func.value))
    if value.type == NEVER:
        for arg in node.args:
            scene.lower(arg)
        return unknown(scene, node, f"`.{func.attr}()`")
    if isinstance(value.type, Struct):
        return call_method(scene, value, func.attr, node)
    if isinstance(value.type, Array):
        return numpy.method(scene, value, func.attr, node)
    if value.type == RANDOM:
        return chance.drawn(scene, value, func.attr, node)
    if func.attr == "sort" and isinstance(value.type, List):
        return lower_sort(scene, value, node, in_place=True)
    if isinstance(value.type, Tuple) and func.attr in ("count", "index"):
        value = as_list(scene, value, func)
    if (taken := with_items(scene, value, func, node)) is not None:
        return taken
    if func.attr == "format" and isinstance(value, Const) and value.type in (STR, CHAR):
        return formatted(scene, str(value.value), node)
    if node.keywords:
        args = [scene.lower(arg) for arg in _positional(scene, f".{func.attr}", node)]
    else:
        args = _items(scene, func, node)
    return apply(scene, f".{func.attr}", [value, *args], node, f"`.{func.attr}()`")


# Methods that take any iterable.
_TAKERS = ("join", "extend", "extendleft")


def _items(scene: Scene, func: ast.Attribute, node: ast.Call) -> list[Expr]:
    """The argument of `.join` and `.extend`, which may be any iterable, as a list."""
    if func.attr not in _TAKERS or len(node.args) != 1:
        return [scene.lower(arg) for arg in node.args]
    source = node.args[0]
    if func.attr != "join" and reads_root(source, func.value):
        return [scene.lower(source)]
    if isinstance(source, ast.Name | ast.Attribute | ast.Subscript | ast.BinOp | ast.List):
        value = scene.lower(source)
        if isinstance(value.type, List) or value.type == NEVER:
            return [value]
    items = collected(scene, "list", source, node)
    if isinstance(items.type, List) and scene.type(items.type.element) == NEVER:
        return [unknown(scene, node, f"`.{func.attr}()`")]
    return [items]


# Keyword arguments of builtin functions and methods: the names of the parameters in order.
_PARAMETERS: dict[str, tuple[str, ...]] = {
    "round()": ("number", "ndigits"),
    "int()": ("", "base"),
    "pow()": ("base", "exp", "mod"),
    ".split": ("sep", "maxsplit"),
    ".rsplit": ("sep", "maxsplit"),
    ".splitlines": ("keepends",),
    ".expandtabs": ("tabsize",),
    ".encode": ("encoding",),
    ".decode": ("encoding",),
    ".to_bytes": ("length", "byteorder", "signed"),
    "int.from_bytes": ("bytes", "byteorder"),
}


def _positional(scene: Scene, name: str, node: ast.Call) -> list[ast.expr]:
    """All arguments in the order of the parameters."""
    args = list(node.args)
    names = _PARAMETERS.get(name, ())
    if name in (".split", ".rsplit") and not args and node.keywords[0].arg == "maxsplit":
        args.append(ast.copy_location(ast.Constant(None), node))
    for keyword in node.keywords:
        if len(args) >= len(names) or keyword.arg != names[len(args)]:
            raise scene.refusal("F411", node, f"this keyword argument of `{name}`")
        args.append(keyword.value)
    return args


# Builtins --------------------------------------------------------------------------------------


def is_plain(node: ast.expr) -> bool:
    """Whether it is no call that is only walked."""
    return not isinstance(node, ast.GeneratorExp | ast.Call | ast.List | ast.ListComp)


def _builtin(scene: Scene, node: ast.Call, name: str) -> Expr:
    args = node.args
    scene.guards.add(Guard(scene.instance.module.name, name, "builtin", name))
    if name == "callable" and len(args) == 1 and not node.keywords:
        return _callable(scene, node)
    if name == "isinstance" and len(args) == 2:
        return is_instance(scene, node)
    if name in ("min", "max") and len(args) > 1 and _is_by_key(node):
        return lower_best(scene, name, _of_list(node))
    if (name in _FOLDS and len(args) == 1) or (name == "sum" and len(args) == 2):
        if any(keyword.arg == "key" for keyword in node.keywords):
            return lower_best(scene, name, node)
        if name in ("min", "max") and _holds_objects(scene, args[0]):
            return lower_best(scene, name, node)
        return lower_fold(scene, name, node)
    on_object = _on_object(scene, node, name)
    if on_object is not None:
        return on_object
    if name in ("min", "max") and not node.keywords:
        values = [scene.lower(arg) for arg in args]
        what = f"`{name}`"
        return reduce(
            lambda a, b: apply(scene, f"{name}()", (a, b), node, what), values[1:], values[0]
        )
    if name == "sorted" and len(args) == 1:
        return lower_sort(scene, collected(scene, "list", args[0], node), node, in_place=False)
    if name == "hash" and len(args) == 1 and not node.keywords:
        return hash_of(scene, scene.lower(args[0]), node)
    if name in ("next", "iter") and (asked := asked_object(scene, name, node)) is not None:
        return asked
    if name == "next" and len(args) <= 2 and not node.keywords:
        return lower_next(scene, node)
    if name == "bytes" and len(args) == 1 and not node.keywords:
        whole = scene.lower(args[0]) if is_plain(args[0]) else None
        if whole is None or whole.type not in (INT, BYTES, NEVER):
            whole = collected(scene, "list", args[0], node)
        return apply(scene, "bytes()", (whole,), node, "`bytes`")
    if name == "frozenset" and len(args) <= 1 and not node.keywords:
        return made_frozen(scene, node)
    if name == "tuple" and len(args) == 1 and not node.keywords:
        return made_tuple(scene, args[0], node)
    if name in _COLLECTORS and not node.keywords and len(args) <= 1:
        return collected(scene, name, args[0], node) if args else empty(scene, name, node)
    if name == "str" and len(args) == 1 and not node.keywords:
        text = text_of_exception(scene, args[0])
        return text or joined(scene, scene.lower(args[0]), node)
    if not has_row(f"{name}()"):
        raise scene.refusal("F411", node, f"this call of `{name}` is not native yet")
    values = [scene.lower(arg) for arg in _positional(scene, f"{name}()", node)]
    return apply(scene, f"{name}()", values, node, f"`{name}`")


def _holds_objects(scene: Scene, node: ast.expr) -> bool:
    """Whether this is a list of instances."""
    if not isinstance(node, ast.Name | ast.Attribute | ast.List):
        return False
    type_ = scene.lower(node).type
    element = scene.slice.types.top(type_.element) if isinstance(type_, List) else type_
    return isinstance(type_, List) and isinstance(element, Struct)


def _is_by_key(node: ast.Call) -> bool:
    return [keyword.arg for keyword in node.keywords] == ["key"]


def _of_list(node: ast.Call) -> ast.Call:
    """`max(a, b, key=f)` as `max([a, b], key=f)`."""
    listed = ast.copy_location(ast.List(node.args, ast.Load()), node)
    return ast.copy_location(ast.Call(node.func, [listed], node.keywords), node)


def _on_object(scene: Scene, node: ast.Call, name: str) -> Expr | None:
    """`len(x)` and its like of an object of the program, of a tuple or of a range."""
    if len(node.args) != 1 or node.keywords or name not in ("len", "str", "repr", "bool", "abs"):
        return None
    arg = node.args[0]
    if name == "bool":
        return scene.test(arg)
    match name, arg:
        case "len", ast.Call(func=ast.Name(id="range") as func, args=[stop], keywords=[]) if (
            scene.is_global(func) and not is_shadowed(scene, "range")
        ):
            scene.guards.add(Guard(scene.instance.module.name, "range", "builtin", "range"))
            return apply(scene, "len() of", (scene.lower(stop),), node, "`len`")
        case "str", _ if text_of_exception(scene, arg) is not None:
            return None
    if name == "len" and (viewed := view_of(scene, arg, ("keys", "items"))) is not None:
        return apply(scene, "len()", (viewed,), node, "`len`")
    value = scene.lower(arg)
    if isinstance(value.type, Struct):
        return builtin_of_object(scene, name, value, node)
    if name in ("repr", "str"):
        return text_around(scene, value, name, node)
    match name, value.type:
        case "len", Tuple(items=items) if len(items) not in (1, 2, 3):  # these have rows
            return Const(len(items), INT, value.span) if isinstance(value, Local) else None
    return None


__all__ = ["ModuleSource", "collected", "lower_call"]


def _callable(scene: Scene, node: ast.Call) -> Expr:
    """`callable(x)`: what is no function and no object is none."""
    value = scene.lower(node.args[0])
    if isinstance(value.type, Struct | Optional) or not isinstance(value, Local | Const):
        raise scene.refusal("F411", node, "this call of `callable` is not native yet")
    return Const(isinstance(value.type, Function), BOOL, scene.span(node))
