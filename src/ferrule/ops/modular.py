"""Operations on ints of which only a remainder is wanted; no line of Python names them itself.

The passes put them in where `(a * b + c) & mask` or `(a * b + c) % m` might not fit into 64 bits on
the way: the low 64 bits of a sum or product are those of its operands' low 64 bits, and a product
of two 64-bit ints fits into 128.
"""

from __future__ import annotations

from ferrule.base.types import INT, INT128
from ferrule.ops.op import PLUS, SHIFT, TIMES, UNARY, Op

# Exact in their low 64 bits, which is all that a mask keeps.
WRAPPING = {
    "add": Op("wrapping add", (INT, INT), INT, "{0:recv}.wrapping_add({1})"),
    "sub": Op("wrapping sub", (INT, INT), INT, "{0:recv}.wrapping_sub({1})"),
    "mul": Op("wrapping mul", (INT, INT), INT, "{0:recv}.wrapping_mul({1})"),
    "neg": Op("wrapping neg", (INT,), INT, "{0:recv}.wrapping_neg()"),
    "lshift": Op("wrapping lshift", (INT, INT), INT, "{0} << {1}", infix=SHIFT),
}

# Exact: plain where the passes showed that 128 bits are enough, checked elsewhere.
LONG = {
    "add": Op("long add", (INT128, INT128), INT128, "{0} + {1}", infix=PLUS),
    "sub": Op("long sub", (INT128, INT128), INT128, "{0} - {1}", infix=PLUS),
    "mul": Op("long mul", (INT128, INT128), INT128, "{0} * {1}", infix=TIMES),
    "neg": Op("long neg", (INT128,), INT128, "-{0}", infix=UNARY),
}
CHECKED = {
    name: Op(f"checked {op.name}", op.arguments, INT128, f"int::long_{name}({args})", fallible=True)
    for name, op, args in (
        ("add", LONG["add"], "{0}, {1}"),
        ("sub", LONG["sub"], "{0}, {1}"),
        ("mul", LONG["mul"], "{0}, {1}"),
        ("neg", LONG["neg"], "{0}"),
    )
}
LONG_MOD = Op("long mod", (INT128, INT), INT, "int::modulo_long({0}, {1})", fallible=True)
