"""Operations on ints from 0 to 2**64 - 1 as `u64`; no line of Python names them itself.

The passes put them in where a mask or the operands themselves show that no more is needed. Sums and
products are exact in their low 64 bits; where these are not all, a mask follows.
"""

from __future__ import annotations

from ferrule.base.types import BIGINT, BOOL, INT, INT128, WORD
from ferrule.ops.op import AND, COMPARE, OR, SHIFT, TIMES, UNARY, XOR, Op

_TWO = (WORD, WORD)

WORDS = {
    "add": Op("word add", _TWO, WORD, "{0:recv}.wrapping_add({1})"),
    "sub": Op("word sub", _TWO, WORD, "{0:recv}.wrapping_sub({1})"),
    "mul": Op("word mul", _TWO, WORD, "{0:recv}.wrapping_mul({1})"),
    "neg": Op("word neg", (WORD,), WORD, "{0:recv}.wrapping_neg()"),
    "invert": Op("word invert", (WORD,), WORD, "!{0}", infix=UNARY),
    "and": Op("word and", _TWO, WORD, "{0} & {1}", infix=AND),
    "or": Op("word or", _TWO, WORD, "{0} | {1}", infix=OR),
    "xor": Op("word xor", _TWO, WORD, "{0} ^ {1}", infix=XOR),
    "lshift": Op("word lshift", (WORD, INT), WORD, "{0} << {1}", infix=SHIFT),
    "rshift": Op("word rshift", (WORD, INT), WORD, "{0} >> {1}", infix=SHIFT),
    "floordiv": Op("word floordiv", _TWO, WORD, "{0} / {1}", infix=TIMES),
    "mod": Op("word mod", _TWO, WORD, "{0} % {1}", infix=TIMES),
}
COMPARISONS = {
    kind: {
        name: Op(f"word {name}", (kind, kind), BOOL, f"{{0}} {symbol} {{1}}", infix=COMPARE)
        for name, symbol in (
            *(("eq", "=="), ("ne", "!="), ("lt", "<")),
            *(("le", "<="), ("gt", ">"), ("ge", ">=")),
        )
    }
    for kind in (WORD, INT128)
}
# An int that is taken to be a word; a redo where it is none.
OF_INT = Op("word of int", (INT,), WORD, "int::word({0})", fallible=True)
OF_BIGINT = Op("word of bigint", (BIGINT,), WORD, "{0:recv}.word()", fallible=True)
TO_INT = Op("int of word", (WORD,), INT, "int::of_word({0})", fallible=True)
# A remainder by any int, as of a hash by the number of buckets.
WORD_MOD = Op("word mod int", (WORD, INT), INT, "int::modulo_word({0}, {1})", fallible=True)
# What is left of any int under a mask of 64 bits.
LOW = Op("low word", (BIGINT,), WORD, "{0:recv}.low_word()")
