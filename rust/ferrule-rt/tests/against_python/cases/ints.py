"""Ints of 64 bits, ints beyond them, and their hashes."""

import itertools
import math
import operator
from collections.abc import Callable
from typing import Any

from cases.case import case
from cases.values import FLOATS, INTS, RANDOM, some_big, some_int

Functions = dict[str, Callable[..., Any]]


def hash_of(*items: int) -> int:
    """The hash of a tuple."""
    return hash(items)


PAIRS: Functions = {
    "int.add": operator.add,
    "int.sub": operator.sub,
    "int.mul": operator.mul,
    "int.floordiv": operator.floordiv,
    "int.modulo": operator.mod,
    "int.divmod": divmod,
    "int.truediv": operator.truediv,
    "int.gcd": math.gcd,
    "int.lcm": math.lcm,
    "big.add": operator.add,
    "big.mul": operator.mul,
}
ALONE: Functions = {
    "int.bit_length": int.bit_length,
    "int.bit_count": int.bit_count,
    "int.isqrt": math.isqrt,
    "int.bin": bin,
    "int.oct": oct,
    "int.hex": hex,
    "int.str": str,
    "hash.int": hash,
}
BIG_PAIRS: Functions = {
    "big.sub": operator.sub,
    "big.floordiv": operator.floordiv,
    "big.modulo": operator.mod,
    "big.divmod": divmod,
    "big.truediv": operator.truediv,
    "big.and": operator.and_,
    "big.or": operator.or_,
    "big.xor": operator.xor,
    "big.gcd": math.gcd,
}
BIG_ALONE: Functions = {
    "big.isqrt": math.isqrt,
    "big.str": str,
    "big.float": float,
    "big.hash": hash,
    "big.bit_length": int.bit_length,
}


def cases() -> None:
    """All of them."""
    pairs = [*itertools.product(INTS, INTS), *((some_int(), some_int()) for _ in range(2000))]
    for a, b in pairs:
        for op, function in PAIRS.items():
            case(op, function, a, b)
    for a in INTS + [some_int() for _ in range(500)]:
        for op, function in ALONE.items():
            case(op, function, a)
        _beside_small(a, RANDOM.randrange(-3, 80))
    for _ in range(800):
        _bigs(some_big(), some_big(), RANDOM.randrange(200))


def _beside_small(a: int, b: int) -> None:
    case("int.lshift", operator.lshift, a, b)
    case("int.rshift", operator.rshift, a, b)
    case("int.pow", operator.pow, a % 1000 - 500, b % 30)
    case("int.round_n", round, a, -(abs(b) % 22))
    case("int.round_n", round, a, abs(b) % 22)
    case("int.comb", math.comb, b, a % 40)
    case("int.perm", math.perm, b, a % 20)
    case("int.factorial", math.factorial, b)
    modulus = some_int()
    case("int.modpow", pow, a, b, modulus)
    case("int.modpow", pow, a, b, modulus % 100)
    case("hash.tuple", hash_of, a, b, modulus)
    x = RANDOM.choice([*FLOATS, float(a), float(a) + 0.5])
    case("int.lt_float", operator.lt, a, x)
    case("int.ge_float", operator.ge, a, x)
    case("int.eq_float", operator.eq, a, x)


def _bigs(a: int, b: int, n: int) -> None:
    for op, function in BIG_PAIRS.items():
        case(op, function, a, b)
    for op, function in BIG_ALONE.items():
        case(op, function, a)
    case("big.lshift", operator.lshift, a, n)
    case("big.rshift", operator.rshift, a, n)
    case("big.pow", operator.pow, a, n % 9)
    case("big.modpow", pow, a, n, b)
    case("big.modpow", pow, a, -n, b)
    case("big.from_float", int, float(a))
    case("big.factorial", math.factorial, n)
    case("big.comb", math.comb, n, n // 3)
    case("big.parse", int, f"{a:_}" if n % 2 else f" {a} ")
    wide = 2 ** (n * 6 + 1) * a
    case("big.truediv", operator.truediv, wide, b)
    case("big.truediv", operator.truediv, b, wide)
