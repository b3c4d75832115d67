"""The `math` module."""

from __future__ import annotations

from ferrule.base.types import BOOL, FLOAT, INT, Tuple
from ferrule.ops.op import Op

# Those that can't fail for any float.
_TOTAL = ("atan", "atan2", "erf", "erfc", "degrees", "radians", "fabs", "copysign", "hypot")
_UNARY = (
    *("sqrt", "sin", "cos", "tan", "asin", "acos", "sinh", "cosh", "tanh", "asinh", "acosh"),
    *("atanh", "exp", "expm1", "log", "log2", "log10", "log1p", "cbrt", "exp2", "gamma", "lgamma"),
    *("atan", "erf", "erfc", "degrees", "radians", "fabs"),
)
_BINARY = ("atan2", "fmod", "pow", "hypot", "copysign")


def _is_fallible(name: str) -> bool:
    return name not in _TOTAL


ROWS = (
    *(
        Op(f"math.{name}", (FLOAT,), FLOAT, f"maths::{name}({{0}})", fallible=_is_fallible(name))
        for name in _UNARY
    ),
    *(
        Op(
            f"math.{name}",
            (INT,),
            FLOAT,
            f"maths::{name}(int::to_float({{0}}))",
            fallible=_is_fallible(name),
        )
        for name in _UNARY
        if name not in ("log", "log2", "log10")
    ),
    Op("math.log", (INT,), FLOAT, "maths::log_int({0})", fallible=True),
    Op("math.log2", (INT,), FLOAT, "maths::log2_int({0})", fallible=True),
    Op("math.log10", (INT,), FLOAT, "maths::log10_int({0})", fallible=True),
    Op("math.log", (FLOAT, FLOAT), FLOAT, "maths::log_base({0}, {1})", fallible=True),
    *(
        Op(
            f"math.{name}",
            (FLOAT, FLOAT),
            FLOAT,
            f"maths::{name}({{0}}, {{1}})",
            fallible=_is_fallible(name),
        )
        for name in _BINARY
    ),
    Op("math.floor", (FLOAT,), INT, "float::floor({0})", fallible=True),
    Op("math.ceil", (FLOAT,), INT, "float::ceil({0})", fallible=True),
    Op("math.trunc", (FLOAT,), INT, "float::trunc({0})", fallible=True),
    Op("math.floor", (INT,), INT, "{0}"),
    Op("math.ceil", (INT,), INT, "{0}"),
    Op("math.trunc", (INT,), INT, "{0}"),
    Op("math.isnan", (FLOAT,), BOOL, "{0:recv}.is_nan()"),
    Op("math.isinf", (FLOAT,), BOOL, "{0:recv}.is_infinite()"),
    Op("math.isfinite", (FLOAT,), BOOL, "{0:recv}.is_finite()"),
    Op("math.gcd", (INT, INT), INT, "int::gcd({0}, {1})", fallible=True),
    Op("math.lcm", (INT, INT), INT, "int::lcm({0}, {1})", fallible=True),
    Op("math.isqrt", (INT,), INT, "int::isqrt({0})", fallible=True),
    Op("math.factorial", (INT,), INT, "int::factorial({0})", fallible=True),
    Op("math.comb", (INT, INT), INT, "int::comb({0}, {1})", fallible=True),
    Op("math.perm", (INT, INT), INT, "int::perm({0}, {1})", fallible=True),
    Op("math.ldexp", (FLOAT, INT), FLOAT, "maths::ldexp({0}, {1})", fallible=True),
    Op("math.frexp", (FLOAT,), Tuple((FLOAT, INT)), "maths::frexp({0})"),
    Op("math.modf", (FLOAT,), Tuple((FLOAT, FLOAT)), "maths::modf({0})"),
)
