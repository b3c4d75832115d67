"""What Python does with floats, and with an int beside a float."""

from __future__ import annotations

from ferrule.base.types import BOOL, FLOAT, INT, NONE, STR, Tuple, Type
from ferrule.ops.op import COMPARE, PLUS, TIMES, UNARY, Op

_PAIRS: tuple[tuple[tuple[Type, Type], str, str], ...] = (
    ((FLOAT, FLOAT), "{0}", "{1}"),
    ((FLOAT, INT), "{0}", "int::to_float({1})"),
    ((INT, FLOAT), "int::to_float({0})", "{1}"),
)


def _arithmetic(name: str, symbol: str, strength: int) -> tuple[Op, ...]:
    return tuple(
        Op(name, types, FLOAT, f"{a} {symbol} {b}", infix=strength) for types, a, b in _PAIRS
    )


def _call(name: str, function: str) -> tuple[Op, ...]:
    return tuple(
        Op(name, types, FLOAT, f"float::{function}({a}, {b})", fallible=True)
        for types, a, b in _PAIRS
    )


def _divide() -> tuple[Op, ...]:
    return tuple(
        Op(
            "truediv",
            types,
            FLOAT,
            f"float::div({a}, {b})",
            fallible=True,
            proved=f"{a} / {b}",
            proof="nonzero",
            proved_infix=TIMES,
        )
        for types, a, b in _PAIRS
    )


def _compare(name: str, symbol: str, ordering: str) -> tuple[Op, ...]:
    return (
        Op(name, (FLOAT, FLOAT), BOOL, f"{{0}} {symbol} {{1}}", infix=COMPARE),
        Op(name, (INT, FLOAT), BOOL, f"int::{ordering}_float({{0}}, {{1}})"),
        Op(name, (FLOAT, INT), BOOL, f"float::{ordering}_int({{0}}, {{1}})"),
    )


ROWS = (
    *_arithmetic("add", "+", PLUS),
    *_arithmetic("sub", "-", PLUS),
    *_arithmetic("mul", "*", TIMES),
    *_divide(),
    *_call("floordiv", "floordiv"),
    *_call("mod", "modulo"),
    *_call("pow", "pow"),
    *_call("pow()", "pow"),
    Op("neg", (FLOAT,), FLOAT, "-{0}", infix=UNARY),
    Op("pos", (FLOAT,), FLOAT, "{0}"),
    *_compare("eq", "==", "eq"),
    *_compare("ne", "!=", "ne"),
    *_compare("lt", "<", "lt"),
    *_compare("le", "<=", "le"),
    *_compare("gt", ">", "gt"),
    *_compare("ge", ">=", "ge"),
    Op("bool()", (FLOAT,), BOOL, "{0} != 0.0", infix=COMPARE),
    Op("float()", (FLOAT,), FLOAT, "{0}"),
    Op("float()", (INT,), FLOAT, "int::to_float({0})"),
    Op("float()", (STR,), FLOAT, "float::parse({0})", fallible=True),
    Op("abs()", (FLOAT,), FLOAT, "{0:recv}.abs()"),
    *(
        Op(
            "divmod()",
            types,
            Tuple((FLOAT, FLOAT)),
            f"float::divmod({a}, {b})",
            fallible=True,
        )
        for types, a, b in _PAIRS
    ),
    Op("round()", (FLOAT,), INT, "float::round({0})", fallible=True),
    Op("round()", (FLOAT, INT), FLOAT, "float::round_n({0}, {1})", fallible=True),
    Op("min()", (FLOAT, FLOAT), FLOAT, "float::min2({0}, {1})"),
    Op("max()", (FLOAT, FLOAT), FLOAT, "float::max2({0}, {1})"),
    Op("hash()", (FLOAT,), INT, "hash::of_float({0})", fallible=True),
    Op("str()", (FLOAT,), STR, "float::repr({0})"),
    Op("repr()", (FLOAT,), STR, "float::repr({0})"),
    Op("format()", (FLOAT, STR), STR, "text::format_by({0:item}, {1})", fallible=True),
    Op(".is_integer", (FLOAT,), BOOL, "float::is_integer({0})"),
    Op("round()", (FLOAT, NONE), INT, "float::round({0})", fallible=True),
    Op("real", (FLOAT,), FLOAT, "{0}", python="{0}.real"),
    Op("imag", (FLOAT,), FLOAT, "float::imag({0})", python="{0}.imag"),
    Op(".conjugate", (FLOAT,), FLOAT, "{0}"),
    Op(".hex", (FLOAT,), STR, "float::hex({0})"),
    Op(
        ".as_integer_ratio",
        (FLOAT,),
        Tuple((INT, INT)),
        "float::as_integer_ratio({0})",
        fallible=True,
    ),
)
