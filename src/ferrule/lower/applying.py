"""Choosing the op table's row for operands of given types, and applying it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ferrule.base.types import (
    BIGINT,
    BOOL,
    CHAR,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NUMBER,
    STR,
    Array,
    Deque,
    Dict,
    Frozen,
    Hole,
    List,
    Optional,
    Row,
    Set,
    Stream,
    Struct,
    Tuple,
    Type,
    contains,
    parts,
)
from ferrule.ir.nodes import Apply, Coerce, Const, Expr, Local
from ferrule.lower.identity import has_plain_equality
from ferrule.lower.numbers import adapted
from ferrule.lower.scene import Scene
from ferrule.lower.unions import meant
from ferrule.ops.bigints import WIDE
from ferrule.ops.containers import DEEP_COPY
from ferrule.ops.op import Op
from ferrule.ops.table import rows

Bound = dict[int, Type]

# What an operand may stand for where no row fits it as it is, tried in this order.
_WIDENINGS: tuple[frozenset[tuple[Type, Type]], ...] = (
    frozenset(),
    frozenset({(CHAR, STR)}),
    frozenset({(CHAR, STR), (BOOL, INT)}),
    frozenset({(CHAR, STR), (BOOL, INT), (INT, NUMBER), (FLOAT, NUMBER)}),
)
# And where an operand is an int of any size: all of them, or what has to be a small one after all.
_OF_ANY_SIZE: tuple[frozenset[tuple[Type, Type]], ...] = (
    frozenset({(CHAR, STR), (BOOL, INT), (BOOL, BIGINT), (INT, BIGINT)}),
    frozenset({(CHAR, STR), (BOOL, INT), (BIGINT, INT)}),
)


def apply(scene: Scene, name: str, args: Sequence[Expr], node: ast.AST, what: str) -> Expr:
    """`name` applied to the operands; `what` describes the operation in a refusal."""
    name, args = _without_list(name, _aligned(name, args))
    if BIGINT in (scene.type(arg.type) for arg in args):
        name, args = _sized(scene, name, args, node)
    types = [scene.type(arg.type) for arg in args]
    if NEVER in types or (name in _BY_VALUES and _has_unknown_values(scene, types)):
        return unknown(scene, node, what)
    name, args = adapted(scene, name, args, node)
    types = [scene.type(arg.type) for arg in args]
    grows = BIGINT not in types and scene.is_wide(node)
    found = (_find(scene, name + WIDE, types) if grows else None) or _find(scene, name, types)
    if found is None and any(isinstance(type_, Optional) for type_ in types):
        # What is None in the end is given back to Python, which raises what it raises.
        args = [_some(scene, arg) for arg in args]
        types = [scene.type(arg.type) for arg in args]
        found = _find(scene, name, types) if NEVER not in types else None
    if found is None and (of_one := _meant(scene, name, args)) is not None:
        args = of_one
        found = _find(scene, name, [scene.type(arg.type) for arg in args])
    if found is None:
        operands = ", ".join(str(scene.slice.types.resolve(type_)) for type_ in types)
        raise scene.refusal("F401", node, f"{what} on {operands} is not native yet")
    op, bound = found
    if _is_done_otherwise(scene, op, types):
        raise scene.refusal("F401", node, f"{what} on {types[0]} is not native yet")
    if op.mutates and _is_changed_by_itself(args):
        raise scene.refusal("F304", node, f"{what} of a value with itself")
    return _applied(scene, op, bound, args, node, what)


def _meant(scene: Scene, name: str, args: Sequence[Expr]) -> list[Expr] | None:
    return meant(args, lambda types: _find(scene, name, types) is not None)


def _some(scene: Scene, arg: Expr) -> Expr:
    type_ = scene.type(arg.type)
    if not isinstance(type_, Optional):
        return arg
    return Coerce(arg, scene.type(type_.inner), arg.span, checked=True)


# What the rows of these operations are told apart by are the values of a dict.
_BY_VALUES = frozenset({"str.maketrans", ".translate"})


def _has_unknown_values(scene: Scene, types: list[Type]) -> bool:
    return not scene.is_final and any(
        isinstance(type_, Dict) and scene.slice.types.top(type_.value) == NEVER for type_ in types
    )


def _without_list(name: str, args: Sequence[Expr]) -> tuple[str, Sequence[Expr]]:
    """`text.split()` of which the parts are taken at once: a row of its own makes no list."""
    match args:
        case (Apply(op=op, args=parted), *rest) if op.name == ".split" and len(parted) < 3:
            is_taken = name == "getitem" or name.startswith("unpack ")
            is_plain = all(isinstance(index, Const | Local) for index in rest)
            if is_taken and is_plain and op.arguments[0] == STR:
                return f"{name} .split", (*parted, *rest)
    return name, args


_COMPARING = frozenset(
    {"in", "not in", ".index", ".count", ".remove", "eq", "ne", "lt", "le", "gt", "ge"}
)
_MIXING = frozenset(
    {"add", "sub", "mul", "truediv", "floordiv", "mod", "eq", "ne", "lt", "le", "gt", "ge"}
)


def _aligned(name: str, args: Sequence[Expr]) -> Sequence[Expr]:
    """An int literal beside a float is the same float literal: Python converts it exactly."""
    if name not in _MIXING or len(args) != 2 or FLOAT not in (args[0].type, args[1].type):
        return args
    return [_as_float(arg) for arg in args]


def _sized(
    scene: Scene, name: str, args: Sequence[Expr], node: ast.AST
) -> tuple[str, Sequence[Expr]]:
    """An int of any size beside a mask that it can't be greater than, or beside a float."""
    match [*args]:
        case [value, Const(value=int(mask), type=other)] | [
            Const(value=int(mask), type=other),
            value,
        ]:
            if name == "and" and other == INT and mask >= 0:
                return "and small", [value, args[0] if value is args[1] else args[1]]
        case [first, second] if name in _WITH_FLOATS and FLOAT in (first.type, second.type):
            # Python has both operands before it makes the int a float, which can raise.
            if first.type == FLOAT or isinstance(second, Const | Local):
                return name, [_made_float(scene, arg, node) for arg in args]
    return name, args


_WITH_FLOATS = frozenset(
    {"add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "pow()", "divmod()"}
)


def _made_float(scene: Scene, arg: Expr, node: ast.AST) -> Expr:
    return apply(scene, "float()", (arg,), node, "`float`") if arg.type == BIGINT else arg


def _as_float(arg: Expr) -> Expr:
    if isinstance(arg, Const) and type(arg.value) is int and abs(arg.value) <= 2**53:
        return Const(float(arg.value), FLOAT, arg.span)
    return arg


def has_row(name: str) -> bool:
    """Whether the table knows this operation on any operands."""
    return bool(rows(name))


def unknown(scene: Scene, node: ast.AST, what: str) -> Expr:
    """A value of which nothing is known yet; in the last round, a refusal."""
    if scene.is_final:
        raise scene.refusal("F203", node, f"nothing is known of the types of {what}")
    return Const(None, NEVER, scene.span(node))


def _applied(
    scene: Scene, op: Op, bound: Bound, args: Sequence[Expr], node: ast.AST, what: str
) -> Expr:
    for pattern, arg in zip(op.arguments, args, strict=True):
        _unite(scene, pattern, arg.type, bound, node, what)
    coerced = tuple(
        _coerced(scene, arg, _filled(scene, pattern, bound, node, f"arg{number}"), node)
        for number, (pattern, arg) in enumerate(zip(op.arguments, args, strict=True))
    )
    result = scene.type(_filled(scene, op.result, bound, node))
    if op.name == ".copy":
        result = scene.type(args[0].type)
    return Apply(op, coerced, result, scene.span(node))


def _coerced(scene: Scene, arg: Expr, wanted: Type, node: ast.AST) -> Expr:
    """The operand as the row wants it; every kind of dict is a dict already."""
    if isinstance(arg.type, Dict) and isinstance(wanted, Dict) and arg.type.kind:
        return arg
    return scene.coerce(arg, wanted, node)


def _find(scene: Scene, name: str, types: list[Type]) -> tuple[Op, Bound] | None:
    if name in _COMPARING and not _compares(scene, name, types):
        return None
    fitting = [op for op in rows(name) if len(op.arguments) == len(types)]
    special = [op for op in fitting if not _is_general(op)]
    is_any_size = BIGINT in types
    for widening in (*_WIDENINGS, *(_OF_ANY_SIZE if is_any_size else ())):
        for op in special:
            bound = _bind(scene, op, types, widening)
            if bound is not None:
                return op, bound
    for op in fitting:
        if _is_general(op) and not any(holds_struct(scene, type_) for type_ in types):
            bound = _bind(scene, op, types, frozenset())
            if bound is not None:
                return op, bound
    return None


# What kinds of dicts do in a way of their own.
_OWN_WAYS = frozenset({"add", "sub", "or", "and", "xor", ".update", "delitem", DEEP_COPY})


def _is_done_otherwise(scene: Scene, op: Op, types: list[Type]) -> bool:
    """Whether a row for dicts was found for a kind of dict that does this differently."""
    return op.name in _OWN_WAYS and any(
        isinstance(type_, Dict) and isinstance(pattern, Dict) and type_.kind != pattern.kind
        for pattern, type_ in zip(op.arguments, types, strict=True)
    )


def _is_changed_by_itself(args: Sequence[Expr]) -> bool:
    """`s.update(s)`: what is read is what is being changed."""
    first, *rest = args
    return (
        isinstance(first, Local)
        and isinstance(first.type, Set | Dict)
        and any(isinstance(arg, Local) and arg.name == first.name for arg in rest)
    )


def _is_general(op: Op) -> bool:
    """Whether a row is for values of any type."""
    return all(isinstance(pattern, Hole) for pattern in op.arguments)


def holds_struct(scene: Scene, type_: Type) -> bool:
    """Python compares and prints objects by methods that the table knows nothing of."""
    type_ = scene.slice.types.top(type_)
    return isinstance(type_, Struct) or any(holds_struct(scene, part) for part in parts(type_))


def _compares(scene: Scene, name: str, types: list[Type]) -> bool:
    """Whether what is compared are no objects, or objects of classes where `==` is `is`."""
    if name in ("in", "not in") and isinstance(scene.slice.types.top(types[-1]), Dict | Set):
        return True  # keys are what they are hashed by, or refused
    found = [struct for type_ in types for struct in _structs_in(scene, type_)]
    is_by_order = name in ("lt", "le", "gt", "ge")
    if is_by_order and any(contains(scene.slice.types.resolve(one), COMPLEX) for one in types):
        return False
    return not found or not (
        is_by_order or any(not has_plain_equality(scene, struct) for struct in found)
    )


def _structs_in(scene: Scene, type_: Type) -> list[Struct]:
    type_ = scene.slice.types.top(type_)
    if isinstance(type_, Struct):
        return [type_]
    return [struct for part in parts(type_) for struct in _structs_in(scene, part)]


def _bind(
    scene: Scene, op: Op, types: list[Type], widening: frozenset[tuple[Type, Type]]
) -> Bound | None:
    bound: Bound = {}
    for pattern, type_ in zip(op.arguments, types, strict=True):
        if not _matches(scene, pattern, type_, bound, widening):
            return None
    return bound


def _matches(
    scene: Scene,
    pattern: Type,
    type_: Type,
    bound: Bound,
    widening: frozenset[tuple[Type, Type]],
) -> bool:
    types = scene.slice.types
    if isinstance(pattern, Hole):
        if pattern.number not in bound:
            bound[pattern.number] = type_
            return True
        return types.can_merge(bound[pattern.number], type_)
    type_ = types.top(type_)
    if type_ in (pattern, NEVER):
        return True
    match pattern, type_:
        case Array(a, first), Array(b, second):
            return first == second and _matches(scene, a, b, bound, frozenset())
        case Optional(a), Optional(b):
            return _matches(scene, a, b, bound, widening)
        case Row(a), Row(b):
            return _matches(scene, a, b, bound, widening)
        case Row(a), Tuple(items):
            return bool(items) and all(_matches(scene, a, b, bound, widening) for b in items)
        # What is inside can't be made wider.
        case (List(a), List(b)) | (Deque(a), Deque(b)) | (Set(a), Set(b)) | (Frozen(a), Frozen(b)):
            return _matches(scene, a, b, bound, frozenset())
        case Dict(k1, v1, kind), Dict(k2, v2, other):
            # What is done to a dict can be done to any kind of it.
            return (
                kind in ("", other)
                and _matches(scene, k1, k2, bound, frozenset())
                and _matches(scene, v1, v2, bound, frozenset())
            )
        case Tuple(one), Tuple(two) if len(one) == len(two):
            return all(
                _matches(scene, a, b, bound, widening) for a, b in zip(one, two, strict=True)
            )
    return (type_, pattern) in widening


def _unite(
    scene: Scene, pattern: Type, type_: Type, bound: Bound, node: ast.AST, what: str
) -> None:
    """Make the holes agree that the row says are one type."""
    types = scene.slice.types
    if isinstance(pattern, Hole):
        bound[pattern.number] = scene.merge(bound[pattern.number], type_, node, what)
        return
    type_ = types.top(type_)
    match pattern, type_:
        case (
            (List(a), List(b))
            | (Deque(a), Deque(b))
            | (Row(a), Row(b))
            | (Set(a), Set(b))
            | (Frozen(a), Frozen(b))
            | (Optional(a), Optional(b))
        ):
            _unite_part(scene, a, b, bound, node, what)
        case Dict(k1, v1), Dict(k2, v2):
            _unite_part(scene, k1, k2, bound, node, what)
            _unite_part(scene, v1, v2, bound, node, what)
        case Row(a), Tuple(items):
            for item in items:
                _unite_part(scene, a, item, bound, node, what)
        case Tuple(one), Tuple(two):
            for a, b in zip(one, two, strict=True):
                _unite_part(scene, a, b, bound, node, what)


def _unite_part(
    scene: Scene, pattern: Type, part: Type, bound: Bound, node: ast.AST, what: str
) -> None:
    if isinstance(pattern, Hole) and isinstance(part, Hole):
        scene.merge(part, bound[pattern.number], node, what)
        bound[pattern.number] = part
    elif isinstance(pattern, Hole):
        bound[pattern.number] = scene.merge(bound[pattern.number], part, node, what)
    elif scene.slice.types.top(part) == NEVER:
        scene.merge(part, pattern, node, what)
    else:
        _unite(scene, pattern, part, bound, node, what)


def _filled(scene: Scene, pattern: Type, bound: Bound, node: ast.AST, role: str = "") -> Type:
    """The pattern with its variables replaced; a container made here gets holes of this place."""
    inner = f"{role}in"
    match pattern:
        case Hole(number):
            return bound[number] if number in bound else scene.hole(node, f"row{number}")
        case List(element):
            return scene.open(List(_filled(scene, element, bound, node, inner)), node, role)
        case Deque(element):
            return scene.open(Deque(_filled(scene, element, bound, node, inner)), node, role)
        case Stream(element):
            return scene.open(Stream(_filled(scene, element, bound, node, inner)), node, role)
        case Row(element):
            return scene.open(Row(_filled(scene, element, bound, node, inner)), node, role)
        case Frozen(element):
            return scene.open(Frozen(_filled(scene, element, bound, node, inner)), node, role)
        case Set(element):
            return scene.open(Set(_filled(scene, element, bound, node, inner)), node, role)
        case Dict(key, value, kind):
            return scene.open(
                Dict(
                    _filled(scene, key, bound, node, f"{role}key"),
                    _filled(scene, value, bound, node, inner),
                    kind,
                ),
                node,
                role,
            )
        case Array(element, ndim):
            return Array(scene.type(_filled(scene, element, bound, node, inner)), ndim)
        case Tuple(items):
            return Tuple(
                tuple(
                    _filled(scene, item, bound, node, f"{role}{number}")
                    for number, item in enumerate(items)
                )
            )
        case Optional(content):
            return Optional(_filled(scene, content, bound, node, inner))
        case _:
            return pattern
