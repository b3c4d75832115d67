"""What Python does with `bytes`."""

from __future__ import annotations

from ferrule.base.types import BOOL, BYTES, INT, STR, List, Optional, Tuple
from ferrule.ops.op import COMPARE, Op

_INDEX = Optional(INT)
_SYMBOLS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}

ROWS = (
    *(
        Op(name, (BYTES, BYTES), BOOL, f"{{0:place}} {symbol} {{1:place}}", infix=COMPARE)
        for name, symbol in _SYMBOLS.items()
    ),
    Op("len()", (BYTES,), INT, "{0:recv}.len() as i64"),
    Op("bool()", (BYTES,), BOOL, "!{0:recv}.is_empty()"),
    Op("getitem", (BYTES, INT), INT, "{0:recv}.at({1})", fallible=True),
    Op("slice", (BYTES, _INDEX, _INDEX), BYTES, "{0:recv}.window({1}, {2})"),
    Op(
        "slice step",
        (BYTES, _INDEX, _INDEX, _INDEX),
        BYTES,
        "{0:recv}.slice_step({1}, {2}, {3})",
        fallible=True,
    ),
    Op("add", (BYTES, BYTES), BYTES, "{0:recv}.concat({1})"),
    Op("mul", (BYTES, INT), BYTES, "{0:recv}.repeat({1})", fallible=True),
    Op("mul", (INT, BYTES), BYTES, "{1:recv}.repeat({0})", fallible=True),
    Op("in", (INT, BYTES), BOOL, "{1:recv}.contains_int({0})", fallible=True),
    Op("in", (BYTES, BYTES), BOOL, "{1:recv}.contains({0})"),
    Op("not in", (BYTES, BYTES), BOOL, "!{1:recv}.contains({0})"),
    Op(".find", (BYTES, BYTES), INT, "{0:recv}.find({1})"),
    Op(".startswith", (BYTES, BYTES), BOOL, "{0:recv}.startswith({1})"),
    Op(".endswith", (BYTES, BYTES), BOOL, "{0:recv}.endswith({1})"),
    Op(".hex", (BYTES,), STR, "{0:recv}.hex()"),
    Op(".decode", (BYTES,), STR, '{0:recv}.decode(&Str::ascii("utf-8"))', fallible=True),
    Op(".decode", (BYTES, STR), STR, "{0:recv}.decode({1})", fallible=True),
    Op(".encode", (STR,), BYTES, 'bytes::encode({0}, &Str::ascii("utf-8"))', fallible=True),
    Op(".encode", (STR, STR), BYTES, "bytes::encode({0}, {1})", fallible=True),
    Op(".join", (BYTES, List(BYTES)), BYTES, "{0:recv}.join({1})"),
    Op("not in", (INT, BYTES), BOOL, "{1:recv}.lacks_int({0})", fallible=True),
    *(
        Op(f".{name}", (BYTES,), BYTES, f"{{0:recv}}.{name}()")
        for name in ("strip", "lstrip", "rstrip", "upper", "lower")
    ),
    *(
        Op(f".{name}", (BYTES, BYTES), BYTES, f"{{0:recv}}.{name}_of({{1}})")
        for name in ("strip", "lstrip", "rstrip")
    ),
    *(
        Op(f".{name}", (BYTES,), BOOL, f"{{0:recv}}.{name}()")
        for name in ("isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower")
    ),
    *(
        Op(f".{name}", (BYTES, BYTES), BYTES, f"{{0:recv}}.{name}({{1}})")
        for name in ("removeprefix", "removesuffix")
    ),
    Op(".rfind", (BYTES, BYTES), INT, "{0:recv}.rfind({1})"),
    Op(".index", (BYTES, BYTES), INT, "{0:recv}.index({1})", fallible=True),
    Op(".rindex", (BYTES, BYTES), INT, "{0:recv}.rindex({1})", fallible=True),
    Op(".count", (BYTES, BYTES), INT, "{0:recv}.count({1})"),
    Op(".count", (BYTES, INT), INT, "{0:recv}.count_int({1})", fallible=True),
    Op(".split", (BYTES,), List(BYTES), "{0:recv}.words()"),
    Op(".split", (BYTES, BYTES), List(BYTES), "{0:recv}.split({1})", fallible=True),
    Op(".replace", (BYTES, BYTES, BYTES), BYTES, "{0:recv}.replace({1}, {2})"),
    Op(
        ".partition",
        (BYTES, BYTES),
        Tuple((BYTES, BYTES, BYTES)),
        "{0:recv}.partition({1})",
        fallible=True,
    ),
    Op("bytes()", (STR, STR), BYTES, "bytes::encode({0}, {1})", fallible=True),
    Op("bytes()", (List(INT),), BYTES, "bytes::of_ints({0:own})", fallible=True),
    Op("bytes()", (INT,), BYTES, "bytes::zeros({0})", fallible=True),
    Op("bytes()", (BYTES,), BYTES, "{0:own}"),
    Op(
        "bytes.fromhex",
        (STR,),
        BYTES,
        "bytes::from_hex({0})",
        fallible=True,
        python="bytes.fromhex({0})",
    ),
    Op(
        "int.from_bytes",
        (BYTES, STR),
        INT,
        "bytes::to_int({0}, {1})",
        fallible=True,
        python="int.from_bytes({0}, {1})",
    ),
    Op(
        "int.from_bytes",
        (BYTES, STR, BOOL),
        INT,
        "bytes::to_int_signed({0}, {1}, {2})",
        fallible=True,
        python="int.from_bytes({0}, {1}, signed={2})",
    ),
    Op(
        ".to_bytes",
        (INT, INT, STR, BOOL),
        BYTES,
        "bytes::from_int_signed({0}, {1}, {2}, {3})",
        fallible=True,
        python="{0}.to_bytes({1}, {2}, signed={3})",
    ),
    Op(".to_bytes", (INT, INT, STR), BYTES, "bytes::from_int({0}, {1}, {2})", fallible=True),
)
