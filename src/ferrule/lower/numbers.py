"""Single numbers of NumPy's: which type two of them have together, and how one becomes another.

In: an operation's name and operands, one of them a number of NumPy's. Out: the operands as the rows
of `ops/arrays` take them. The rules are NumPy's: a number of Python's beside one of NumPy's takes
its type, if its kind allows that; two of NumPy's meet in the least type that holds both.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Sequence

from ferrule.base.types import (
    BOOL,
    FLOAT,
    FLOAT32,
    FLOAT64,
    INT,
    INT64,
    MIXED,
    MIXED_BOOL,
    MIXED_INT,
    NP_BOOL,
    NUMPY_FLOATS,
    NUMPY_INTS,
    NUMPY_NUMBERS,
    List,
    Scalar,
    Type,
)
from ferrule.ir.nodes import Apply, Coerce, Const, Expr
from ferrule.lower.scene import Scene
from ferrule.ops import arrays as rows

_ARITHMETIC = frozenset(
    {"add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift"}
)
_BITWISE = frozenset({"and", "or", "xor"})
_COMPARING = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
_BEST = frozenset({"min()", "max()"})
_INDEXED = frozenset({"getitem", "setitem", "delitem", ".pop", ".insert"})
_MIXED = (MIXED, MIXED_INT)
_OURS = frozenset({*NUMPY_NUMBERS, *_MIXED, MIXED_BOOL})
_PYTHON = (BOOL, INT, FLOAT)
_WIDTHS = {
    str(type_): int(str(type_).lstrip("np.uitfloa")) for type_ in (*NUMPY_INTS, *NUMPY_FLOATS)
}


def is_numpy(type_: Type) -> bool:
    """Whether a value is, or may be, a number of NumPy's."""
    return type_ in _OURS


def adapted(
    scene: Scene, name: str, args: Sequence[Expr], node: ast.AST
) -> tuple[str, Sequence[Expr]]:
    """The same operation on operands that a row takes."""
    if not any(is_numpy(arg.type) for arg in args):
        return name, args
    if name in _COMPARING and len(args) == 2:
        return name, _compared(scene, (args[0], args[1]), node)
    if name in _BEST and len(args) == 2:
        return name, _best(args[0], args[1])
    if name in _ARITHMETIC | _BITWISE and len(args) == 2:
        first, second = (
            _settled(scene, args[0], args[1].type),
            _settled(scene, args[1], args[0].type),
        )
        type_ = together(first.type, second.type)
        if type_ is None:
            return name, args
        if name == "truediv" and type_ == NP_BOOL:
            return name, args
        return name, (cast(scene, first, type_, node), cast(scene, second, type_, node))
    if name in _INDEXED:
        if len(args) > 1 and isinstance(scene.slice.types.top(args[0].type), List):
            args = [args[0], as_python(args[1]), *args[2:]]
        return name, args
    return name, [_alone(scene, name, arg, node) for arg in args]


def _settled(scene: Scene, value: Expr, other: Type) -> Expr:
    """What may be Python's number: beside one of NumPy's that makes no difference."""
    if value.type not in _MIXED:
        return value
    table = rows.VALUE if other in NUMPY_NUMBERS else rows.IF_NUMPY
    op = table[value.type]
    return Apply(op, (value,), op.result, value.span)


def together(first: Type, second: Type) -> Scalar | None:
    """The type of what NumPy makes of two numbers, one of them its own."""
    if first in _PYTHON:
        first, second = second, first
    if first not in NUMPY_NUMBERS or not isinstance(first, Scalar):
        return None
    if second in _PYTHON:
        return _beside_python(first, second)
    if second not in NUMPY_NUMBERS or not isinstance(second, Scalar):
        return None
    return promoted(first, second)


def _beside_python(first: Scalar, second: Type) -> Scalar:
    if second == FLOAT and first not in NUMPY_FLOATS:
        return FLOAT64
    if second == INT and first == NP_BOOL:
        return INT64
    return first


def promoted(first: Scalar, second: Scalar) -> Scalar:
    """`np.promote_types(first, second)`"""
    if first == second or second == NP_BOOL:
        return first
    if first == NP_BOOL:
        return second
    if first in NUMPY_FLOATS or second in NUMPY_FLOATS:
        return FLOAT32 if _fits_float32(first) and _fits_float32(second) else FLOAT64
    wide, narrow = sorted((first, second), key=lambda one: (_width(one), _is_signed(one)))[::-1]
    if _is_signed(wide) == _is_signed(narrow) or (
        _is_signed(wide) and _width(wide) > _width(narrow)
    ):
        return wide
    width = max(_width(first), _width(second)) * 2
    return Scalar(f"np.int{width}") if width <= 64 else FLOAT64


def _fits_float32(type_: Scalar) -> bool:
    return type_ == FLOAT32 or (type_ in NUMPY_INTS and _width(type_) <= 16)


def _width(type_: Scalar) -> int:
    return _WIDTHS[type_.name]


def _is_signed(type_: Scalar) -> bool:
    return not type_.name.startswith("np.u")


def _compared(scene: Scene, args: tuple[Expr, Expr], node: ast.AST) -> Sequence[Expr]:
    """Comparing gives the same for a number of Python's and the same one of NumPy's."""
    first, second = args
    pair = [
        Apply(rows.VALUE[one.type], (one,), rows.VALUE[one.type].result, one.span)
        if one.type in _MIXED
        else one
        for one in (first, second)
    ]
    types = [one.type for one in pair]
    if MIXED_BOOL in types:
        return first, second
    if all(type_ in (*NUMPY_INTS, INT) for type_ in types):
        wide = INT64 if all(map(_fits_int64, types)) else None
    else:
        wide = together(types[0], types[1])
    if wide is None:
        return first, second
    if FLOAT32 in types and FLOAT in types:
        wide = FLOAT32
    return [cast(scene, one, wide, node) for one in pair]


def _fits_int64(type_: Type) -> bool:
    return type_ != Scalar("np.uint64")


def _best(first: Expr, second: Expr) -> Sequence[Expr]:
    """`min(a, b)` gives one of the two as it is."""
    if first.type == second.type:
        return first, second
    for mixed, parts in ((MIXED, (FLOAT64, FLOAT, INT)), (MIXED_INT, (INT64, INT))):
        if all(one.type in (mixed, *parts) for one in (first, second)):
            return tuple(
                one if one.type == mixed else Coerce(one, mixed, one.span)
                for one in (first, second)
            )
    return first, second


def _alone(scene: Scene, name: str, value: Expr, node: ast.AST) -> Expr:
    """An operand of something that asks for Python's own number, or works on one alone."""
    if value.type in _MIXED:
        op = (rows.VALUE if name in ("float()", "int()", "bool()") else rows.IF_NUMPY)[value.type]
        value = Apply(op, (value,), op.result, value.span)
    type_ = value.type
    if name.startswith("math.") or name == "float()":
        return as_python(value) if type_ in NUMPY_FLOATS else _as_float(scene, value, node)
    if name in ("int()", "bool()", "not") and type_ in NUMPY_NUMBERS:
        return as_python(value)
    if name in ("bool()", "not") and type_ == MIXED_BOOL:
        return Coerce(value, BOOL, value.span)
    return value


def _as_float(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    if value.type in (*NUMPY_INTS, NP_BOOL):
        return Coerce(cast(scene, value, FLOAT64, node), FLOAT, value.span)
    return value


def as_python(value: Expr) -> Expr:
    """A number of NumPy's as the one of Python's that it is worth."""
    span = value.span
    if value.type in _MIXED:
        value = Apply(rows.VALUE[value.type], (value,), rows.VALUE[value.type].result, span)
    match value.type:
        case t if t == FLOAT64:
            return Coerce(value, FLOAT, span)
        case t if t == FLOAT32:
            return Coerce(Coerce(value, FLOAT64, span), FLOAT, span)
        case t if t in (NP_BOOL, MIXED_BOOL):
            return Coerce(value, BOOL, span)
        case t if t == INT64:
            return Coerce(value, INT, span)
        case t if t in NUMPY_INTS:
            return Apply(rows.TO_INT[t], (value,), INT, span)
        case _:
            return value


def cast(scene: Scene, value: Expr, want: Scalar, node: ast.AST) -> Expr:
    """A number as one of NumPy's of that type, as NumPy converts it; a redo where none fits."""
    have, span = value.type, value.span
    if have == want:
        return value
    if isinstance(value, Const) and (made := _constant(value, want)) is not None:
        return made
    if have in _MIXED:
        value = Apply(rows.VALUE[have], (value,), rows.VALUE[have].result, span)
        return cast(scene, value, want, node)
    if want in NUMPY_FLOATS and (have in (BOOL, INT, FLOAT) or have in NUMPY_NUMBERS):
        return Coerce(value, want, span)
    if want in NUMPY_INTS:
        return _cast_to_int(scene, value, want, node)
    if want == NP_BOOL and have in rows.NOT_ZERO:
        return Apply(rows.NOT_ZERO[have], (value,), NP_BOOL, span)
    raise scene.refusal("F401", node, f"a {have} as a {want} is not native yet")


def _cast_to_int(scene: Scene, value: Expr, want: Scalar, node: ast.AST) -> Expr:
    have, span = value.type, value.span
    if have in (BOOL, NP_BOOL) or (have, want) == (INT, INT64):
        return Coerce(value, want, span)
    if have == INT:
        return Apply(rows.FIT[want], (value,), want, span)
    if have in NUMPY_INTS and isinstance(have, Scalar):
        if promoted(have, want) == want:
            return Coerce(value, want, span)
        return Apply(rows.NARROW[have, want], (value,), want, span)
    if have in (FLOAT, *NUMPY_FLOATS):
        return Apply(rows.TRUNCATED[want], (as_python(value),), want, span)
    raise scene.refusal("F401", node, f"a {have} as a {want} is not native yet")


def _constant(value: Const, want: Scalar) -> Const | None:
    """A literal in the type that it is wanted in."""
    number = value.value
    if not isinstance(number, int | float) or number != number:
        return None
    if want == FLOAT64 and (isinstance(number, float) or abs(number) <= 2**53):
        return Const(float(number), want, value.span)
    if want == FLOAT32 and abs(number) < 1e30:
        return Const(struct.unpack("f", struct.pack("f", number))[0], want, value.span)
    if want in NUMPY_INTS and isinstance(number, int):
        bits = _width(want) - _is_signed(want)
        low = -(2**bits) if _is_signed(want) else 0
        return Const(int(number), want, value.span) if low <= number < 2**bits else None
    return None


__all__ = ["adapted", "as_python", "cast", "is_numpy", "promoted", "together"]
