"""What Python does with ints, and with bools as ints."""

from __future__ import annotations

from ferrule.base.types import BOOL, CHAR, FLOAT, INT, STR, Tuple
from ferrule.ops.op import AND, COMPARE, OR, PLUS, SHIFT, TIMES, UNARY, XOR, Op


def _checked(name: str, function: str, symbol: str, strength: int) -> Op:
    return Op(
        name,
        (INT, INT),
        INT,
        f"int::{function}({{0}}, {{1}})",
        fallible=True,
        proved=f"{{0}} {symbol} {{1}}",
        proof="overflow",
        proved_infix=strength,
    )


def _infix(name: str, symbol: str, strength: int) -> Op:
    return Op(name, (INT, INT), INT, f"{{0}} {symbol} {{1}}", infix=strength)


def _compare(name: str, symbol: str) -> Op:
    return Op(name, (INT, INT), BOOL, f"{{0}} {symbol} {{1}}", infix=COMPARE)


ROWS = (
    _checked("add", "add", "+", PLUS),
    _checked("sub", "sub", "-", PLUS),
    _checked("mul", "mul", "*", TIMES),
    Op(
        "floordiv",
        (INT, INT),
        INT,
        "int::floordiv({0}, {1})",
        fallible=True,
        proved="{0} / {1}",
        proof="natural division",
        proved_infix=TIMES,
    ),
    Op(
        "mod",
        (INT, INT),
        INT,
        "int::modulo({0}, {1})",
        fallible=True,
        proved="{0} % {1}",
        proof="natural division",
        proved_infix=TIMES,
    ),
    Op("truediv", (INT, INT), FLOAT, "int::truediv({0}, {1})", fallible=True),
    Op("pow", (INT, INT), INT, "int::pow({0}, {1})", fallible=True),
    Op(
        "lshift",
        (INT, INT),
        INT,
        "int::lshift({0}, {1})",
        fallible=True,
        proved="{0} << {1}",
        proof="shift",
        proved_infix=SHIFT,
    ),
    Op(
        "rshift",
        (INT, INT),
        INT,
        "int::rshift({0}, {1})",
        fallible=True,
        proved="{0} >> {1}",
        proof="shift count",
        proved_infix=SHIFT,
    ),
    _infix("and", "&", AND),
    _infix("or", "|", OR),
    _infix("xor", "^", XOR),
    Op(
        "neg",
        (INT,),
        INT,
        "int::neg({0})",
        fallible=True,
        proved="-{0}",
        proof="overflow",
        proved_infix=UNARY,
    ),
    Op("pos", (INT,), INT, "{0}"),
    Op("invert", (INT,), INT, "!{0}", infix=UNARY),
    _compare("eq", "=="),
    _compare("ne", "!="),
    _compare("lt", "<"),
    _compare("le", "<="),
    _compare("gt", ">"),
    _compare("ge", ">="),
    Op("bool()", (INT,), BOOL, "{0} != 0", infix=COMPARE),
    Op("int()", (INT,), INT, "{0}"),
    Op("int()", (BOOL,), INT, "i64::from({0})"),
    Op("int()", (FLOAT,), INT, "float::trunc({0})", fallible=True),
    Op("int()", (STR,), INT, "int::parse({0})", fallible=True),
    Op("int()", (STR, INT), INT, "int::parse_base({0}, {1})", fallible=True),
    Op("abs()", (INT,), INT, "int::abs({0})", fallible=True, proved="{0}.abs()", proof="overflow"),
    Op("divmod()", (INT, INT), Tuple((INT, INT)), "int::divmod({0}, {1})", fallible=True),
    Op("pow()", (INT, INT), INT, "int::pow({0}, {1})", fallible=True),
    Op("pow()", (INT, INT, INT), INT, "int::modpow({0}, {1}, {2})", fallible=True),
    Op("round()", (INT,), INT, "{0}"),
    Op("round()", (INT, INT), INT, "int::round_n({0}, {1})", fallible=True),
    Op("min()", (INT, INT), INT, "{0:recv}.min({1})"),
    Op("max()", (INT, INT), INT, "{0:recv}.max({1})"),
    # The one that is chosen keeps its type.
    *(
        row
        for name in ("min", "max")
        for row in (
            Op(f"{name}()", (BOOL, INT), INT, f"int::{name}_bool_int({{0}}, {{1}})", fallible=True),
            Op(f"{name}()", (INT, BOOL), INT, f"int::{name}_int_bool({{0}}, {{1}})", fallible=True),
        )
    ),
    Op(
        "in range",
        (INT, INT, INT, INT),
        BOOL,
        "range::in_range({0}, {1}, {2}, {3})",
        fallible=True,
        python="{0} in range({1}, {2}, {3})",
    ),
    Op(
        "len() of",
        (INT,),
        INT,
        "int::as_len({0})",
        fallible=True,
        python="len(range({0}))",
    ),
    Op("bin()", (INT,), STR, "int::bin({0})"),
    Op("hex()", (INT,), STR, "int::hex({0})"),
    Op("oct()", (INT,), STR, "int::oct({0})"),
    Op("chr()", (INT,), CHAR, "string::chr({0})", fallible=True),
    Op("hash()", (INT,), INT, "hash::of({0:item})", fallible=True),
    Op("str()", (INT,), STR, "int::to_str({0})"),
    Op("repr()", (INT,), STR, "int::to_str({0})"),
    Op("format()", (INT, STR), STR, "text::format_by({0:item}, {1})", fallible=True),
    Op(".bit_length", (INT,), INT, "int::bit_length({0})"),
    Op(".bit_count", (INT,), INT, "int::bit_count({0})"),
    Op(".conjugate", (INT,), INT, "{0}"),
    Op("real", (INT,), INT, "{0}", python="{0}.real"),
    Op("imag", (INT,), INT, "int::imag({0})", python="{0}.imag"),
    Op("numerator", (INT,), INT, "{0}", python="{0}.numerator"),
    Op("denominator", (INT,), INT, "int::denominator({0})", python="{0}.denominator"),
    Op(".as_integer_ratio", (INT,), Tuple((INT, INT)), "int::as_integer_ratio({0})"),
)

BOOLS = (
    Op("not", (BOOL,), BOOL, "!{0}", infix=UNARY),
    Op("and", (BOOL, BOOL), BOOL, "{0} & {1}", infix=AND),
    Op("or", (BOOL, BOOL), BOOL, "{0} | {1}", infix=OR),
    Op("xor", (BOOL, BOOL), BOOL, "{0} ^ {1}", infix=XOR),
    Op("eq", (BOOL, BOOL), BOOL, "{0} == {1}", infix=COMPARE),
    Op("ne", (BOOL, BOOL), BOOL, "{0} != {1}", infix=COMPARE),
    Op("lt", (BOOL, BOOL), BOOL, "!{0} & {1}", infix=AND),
    Op("bool()", (BOOL,), BOOL, "{0}"),
    Op("min()", (BOOL, BOOL), BOOL, "{0} & {1}", infix=AND),
    Op("max()", (BOOL, BOOL), BOOL, "{0} | {1}", infix=OR),
    Op("format()", (BOOL, STR), STR, "text::format_by({0:item}, {1})", fallible=True),
    Op("str()", (BOOL,), STR, "text::bool_str({0})"),
    Op("repr()", (BOOL,), STR, "text::bool_str({0})"),
    Op("float()", (BOOL,), FLOAT, "f64::from(u8::from({0}))"),
)
