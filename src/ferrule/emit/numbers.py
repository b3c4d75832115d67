"""Numbers of NumPy's in Rust: how one becomes another, and what goes out as NumPy's own.

In: two types. Out: the text of the conversion. Assumes that the lowering asked for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    NUMPY_FLOATS,
    NUMPY_INTS,
    NUMPY_NUMBERS,
    Tuple,
    Type,
)
from ferrule.ir import nodes as ir
from ferrule.ir.module import Func
from ferrule.ir.walk import every_expr
from ferrule.ops.arrays import rust_of_numpy

SAME = "{}"  # the Rust type is the same

_WARNING = frozenset(
    {"add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "numpy sqrt", "numpy floor"}
)
_INTO = {
    (FLOAT, MIXED): "Mixed::Float({})",
    (INT, MIXED): "Mixed::Int({})",
    (FLOAT64, MIXED): "Mixed::NumPy({})",
    (INT, MIXED_INT): "MixedInt::Int({})",
    (INT64, MIXED_INT): "MixedInt::NumPy({})",
}
_RUST = {
    BOOL: "bool",
    INT: "i64",
    FLOAT: "f64",
    MIXED_BOOL: "bool",
    **{type_: rust_of_numpy(type_) for type_ in NUMPY_NUMBERS},
}


def numpy_form(have: Type, want: Type) -> str:
    """The conversion, with `{}` for the value; or `as T`; empty where NumPy has no part in it."""
    if (have, want) in _INTO:
        return _INTO[have, want]  # type: ignore[index]
    if not {have, want} & {*NUMPY_NUMBERS, MIXED_BOOL} or not {have, want} <= set(_RUST):
        return ""
    first, second = _RUST[have], _RUST[want]  # type: ignore[index]
    if first == second:
        return SAME
    if first == "bool" or want in NUMPY_INTS:
        return f"{second}::from({{}})"
    return f"as {second}"


def holds_numbers(type_: Type) -> bool:
    """Whether a value is a number of NumPy's, or a tuple with such in it."""
    if isinstance(type_, Tuple):
        return any(map(holds_numbers, type_.items))
    return type_ in NUMPY_NUMBERS


def outward(type_: Type, value: str) -> str:
    """A result as it goes out: NumPy's numbers are marked as such."""
    if type_ in NUMPY_NUMBERS:
        return f"NumPy({value})"
    if isinstance(type_, Tuple) and holds_numbers(type_):
        items = [outward(item, f"{value}.{index}") for index, item in enumerate(type_.items)]
        return f"({', '.join(items)}{',' * (len(items) == 1)})"
    return value


def inward(type_: Type, rust: str, number: int) -> str:
    """How an argument is taken."""
    if type_ in NUMPY_NUMBERS:
        return f"call.take::<NumPy<{rust}>>({number})?.0"
    return f"call.take({number})?"


def use_of(func: Func, funcs: Mapping[str, Func]) -> tuple[bool, bool]:
    """Whether a call of this function works with NumPy's floats, and whether it asks NumPy."""
    reached, waiting = {func.name}, [func.name]
    floats = asks = False
    while waiting:
        for expr in every_expr(funcs[waiting.pop()].body):
            floats = floats or _may_warn(expr)
            asks = asks or (isinstance(expr, ir.Apply) and expr.op.name in ("numpy", "numpy view"))
            if isinstance(expr, ir.Call) and expr.func not in reached:
                reached.add(expr.func)
                waiting.append(expr.func)
    return floats, asks


def _may_warn(expr: ir.Expr) -> bool:
    if isinstance(expr, ir.Coerce):
        return expr.type == FLOAT32  # what is too large for it becomes infinite
    is_worked_out = isinstance(expr, ir.Apply) and expr.op.name in _WARNING
    return is_worked_out and any(arg.type in (*NUMPY_FLOATS, MIXED) for arg in expr.args)  # type: ignore[union-attr]
