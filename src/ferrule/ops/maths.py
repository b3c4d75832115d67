"""The `math` module."""

from __future__ import annotations

from ferrule.base.types import BOOL, FLOAT, INT, NUMBER, List, Tuple, Type
from ferrule.ops.op import Op

# Those that can't fail for any float.
_TOTAL = ("atan", "atan2", "erf", "erfc", "degrees", "radians", "fabs", "copysign", "hypot")
_UNARY = (
    *("sqrt", "sin", "cos", "tan", "asin", "acos", "sinh", "cosh", "tanh", "asinh", "acosh"),
    *("atanh", "exp", "expm1", "log", "log2", "log10", "log1p", "exp2", "gamma", "lgamma"),
    *("atan", "erf", "erfc", "degrees", "radians", "fabs"),
)
_BINARY = ("atan2", "fmod", "pow", "hypot", "copysign", "remainder")

# An operand of each type, as the float that Python makes of it.
_AS_FLOAT: tuple[tuple[Type, str], ...] = (
    (FLOAT, "{}"),
    (INT, "int::to_float({})"),
    (NUMBER, "number::to_float({})"),
)
_ASKED = ((FLOAT, "{0:recv}"), (INT, "int::to_float({0})"), (NUMBER, "number::to_float({0})"))
_FLOATS = List(FLOAT)


def _is_fallible(name: str) -> bool:
    return name not in _TOTAL


def _unary(name: str) -> tuple[Op, ...]:
    return tuple(
        Op(
            f"math.{name}",
            (type_,),
            FLOAT,
            f"maths::{name}({form.format('{0}')})",
            fallible=_is_fallible(name),
        )
        for type_, form in _AS_FLOAT
        if type_ != INT or name not in ("log", "log2", "log10")
    )


def _binary(name: str, function: str, is_fallible: bool) -> tuple[Op, ...]:
    return tuple(
        Op(
            f"math.{name}",
            (first, second),
            FLOAT,
            f"maths::{function}({form.format('{0}')}, {other.format('{1}')})",
            fallible=is_fallible,
        )
        for first, form in _AS_FLOAT
        for second, other in _AS_FLOAT
    )


def _tests() -> tuple[Op, ...]:
    """What is asked of a float; an int is first made one."""
    methods = {"isnan": "is_nan", "isinf": "is_infinite", "isfinite": "is_finite"}
    return tuple(
        Op(f"math.{name}", (type_,), BOOL, f"{form}.{method}()")
        for name, method in methods.items()
        for type_, form in _ASKED
    )


ROWS = (
    *(row for name in _UNARY for row in _unary(name)),
    Op("math.log", (INT,), FLOAT, "maths::log_int({0})", fallible=True),
    Op("math.log2", (INT,), FLOAT, "maths::log2_int({0})", fallible=True),
    Op("math.log10", (INT,), FLOAT, "maths::log10_int({0})", fallible=True),
    *_binary("log", "log_base", is_fallible=True),
    *(row for name in _BINARY for row in _binary(name, name, _is_fallible(name))),
    Op("math.hypot", (FLOAT, FLOAT, FLOAT), FLOAT, "maths::hypot_all(&[{0}, {1}, {2}])"),
    Op("math.floor", (FLOAT,), INT, "float::floor({0})", fallible=True),
    Op("math.ceil", (FLOAT,), INT, "float::ceil({0})", fallible=True),
    Op("math.trunc", (FLOAT,), INT, "float::trunc({0})", fallible=True),
    Op("math.floor", (INT,), INT, "{0}"),
    Op("math.ceil", (INT,), INT, "{0}"),
    Op("math.trunc", (INT,), INT, "{0}"),
    Op("math.floor", (NUMBER,), INT, "number::floor({0})", fallible=True),
    Op("math.ceil", (NUMBER,), INT, "number::ceil({0})", fallible=True),
    Op("math.trunc", (NUMBER,), INT, "number::trunc({0})", fallible=True),
    *_tests(),
    *_binary("nextafter", "nextafter", is_fallible=False),
    *(
        Op("math.hypot", (type_,), FLOAT, f"maths::fabs({form.format('{0}')})")
        for type_, form in _AS_FLOAT
    ),
    Op("math.hypot of all", (_FLOATS,), FLOAT, "maths::hypot_all({0})", python="math.hypot(*{0})"),
    Op(
        "math.isclose",
        (FLOAT, FLOAT, FLOAT, FLOAT),
        BOOL,
        "maths::isclose({0}, {1}, {2}, {3})",
        fallible=True,
        python="math.isclose({0}, {1}, rel_tol={2}, abs_tol={3})",
    ),
    *(
        Op(
            f"math.{name} of all",
            (List(INT),),
            INT,
            f"int::{name}_all({{0}})",
            fallible=True,
            python=f"math.{name}(*{{0}})",
        )
        for name in ("gcd", "lcm")
    ),
    Op("math.perm", (INT,), INT, "int::factorial({0})", fallible=True),
    Op(
        "math.fsum",
        (List(INT),),
        FLOAT,
        "maths::fsum({0:recv}.iter().map(|&n| int::to_float(n)))",
        fallible=True,
    ),
    Op(
        "math.dist",
        (List(INT), List(INT)),
        FLOAT,
        "maths::dist(&maths::floats({0}), &maths::floats({1}))",
        fallible=True,
    ),
    Op("math.prod", (_FLOATS,), FLOAT, "maths::prod_of_some({0})", fallible=True),
    Op(
        "math.prod",
        (_FLOATS, FLOAT),
        FLOAT,
        "maths::prod_float({0:recv}.iter().copied(), {1})",
        python="math.prod({0}, start={1})",
    ),
    Op(
        "math.prod",
        (List(INT), INT),
        INT,
        "maths::prod_from({0:recv}.iter().copied(), {1})",
        fallible=True,
        python="math.prod({0}, start={1})",
    ),
    Op("math.isclose", (FLOAT, FLOAT), BOOL, "maths::isclose({0}, {1}, 1e-9, 0.0)", fallible=True),
    Op("math.ulp", (FLOAT,), FLOAT, "maths::ulp({0})"),
    Op("math.gcd", (INT, INT), INT, "int::gcd({0}, {1})", fallible=True),
    Op("math.lcm", (INT, INT), INT, "int::lcm({0}, {1})", fallible=True),
    Op("math.isqrt", (INT,), INT, "int::isqrt({0})", fallible=True),
    Op("math.factorial", (INT,), INT, "int::factorial({0})", fallible=True),
    Op("math.comb", (INT, INT), INT, "int::comb({0}, {1})", fallible=True),
    Op("math.perm", (INT, INT), INT, "int::perm({0}, {1})", fallible=True),
    Op("math.ldexp", (FLOAT, INT), FLOAT, "maths::ldexp({0}, {1})", fallible=True),
    Op("math.frexp", (FLOAT,), Tuple((FLOAT, INT)), "maths::frexp({0})"),
    Op("math.modf", (FLOAT,), Tuple((FLOAT, FLOAT)), "maths::modf({0})"),
    Op("math.fsum", (_FLOATS,), FLOAT, "maths::fsum({0:recv}.iter().copied())", fallible=True),
    Op("math.prod", (List(INT),), INT, "maths::prod({0:recv}.iter().copied())", fallible=True),
    Op("math.dist", (_FLOATS, _FLOATS), FLOAT, "maths::dist({0}, {1})", fallible=True),
)
