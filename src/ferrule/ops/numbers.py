"""What Python does with a value that is an int in one run of a line and a float in another."""

from __future__ import annotations

from ferrule.base.types import BOOL, FLOAT, INT, NUMBER, STR, Tuple
from ferrule.ops.op import Op

_ARITHMETIC = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "floordiv": "floordiv",
    "mod": "modulo",
    "pow": "pow",
    "pow()": "pow",
}
_COMPARE = ("eq", "ne", "lt", "le", "gt", "ge")

ROWS = (
    *(
        Op(name, (NUMBER, NUMBER), NUMBER, f"number::{function}({{0}}, {{1}})", fallible=True)
        for name, function in _ARITHMETIC.items()
    ),
    # Whatever the other operand is, the result with a float is a float.
    *(
        Op(name, (NUMBER, FLOAT), FLOAT, f"number::{name}_float({{0}}, {{1}})", fallible=True)
        for name in ("add", "sub", "mul")
    ),
    *(
        Op(name, (FLOAT, NUMBER), FLOAT, f"number::float_{name}({{0}}, {{1}})", fallible=True)
        for name in ("add", "sub", "mul")
    ),
    Op("truediv", (NUMBER, NUMBER), FLOAT, "number::truediv({0}, {1})", fallible=True),
    *(Op(name, (NUMBER, NUMBER), BOOL, f"number::{name}({{0}}, {{1}})") for name in _COMPARE),
    Op("neg", (NUMBER,), NUMBER, "number::neg({0})", fallible=True),
    Op("pos", (NUMBER,), NUMBER, "{0}"),
    Op("abs()", (NUMBER,), NUMBER, "number::abs({0})", fallible=True),
    Op("is int", (NUMBER,), BOOL, "{0:recv}.is_int()", python="type({0}) is int"),
    Op("is float", (NUMBER,), BOOL, "!{0:recv}.is_int()", python="type({0}) is float"),
    Op("bool()", (NUMBER,), BOOL, "number::truth({0})"),
    Op("int()", (NUMBER,), INT, "number::to_int({0})", fallible=True),
    Op("float()", (NUMBER,), FLOAT, "number::to_float({0})"),
    Op("round()", (NUMBER,), INT, "number::round({0})", fallible=True),
    Op("round()", (NUMBER, INT), NUMBER, "number::round_n({0}, {1})", fallible=True),
    Op("min()", (NUMBER, NUMBER), NUMBER, "number::min2({0}, {1})"),
    Op("max()", (NUMBER, NUMBER), NUMBER, "number::max2({0}, {1})"),
    Op(
        "divmod()",
        (NUMBER, NUMBER),
        Tuple((NUMBER, NUMBER)),
        "number::divmod({0}, {1})",
        fallible=True,
    ),
    Op("format()", (NUMBER, STR), STR, "text::format_by({0:item}, {1})", fallible=True),
    Op("str()", (NUMBER,), STR, "number::repr({0})"),
    Op("repr()", (NUMBER,), STR, "number::repr({0})"),
)
