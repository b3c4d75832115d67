"""What Python does with ints of any size, also where two ints of 64 bits give one that is larger.

The rows whose names end in " wide" take plain ints and give an int of any size: the lowering asks
for them at the places where a witness saw a result that needs more than 64 bits.
"""

from __future__ import annotations

from ferrule.base.types import BIGINT, BOOL, FLOAT, INT, STR, List, Tuple, Type
from ferrule.ops.op import AND, COMPARE, OR, PLUS, TIMES, UNARY, XOR, Op

WIDE = " wide"

_INFIX = (
    *(("add", "+", PLUS), ("sub", "-", PLUS), ("mul", "*", TIMES)),
    *(("and", "&", AND), ("or", "|", OR), ("xor", "^", XOR)),
)
_COMPARE = (
    *(("eq", "=="), ("ne", "!="), ("lt", "<")),
    *(("le", "<="), ("gt", ">"), ("ge", ">=")),
)

# An int of 64 bits where the other operand is any int.
SMALL = Op("small", (BIGINT,), INT, "{0:recv}.small()", fallible=True)


def _operators() -> tuple[Op, ...]:
    return tuple(
        Op(name, types, BIGINT, f"{first} {symbol} {second}", infix=strength)
        for name, symbol, strength in _INFIX
        for types, first, second in (
            ((BIGINT, BIGINT), "{0:num}", "{1:num}"),
            ((BIGINT, INT), "{0:num}", "{1}"),
            ((INT, BIGINT), "{0}", "{1:num}"),
        )
    )


def _comparisons() -> tuple[Op, ...]:
    of_ints = (
        Op(name, types, BOOL, f"{first} {symbol} {second}", infix=COMPARE)
        for name, symbol in _COMPARE
        for types, first, second in (
            ((BIGINT, BIGINT), "{0:place}", "{1:place}"),
            ((BIGINT, INT), "{0:place}", "{1}"),
            ((INT, BIGINT), "{0}", "{1:place}"),
        )
    )
    with_floats = (
        row
        for name, _ in _COMPARE
        for row in (
            Op(name, (BIGINT, FLOAT), BOOL, f"{{0:recv}}.{name}_float({{1}})"),
            Op(name, (FLOAT, BIGINT), BOOL, f"Int::float_{name}({{0}}, {{1}})"),
        )
    )
    return (*of_ints, *with_floats)


def _by_method(
    name: str, method: str, result: Type = BIGINT, second: Type = BIGINT, wide: bool = True
) -> tuple[Op, ...]:
    """An operation on two ints that is a method of the first; it can fail."""
    rows = [Op(name, (BIGINT, second), result, f"{{0:recv}}.{method}({{1}})", fallible=True)]
    if second == BIGINT:
        text = f"Int::from({{0}}).{method}({{1}})"
        rows.append(Op(name, (INT, BIGINT), result, text, fallible=True))
    elif wide:
        text = f"Int::from({{0}}).{method}({{1}})"
        rows.append(_wide(name, (INT, INT), text, fallible=True))
    return tuple(rows)


_PYTHON = {
    "add": "{0} + {1}",
    "sub": "{0} - {1}",
    "mul": "{0} * {1}",
    "pow": "{0} ** {1}",
    "lshift": "{0} << {1}",
}


def _wide(
    name: str, types: tuple[Type, ...], rust: str, fallible: bool = False, infix: int = 0
) -> Op:
    names = ", ".join(f"{{{number}}}" for number in range(len(types)))
    python = _PYTHON.get(name, f"{name.removesuffix('()')}({names})")
    return Op(f"{name}{WIDE}", types, BIGINT, rust, fallible, infix=infix, python=python)


def _number_theory() -> tuple[Op, ...]:
    both = (BIGINT, BIGINT)
    counted = tuple(
        row
        for name in ("comb", "perm")
        for row in (_wide(f"math.{name}", (INT, INT), f"Int::{name}({{0}}, {{1}})", fallible=True),)
    )
    return (
        Op("math.gcd", both, BIGINT, "{0:recv}.gcd({1})"),
        Op("math.lcm", both, BIGINT, "{0:recv}.lcm({1})"),
        _wide("math.lcm", (INT, INT), "Int::from({0}).lcm(&Int::from({1}))"),
        Op("math.isqrt", (BIGINT,), BIGINT, "{0:recv}.isqrt()", fallible=True),
        _wide("math.factorial", (INT,), "Int::factorial({0})", fallible=True),
        *counted,
        _wide("math.prod", (List(INT),), "Int::product({0})"),
        Op("math.prod", (List(BIGINT),), BIGINT, "Int::product_wide({0})"),
        *(
            Op(f"math.{name}", (BIGINT,), FLOAT, f"{{0:recv}}.{name}()", fallible=True)
            for name in ("log", "log2", "log10")
        ),
        *(Op(f"math.{name}", (BIGINT,), BIGINT, "{0:own}") for name in ("floor", "ceil", "trunc")),
        *(
            _wide(f"math.{name}", (FLOAT,), f"Int::from_float({{0:recv}}.{name}())", fallible=True)
            for name in ("floor", "ceil", "trunc")
        ),
    )


ROWS = (
    *_operators(),
    *_comparisons(),
    *(
        _wide(name, (INT, INT), f"Int::from({{0}}) {symbol} {{1}}", infix=strength)
        for name, symbol, strength in _INFIX[:3]
    ),
    *_by_method("floordiv", "floordiv"),
    Op("floordiv", (BIGINT, INT), BIGINT, "{0:recv}.floordiv_small({1})", fallible=True),
    *_by_method("mod", "modulo"),
    # No greater than the divisor, so it fits.
    Op("mod", (BIGINT, INT), INT, "{0:recv}.modulo_small({1})", fallible=True),
    *_by_method("divmod()", "divmod", Tuple((BIGINT, BIGINT))),
    Op(
        "divmod()",
        (BIGINT, INT),
        Tuple((BIGINT, INT)),
        "{0:recv}.divmod_small({1})",
        fallible=True,
    ),
    Op("and small", (BIGINT, INT), INT, "{0:recv}.masked({1})"),
    *_by_method("truediv", "truediv", FLOAT),
    Op("truediv", (BIGINT, INT), FLOAT, "{0:recv}.truediv(&Int::from({1}))", fallible=True),
    *_by_method("pow", "pow", second=INT),
    *_by_method("pow()", "pow", second=INT),
    Op("pow()", (BIGINT,) * 3, BIGINT, "{0:recv}.modpow({1}, {2})", fallible=True),
    *_by_method("lshift", "lshift", second=INT),
    *_by_method("rshift", "rshift", second=INT, wide=False),
    Op("neg", (BIGINT,), BIGINT, "-{0:num}", infix=UNARY),
    Op("pos", (BIGINT,), BIGINT, "{0:own}"),
    Op("invert", (BIGINT,), BIGINT, "!{0:num}", infix=UNARY),
    Op("abs()", (BIGINT,), BIGINT, "{0:recv}.abs()"),
    Op("bool()", (BIGINT,), BOOL, "{0:place} != 0", infix=COMPARE),
    Op("int()", (BIGINT,), BIGINT, "{0:own}"),
    _wide("int()", (FLOAT,), "Int::from_float({0})", fallible=True),
    _wide("int()", (STR,), "Int::parse({0})", fallible=True),
    Op("float()", (BIGINT,), FLOAT, "{0:recv}.to_float()", fallible=True),
    Op("round()", (BIGINT,), BIGINT, "{0:own}"),
    Op("min()", (BIGINT, BIGINT), BIGINT, "Int::min2({0}, {1})"),
    Op("max()", (BIGINT, BIGINT), BIGINT, "Int::max2({0}, {1})"),
    *(
        Op(f"{name}()", (BIGINT,), STR, f"{{0:recv}}.{name}()", fallible=True)
        for name in ("bin", "oct", "hex")
    ),
    *(
        Op(f"{name}()", (BIGINT,), STR, "{0:recv}.to_str()", fallible=True)
        for name in ("str", "repr")
    ),
    Op("format()", (BIGINT, STR), STR, "text::format_by({0:item}, {1})", fallible=True),
    Op(".bit_length", (BIGINT,), INT, "{0:recv}.bit_length()"),
    Op(".bit_count", (BIGINT,), INT, "{0:recv}.bit_count()"),
    Op(".conjugate", (BIGINT,), BIGINT, "{0:own}"),
    *_number_theory(),
    SMALL,
)
