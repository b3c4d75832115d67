"""What Python does with complex numbers, and the `cmath` module."""

from __future__ import annotations

from ferrule.base.types import BOOL, COMPLEX, FLOAT, INT, NUMBER, STR, Tuple, Type
from ferrule.ops.op import COMPARE, UNARY, Op

# A real operand beside a complex, as the float that Python makes of it.
_REAL: tuple[tuple[Type, str], ...] = (
    (FLOAT, "{}"),
    (INT, "int::to_float({})"),
    (NUMBER, "number::to_float({})"),
)


def _beside(name: str, function: str, before: str, turned: bool = False) -> tuple[Op, ...]:
    """An operation of a complex with a real number, or `turned` the other way round."""
    rows = []
    for type_, form in _REAL:
        types = (type_, COMPLEX) if turned else (COMPLEX, type_)
        real = before.format(form.format("{0}" if turned else "{1}"))
        both = (real, "{1}") if turned else ("{0}", real)
        rows.append(Op(name, types, COMPLEX, f"complex::{function}({', '.join(both)})", True))
    return tuple(rows)


def _both_ways(name: str, function: str) -> tuple[Op, ...]:
    whole = "Complex::from({})"
    return (*_beside(name, function, whole), *_beside(name, function, whole, turned=True))


def _pair(name: str, function: str) -> Op:
    rust = f"complex::{function}({{0}}, {{1}})"
    return Op(name, (COMPLEX, COMPLEX), COMPLEX, rust, function not in ("add", "sub"))


def _cmath(name: str, result: Type = COMPLEX) -> tuple[Op, ...]:
    given = ((COMPLEX, "{0}"), (FLOAT, "Complex::from({0})"))
    ints = (INT, "Complex::from(int::to_float({0}))")
    return tuple(
        Op(f"cmath.{name}", (type_,), result, f"complex::{name}({form})", True)
        for type_, form in (*given, ints)
    )


def _equal(name: str, symbol: str, negation: str) -> tuple[Op, ...]:
    rows = [Op(name, (COMPLEX, COMPLEX), BOOL, f"{{0}} {symbol} {{1}}", infix=COMPARE)]
    for type_, function in ((FLOAT, "eq_float"), (INT, "eq_int")):
        for types, order in (
            ((COMPLEX, type_), "{0}, {1}"),
            ((type_, COMPLEX), "{1}, {0}"),
        ):
            rows.append(Op(name, types, BOOL, f"{negation}complex::{function}({order})"))
    return tuple(rows)


ROWS = (
    _pair("add", "add"),
    _pair("sub", "sub"),
    _pair("mul", "mul"),
    _pair("truediv", "div"),
    _pair("pow", "pow"),
    *_beside("add", "add_real", "{}"),
    *(
        Op(
            "add",
            (type_, COMPLEX),
            COMPLEX,
            f"complex::add_real({{1}}, {form.format('{0}')})",
            True,
        )
        for type_, form in _REAL
    ),
    *_beside("sub", "sub_real", "{}"),
    *_beside("sub", "real_sub", "{}", turned=True),
    *_both_ways("mul", "mul"),
    *_both_ways("truediv", "div"),
    *_both_ways("pow", "pow"),
    *_equal("eq", "==", ""),
    *_equal("ne", "!=", "!"),
    Op("neg", (COMPLEX,), COMPLEX, "-{0}", infix=UNARY),
    Op("pos", (COMPLEX,), COMPLEX, "{0}"),
    Op("abs()", (COMPLEX,), FLOAT, "complex::abs({0})", fallible=True),
    Op("bool()", (COMPLEX,), BOOL, "{0:recv}.truth()"),
    Op("str()", (COMPLEX,), STR, "complex::repr({0})"),
    Op("repr()", (COMPLEX,), STR, "complex::repr({0})"),
    Op("real", (COMPLEX,), FLOAT, "{0:recv}.re", python="{0}.real"),
    Op("imag", (COMPLEX,), FLOAT, "{0:recv}.im", python="{0}.imag"),
    Op(".conjugate", (COMPLEX,), COMPLEX, "{0:recv}.conjugate()"),
    Op("complex()", (COMPLEX,), COMPLEX, "{0}"),
    *(
        Op("complex()", (type_,), COMPLEX, f"Complex::from({form.format('{0}')})")
        for type_, form in _REAL
    ),
    *(
        Op(
            "complex()",
            (first, second),
            COMPLEX,
            f"complex::new({form.format('{0}')}, {other.format('{1}')})",
        )
        for first, form in _REAL
        for second, other in _REAL
    ),
    *(row for name in ("sqrt", "exp", "log", "sin", "cos", "sinh", "cosh") for row in _cmath(name)),
    *_cmath("phase", FLOAT),
    *_cmath("polar", Tuple((FLOAT, FLOAT))),
    *(
        Op(
            "cmath.rect",
            (first, second),
            COMPLEX,
            f"complex::rect({form.format('{0}')}, {other.format('{1}')})",
            True,
        )
        for first, form in _REAL
        for second, other in _REAL
    ),
)
