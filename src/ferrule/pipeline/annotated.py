"""What annotations and defaults say of types, for functions that no run has called.

In: a parsed module. Out: signatures of its functions and the fields of its classes, as far as their
annotations are simple. They are only hints: the boundary checks exact types at every call, so a
wrong annotation means that Python runs.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ferrule.base import types as t
from ferrule.base.records import Signature
from ferrule.base.types import Type
from ferrule.base.unit import ClassSource, ModuleSource

_SCALARS: Mapping[str, Type] = {
    "int": t.INT,
    "float": t.FLOAT,
    "str": t.STR,
    "bool": t.BOOL,
    "bytes": t.BYTES,
    "complex": t.COMPLEX,
    "None": t.NONE,
    "Random": t.RANDOM,
    "range": t.RANGE,
}
_LISTS = ("list", "List", "Sequence", "MutableSequence", "Iterable", "Collection")
_SETS = ("set", "Set", "MutableSet")
_DICTS = ("dict", "Dict", "Mapping", "MutableMapping")


def signature_of(module: ModuleSource, qualname: str) -> Signature | None:
    """The types that a function's parameters are annotated with; None where one is unknown."""
    node = module.functions[qualname]
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    given = _defaults(node)
    types = [_parameter(module, one, given.get(one.arg)) for one in every]
    owner = qualname.rpartition(".")[0]
    if owner and every and not _is_static(node):
        types[0] = t.Struct(f"{module.name}:{owner}")
    known = tuple(type_ for type_ in types if type_ is not None)
    return Signature(known, t.NEVER, 0) if len(known) == len(types) else None


def fields_of(module: ModuleSource) -> dict[str, dict[str, Type]]:
    """The types of attributes: annotated in the class, or assigned in `__init__`."""
    found: dict[str, dict[str, Type]] = {}
    for name, source in module.classes.items():
        held: dict[str, Type] = {}
        for stmt in source.node.body:
            match stmt:
                case ast.AnnAssign(target=ast.Name(id=field)) if not _is_of_class(
                    source, stmt, field
                ):
                    _add(held, field, type_of(module, stmt.annotation))
        if "__init__" in source.methods:
            _from_init(module, source.methods["__init__"], held)
        found[f"{module.name}:{name}"] = held
    return found


def _is_of_class(source: ClassSource, stmt: ast.AnnAssign, name: str) -> bool:
    """Whether a value in a class's body is the class's own, and no default of its instances."""
    if "ClassVar" in ast.unparse(stmt.annotation):
        return True
    if stmt.value is None or source.decorators:
        return False
    methods = (inner for method in source.methods.values() for inner in ast.walk(method))
    return not any(
        isinstance(one, ast.Attribute) and one.attr == name and isinstance(one.ctx, ast.Store)
        for one in methods
    )


def _from_init(module: ModuleSource, node: ast.FunctionDef, held: dict[str, Type]) -> None:
    given = _defaults(node)
    known = {one.arg: _parameter(module, one, given.get(one.arg)) for one in node.args.args}
    for stmt in ast.walk(node):
        match stmt:
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name("self"), attr=name)):
                _add(held, name, type_of(module, stmt.annotation))
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name("self"), attr=name)], value=ast.Name(source)
            ):
                _add(held, name, known.get(source))


def _add(held: dict[str, Type], name: str, type_: Type | None) -> None:
    if type_ is not None:
        held.setdefault(name, type_)


def _parameter(module: ModuleSource, node: ast.arg, default: ast.expr | None) -> Type | None:
    if node.annotation is not None:
        found = type_of(module, node.annotation)
        is_none = isinstance(default, ast.Constant) and default.value is None
        return t.join(found, t.NONE) if found is not None and is_none else found
    if isinstance(default, ast.Constant) and default.value is not None:
        return _SCALARS.get(type(default.value).__name__)
    return None


def _defaults(node: ast.FunctionDef) -> dict[str, ast.expr]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    found = {
        one.arg: default
        for one, default in zip(reversed(positional), reversed(arguments.defaults), strict=False)
    }
    for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            found[one.arg] = default
    return found


def _is_static(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(one) == "staticmethod" for one in node.decorator_list)


def type_of(module: ModuleSource, node: ast.expr) -> Type | None:
    """The type that an annotation means; None where that is not simple."""
    match node:
        case ast.Constant(value=None):
            return t.NONE
        case ast.Constant(value=str(text)):
            return _quoted(module, text)
        case ast.Name(name) | ast.Attribute(attr=name):
            return _named(module, name)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _joined([type_of(module, left), type_of(module, right)])
        case ast.Subscript(value=ast.Name(name) | ast.Attribute(attr=name), slice=inside):
            items = inside.elts if isinstance(inside, ast.Tuple) else [inside]
            return _generic(module, name, items)
        case _:
            return None


def _quoted(module: ModuleSource, text: str) -> Type | None:
    try:
        return type_of(module, ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError):
        return None


def _named(module: ModuleSource, name: str) -> Type | None:
    if name in module.classes:
        return t.Struct(f"{module.name}:{name}")
    if name in _LISTS:
        return t.List(t.INT)  # the likeliest; any other is Python's
    return _SCALARS.get(name)


def _generic(module: ModuleSource, name: str, items: list[ast.expr]) -> Type | None:
    if name == "Optional" and len(items) == 1:
        return _joined([type_of(module, items[0]), t.NONE])
    if name == "Union":
        return _joined([type_of(module, one) for one in items])
    if name in ("tuple", "Tuple") and any(isinstance(one, ast.Constant) for one in items):
        element = type_of(module, items[0])
        return t.Row(element) if element is not None and len(items) == 2 else None
    inside = [type_of(module, one) for one in items]
    known = [one for one in inside if one is not None]
    if len(known) != len(inside):
        return None
    match known:
        case [element] if name in _LISTS:
            return t.List(element)
        case [element] if name in ("deque", "Deque"):
            return t.Deque(element)
        case [element] if name in _SETS:
            return t.Set(element)
        case [element] if name in ("frozenset", "FrozenSet"):
            return t.Frozen(element)
        case [key, value] if name in _DICTS:
            return t.Dict(key, value)
        case _ if name in ("tuple", "Tuple"):
            return t.Tuple(tuple(known))
        case _:
            return None


def _joined(found: list[Type | None]) -> Type | None:
    joined: Type = t.NEVER
    for one in found:
        if one is None:
            return None
        joined = t.join(joined, one)
    return None if t.contains(joined, t.OBJECT) else joined
