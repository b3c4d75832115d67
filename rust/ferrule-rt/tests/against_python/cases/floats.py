"""Floats, numbers that are ints or floats, and the `math` module."""

import itertools
import math
import operator
from collections.abc import Callable
from typing import Any

from cases.case import case
from cases.values import FLOATS, INTS, RANDOM, some_float, some_int

Functions = dict[str, Callable[..., Any]]

TEXTS = "nan -nan +NaN inf -Inf +infinity INFINITY infinit 1. . .5 -.5 1e5 1E+5 1e 1e-400 1e400"
MORE_TEXTS = "1_0.5_0 1._0 1_.0 _1 1_ 1__0 1e1_0 1_e1 0x10 +-1 --1 1+ \uff11 1.7976931348623159e308"
MATHS = "sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp expm1 log log2 log10"
MORE_MATHS = "log1p gamma lgamma erf erfc cbrt exp2 degrees radians ulp frexp modf"
PAIRS: Functions = {
    "float.div": operator.truediv,
    "float.floordiv": operator.floordiv,
    "float.modulo": operator.mod,
    "float.divmod": divmod,
    "float.pow": operator.pow,
    "float.hypot": math.hypot,
}
ALONE: Functions = {
    "float.repr": repr,
    "float.round": round,
    "float.int": int,
    "float.floor": math.floor,
    "float.ceil": math.ceil,
    "float.is_integer": float.is_integer,
}
NUMBERS: Functions = {
    "number.add": operator.add,
    "number.sub": operator.sub,
    "number.mul": operator.mul,
    "number.truediv": operator.truediv,
    "number.floordiv": operator.floordiv,
    "number.modulo": operator.mod,
    "number.divmod": divmod,
    "number.lt": operator.lt,
    "number.le": operator.le,
    "number.eq": operator.eq,
    "number.min": min,
    "number.max": max,
}


def cases() -> None:
    """All of them."""
    pairs = [*itertools.product(FLOATS, FLOATS)]
    pairs += [(some_float(), some_float()) for _ in range(3000)]
    for x, y in pairs:
        for op, function in PAIRS.items():
            case(op, function, x, y)
        case("float.pow", operator.pow, x, RANDOM.choice([2.0, 0.5, -1.0, 3.0]))
        case("float.sum", sum, [x, y, -x, 1.0, y])
    for x in FLOATS + [some_float() for _ in range(5000)]:
        _alone(x)
    for text in f"{TEXTS} {MORE_TEXTS}".split():
        case("float.parse", float, text)
    _numbers()
    _maths()


def _alone(x: float) -> None:
    n = RANDOM.randrange(-5, 20)
    for op, function in ALONE.items():
        case(op, function, x)
    case("float.round_n", round, x, n)
    case("float.round_n", round, x, n % 4)
    case("float.round_n", round, x, n * 20)
    case("float.parse", float, repr(x))
    if x == x:
        case("hash.float", hash, x)


def _numbers() -> None:
    values: list[int | float] = [*INTS, *FLOATS]
    values += [some_int() for _ in range(30)]
    values += [some_float() for _ in range(30)]
    for a, b in itertools.product(values, values):
        for op, function in NUMBERS.items():
            case(op, function, a, b)
        case("number.pow", operator.pow, a, b % 20 if isinstance(b, int) else b)
        case("number.sum", sum, [a, b, 1, 0.1, RANDOM.choice(values)])


def _maths() -> None:
    values = FLOATS + [some_float() for _ in range(1500)]
    values += [RANDOM.uniform(-30, 200) for _ in range(300)]
    values += [float(n) for n in range(-5, 30)]
    for x in values:
        for name in f"{MATHS} {MORE_MATHS}".split():
            case(f"math.{name}", getattr(math, name), x)
        y = RANDOM.choice(values)
        for name in ["atan2", "pow", "fmod", "copysign", "remainder", "isclose"]:
            case(f"math.{name}", getattr(math, name), x, y)
        case("math.log_base", math.log, x, y)
        case("math.ldexp", math.ldexp, x, RANDOM.randrange(-1200, 1200))
        case("math.isclose", math.isclose, x, x * (1 + RANDOM.uniform(-2e-9, 2e-9)))
        several = [RANDOM.choice(values) for _ in range(RANDOM.randrange(8))]
        case("math.fsum", math.fsum, several)
        case("math.hypot", _hypot, several)


def _hypot(values: list[float]) -> float:
    return math.hypot(*values)
