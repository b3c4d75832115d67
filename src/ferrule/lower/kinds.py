"""Which class a value is of: `isinstance(x, int)`, `type(x) is float`, `type(x).__name__`.

In: calls and comparisons in a scene. Out: mostly constants, since types are exact; for what may be
None, or is an int in one call and a float in another, a test. Assumes that a value of a type of
the compiler's is of exactly one class of Python's.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from ferrule.base.records import Guard
from ferrule.base.types import (
    BIGINT,
    BOOL,
    BYTES,
    CHAR,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NONE,
    NUMBER,
    RANGE,
    STR,
    Deque,
    Dict,
    Frozen,
    List,
    OneOf,
    Optional,
    Row,
    Set,
    Struct,
    Tuple,
    Type,
)
from ferrule.base.unit import SEQUENCE
from ferrule.ir.nodes import Const, Expr, GetField, GetItem, IsNone, Let, Local
from ferrule.lower.applying import apply, unknown
from ferrule.lower.lineage import full_name, is_abc
from ferrule.lower.loops import is_shadowed
from ferrule.lower.scene import Scene
from ferrule.lower.unions import kind_test, narrowed


def _is_int(type_: Type) -> bool:
    return type_ in (INT, BIGINT, BOOL)


def _is_real(type_: Type) -> bool:
    return _is_int(type_) or type_ == FLOAT


def _is_sequence(type_: Type) -> bool:
    return type_ in (STR, CHAR, BYTES) or isinstance(type_, List | Deque | Tuple | Row)


def _is_container(type_: Type) -> bool:
    return _is_sequence(type_) or isinstance(type_, Dict | Set | Frozen)


def _has_hash(type_: Type) -> bool:
    return _is_real(type_) or type_ in (COMPLEX, STR, CHAR, BYTES, NONE)


_CLASSES: dict[str, Callable[[Type], bool]] = {
    "int": _is_int,
    "float": lambda t: t == FLOAT,
    "bool": lambda t: t == BOOL,
    "str": lambda t: t in (STR, CHAR),
    "list": lambda t: isinstance(t, List),
    "dict": lambda t: isinstance(t, Dict),
    "set": lambda t: isinstance(t, Set),
    "tuple": lambda t: isinstance(t, Tuple | Row),
    "object": lambda t: True,
    "complex": lambda t: t == COMPLEX,
    "bytes": lambda t: t == BYTES,
    "bytearray": lambda t: False,
    "frozenset": lambda t: isinstance(t, Frozen),
    "range": lambda t: t == RANGE,
    "numbers.Number": lambda t: _is_real(t) or t == COMPLEX,
    "numbers.Complex": lambda t: _is_real(t) or t == COMPLEX,
    "numbers.Real": _is_real,
    "numbers.Rational": _is_int,
    "numbers.Integral": _is_int,
    "collections.Counter": lambda t: isinstance(t, Dict) and t.kind == "Counter",
    "collections.defaultdict": lambda t: isinstance(t, Dict) and t.kind.startswith("defaultdict"),
    "collections.deque": lambda t: isinstance(t, Deque),
    "collections.abc.Iterable": _is_container,
    "collections.abc.Collection": _is_container,
    "collections.abc.Container": _is_container,
    "collections.abc.Sized": _is_container,
    "collections.abc.Sequence": _is_sequence,
    "collections.abc.MutableSequence": lambda t: isinstance(t, List | Deque),
    "collections.abc.Mapping": lambda t: isinstance(t, Dict),
    "collections.abc.MutableMapping": lambda t: isinstance(t, Dict),
    "collections.abc.Set": lambda t: isinstance(t, Set | Frozen),
    "collections.abc.Callable": lambda t: False,
    "fractions.Fraction": lambda t: False,
    "decimal.Decimal": lambda t: False,
}
# Of a tuple it depends on what is in it, of an instance on its class.
_ONLY_SCALARS = {"collections.abc.Hashable": _has_hash}
# What `type(x)` is exactly; a bool is no int there.
_EXACTLY: dict[str, Callable[[Type], bool]] = {
    **{name: _CLASSES[name] for name in ("float", "bool", "str", "list", "dict", "set", "tuple")},
    "int": lambda t: t in (INT, BIGINT),
    "dict": lambda t: isinstance(t, Dict) and not t.kind,
    "object": lambda t: False,
    "complex": lambda t: t == COMPLEX,
    "bytes": lambda t: t == BYTES,
}
_CERTAIN = (INT, BIGINT, FLOAT, COMPLEX, BOOL, STR, CHAR, BYTES, NONE, RANGE)


def is_instance(scene: Scene, node: ast.Call) -> Expr:
    """`isinstance(value, classes)`."""
    value = scene.lower(node.args[0])
    return _told(scene, value, _instance_test(scene, node), node, "`isinstance`")


def _instance_test(scene: Scene, node: ast.Call) -> Callable[[Type], bool]:
    names = _alternatives(node.args[1])

    def test(type_: Type) -> bool:
        found = [_belongs(scene, type_, name, node) for name in names]
        return any(found)

    return test


def narrowed_by(scene: Scene, node: ast.Call, type_: Type, holds: bool) -> Type | None:
    """What a value of several plain types is where `isinstance(value, classes)` holds, or not."""
    if not isinstance(type_, OneOf):
        return None
    return narrowed(type_, _instance_test(scene, node), holds)


def compared_type(scene: Scene, node: ast.Compare) -> Expr | None:
    """`type(x) is int`, `type(x) != str`, `type(x) in (int, float)`; None for anything else."""
    asked = asked_type(scene, node.left)
    if asked is None or len(node.ops) != 1:
        return None
    operator, other = node.ops[0], node.comparators[0]
    if isinstance(operator, ast.In | ast.NotIn) and isinstance(other, ast.Tuple | ast.List):
        names = list(other.elts)
    elif isinstance(operator, ast.Is | ast.IsNot | ast.Eq | ast.NotEq):
        names = [other]
    else:
        return None
    is_negative = isinstance(operator, ast.NotIn | ast.IsNot | ast.NotEq)
    if len(names) == 1 and (asked_too := asked_type(scene, names[0])) is not None:
        told = _same_scalar_class(scene, (asked, asked_too), node, is_negative=is_negative)
        if told is not None:
            return told

    def test(type_: Type) -> bool:
        found = [_is_exactly(scene, type_, name, node) for name in names]
        return any(found) != is_negative

    return _told(scene, scene.lower(asked), test, node, "`type`")


def _same_scalar_class(
    scene: Scene, asked: tuple[ast.expr, ast.expr], node: ast.Compare, *, is_negative: bool
) -> Expr | None:
    """`type(x) is type(y)`, of numbers, texts and None."""
    values = [scene.lower(one) for one in asked]
    if any(value.type == NEVER for value in values):
        return unknown(scene, node, "`type`")
    names = [
        next((name for name, test in _EXACTLY.items() if test(value.type)), str(value.type))
        for value in values
    ]
    is_plain = all(value.type in _CERTAIN and isinstance(value, Const | Local) for value in values)
    if not is_plain:
        return None
    return Const((names[0] == names[1]) != is_negative, BOOL, scene.span(node))


def name_of_type(scene: Scene, node: ast.Attribute) -> Expr | None:
    """`type(x).__name__`; None for anything else."""
    is_name = node.attr in ("__name__", "__qualname__")
    asked = asked_type(scene, node.value) if is_name else None
    if asked is None:
        return None
    value = scene.lower(asked)
    if value.type == NEVER:
        return unknown(scene, node, "`type`")
    names = [name for name, test in _EXACTLY.items() if test(value.type)]
    if isinstance(value.type, Struct):
        names = [value.type.name.partition(":")[2]]
    if value.type == NONE:
        names = ["NoneType"]
    if len(names) != 1 or not isinstance(value, Const | Local):
        raise scene.refusal("F401", node, f"`type` of a {value.type} is not native yet")
    return Const(names[0], STR, scene.span(node))


def asked_type(scene: Scene, node: ast.expr) -> ast.expr | None:
    """What `type` is asked of."""
    match node:
        case ast.Call(func=ast.Name(id="type") as func, args=[asked], keywords=[]) if (
            scene.is_global(func) and not is_shadowed(scene, "type")
        ):
            scene.guards.add(Guard(scene.instance.module.name, "type", "builtin", "type"))
            return asked
        case ast.Attribute(value=asked, attr="__class__") if not (
            isinstance(asked, ast.Name) and scene.is_global(asked)
        ):
            return asked
    return None


def _told(
    scene: Scene, value: Expr, test: Callable[[Type], bool], node: ast.AST, what: str
) -> Expr:
    """What the test says of a value of this type."""
    span = scene.span(node)
    type_ = value.type
    if type_ == NEVER:
        return unknown(scene, node, what)
    if isinstance(type_, Optional):
        inner = scene.type(type_.inner)
        if inner == NEVER:
            return unknown(scene, node, what)
        if _is_certain(inner):
            return _told_of_two(scene, value, test(inner), test(NONE), node)
    if isinstance(type_, OneOf):
        return kind_test(value, test, span)
    if type_ == NUMBER and test(INT) != test(FLOAT):
        name = "is int" if test(INT) else "is float"
        return apply(scene, name, (value,), node, what)
    if type_ != NUMBER and not _is_certain(type_):
        raise scene.refusal("F401", node, f"{what} of a {type_} is not native yet")
    known = Const(test(INT if type_ == NUMBER else type_), BOOL, span)
    if isinstance(value, Const | Local | GetField | GetItem):
        return known
    held = scene.fresh("asked", node)
    return Let(held, value, known, BOOL, span)


def _told_of_two(scene: Scene, value: Expr, of_some: bool, of_none: bool, node: ast.AST) -> Expr:
    span = scene.span(node)
    if of_some != of_none:
        is_none = IsNone(value, BOOL, span)
        return is_none if of_none else apply(scene, "not", (is_none,), node, "`isinstance`")
    known = Const(of_some, BOOL, span)
    if isinstance(value, Const | Local | GetField | GetItem):
        return known
    return Let(scene.fresh("asked", node), value, known, BOOL, span)


def _is_certain(type_: Type) -> bool:
    known = List | Deque | Dict | Set | Frozen | Tuple | Row | Struct
    return type_ in _CERTAIN or isinstance(type_, known)


def _alternatives(node: ast.expr) -> list[ast.expr]:
    """The classes of `(int, float)` and of `int | float`."""
    match node:
        case ast.Tuple(elts=items):
            return [one for item in items for one in _alternatives(item)]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*_alternatives(left), *_alternatives(right)]
        case _:
            return [node]


def _belongs(scene: Scene, type_: Type, name: ast.expr, node: ast.AST) -> bool:
    if _is_none_type(scene, name):
        return type_ == NONE
    own = _own_class(scene, name)
    if own is not None:
        return _derives(scene, type_, Struct(own), node)
    if isinstance(name, ast.Name) and name.id == SEQUENCE:
        return _is_sequence(type_) and type_ not in (STR, CHAR, BYTES)
    full, where = _full_name(scene, name, node)
    test = _CLASSES.get(full)
    if test is None and not isinstance(type_, Tuple | Struct):
        test = _ONLY_SCALARS.get(full)
    if test is None or (isinstance(type_, Struct) and "." in full):
        raise scene.refusal("F411", node, f"`isinstance` with `{full}` is not native yet")
    scene.guards.add(Guard(where[0], where[1], "builtin", full))
    return test(type_)


def _derives(scene: Scene, type_: Type, wanted: Struct, node: ast.AST) -> bool:
    """Whether values of a type are instances of a class of the program."""
    if isinstance(type_, Struct):
        lineage = scene.slice.lineage(type_)
        if type_ == wanted or wanted.name in map(full_name, lineage):
            return True
        if not lineage:
            raise scene.refusal("F411", node, f"`isinstance` of a {type_}")
    asked = scene.slice.lineage(wanted)
    if not asked or any(map(is_abc, asked)):
        raise scene.refusal("F411", node, f"`isinstance` with `{wanted}`, which may be asked")
    return False


def _is_exactly(scene: Scene, type_: Type, name: ast.expr, node: ast.AST) -> bool:
    if _is_none_type(scene, name):
        return type_ == NONE
    own = _own_class(scene, name)
    if own is not None:
        return isinstance(type_, Struct) and type_.name == own
    if (other := asked_type(scene, name)) is not None:
        return _same_class(scene, type_, scene.lower(other), node)
    full, where = _full_name(scene, name, node)
    if full not in _EXACTLY:
        raise scene.refusal("F411", node, f"`type` beside `{full}` is not native yet")
    scene.guards.add(Guard(where[0], where[1], "builtin", full))
    return _EXACTLY[full](type_)


def _same_class(scene: Scene, type_: Type, other: Expr, node: ast.AST) -> bool:
    """Whether an instance is of the very class of another one."""
    if not isinstance(other, Local) or not isinstance(other.type, Struct):
        raise scene.refusal("F411", node, f"`type` of a {other.type} is not native yet")
    if isinstance(type_, Optional) or not _is_certain(type_):
        raise scene.refusal("F411", node, f"`type` of a {type_} is not native yet")
    return type_ == other.type


def _is_none_type(scene: Scene, name: ast.expr) -> bool:
    asked = asked_type(scene, name)
    if asked is not None and isinstance(asked, ast.Constant) and asked.value is None:
        return True
    return isinstance(name, ast.Constant) and name.value is None


def _own_class(scene: Scene, name: ast.expr) -> str | None:
    """A class of the program, behind a guard."""
    module = scene.instance.module
    if not isinstance(name, ast.Name) or not scene.is_global(name):
        return None
    if name.id not in module.classes or name.id in module.rebound:
        return None
    full = f"{module.name}:{name.id}"
    scene.guards.add(Guard(module.name, name.id, "class", full))
    return full


def _full_name(scene: Scene, name: ast.expr, node: ast.AST) -> tuple[str, tuple[str, str]]:
    """A class of Python's own, with the namespace and the name by which it is found."""
    module = scene.instance.module
    match name:
        case ast.Name(id=text) if scene.is_global(name) and text not in module.rebound:
            imported, attribute = module.imports.get(text, (None, None))
            if imported is not None and attribute is not None:
                return f"{imported}.{attribute}", (module.name, text)
            if not is_shadowed(scene, text):
                return text, (module.name, text)
        case ast.Attribute(value=ast.Name(id=owner) as held, attr=attribute) if (
            scene.is_global(held) and owner not in module.rebound
        ):
            imported, within = module.imports.get(owner, (None, None))
            if imported is not None and within is None:
                scene.guards.add(Guard(module.name, owner, "module", imported))
                return f"{imported}.{attribute}", (imported, attribute)
    raise scene.refusal("F411", node, "`isinstance` with this class is not native yet")
