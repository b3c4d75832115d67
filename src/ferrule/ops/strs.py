"""What Python does with text. A `char` is a text known to have length one."""

from __future__ import annotations

from ferrule.base.types import BOOL, CHAR, INT, STR, List, Optional, Tuple, Type
from ferrule.ops.op import COMPARE, Op

_INDEX = Optional(INT)
_SYMBOLS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_CLASSES = (
    *("isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isupper"),
    *("islower",),
)


def _compare(name: str, symbol: str) -> tuple[Op, ...]:
    pairs: tuple[tuple[tuple[Type, Type], str], ...] = (
        ((STR, STR), f"{{0:place}} {symbol} {{1:place}}"),
        ((CHAR, CHAR), f"{{0}} {symbol} {{1}}"),
        ((STR, CHAR), f"{{0:place}} {symbol} {{1}}"),
        ((CHAR, STR), f"{{0}} {symbol} {{1:place}}"),
    )
    return tuple(Op(name, types, BOOL, rust, infix=COMPARE) for types, rust in pairs)


def _call(name: str, arguments: tuple[Type, ...], result: Type, function: str = "") -> Op:
    """A function of the runtime's `string` that can't fail."""
    operands = ", ".join(f"{{{i}}}" for i in range(len(arguments)))
    return Op(name, arguments, result, f"string::{function or name[1:]}({operands})")


def _risky(name: str, arguments: tuple[Type, ...], result: Type, function: str = "") -> Op:
    """The same of one that can."""
    operands = ", ".join(f"{{{i}}}" for i in range(len(arguments)))
    rust = f"string::{function or name[1:]}({operands})"
    return Op(name, arguments, result, rust, fallible=True)


ROWS = (
    *(row for name, symbol in _SYMBOLS.items() for row in _compare(name, symbol)),
    Op("add", (STR, STR), STR, "string::concat({0}, {1})"),
    _risky("mul", (STR, INT), STR, "repeat"),
    Op("mul", (INT, STR), STR, "string::repeat({1}, {0})", fallible=True),
    Op("in", (STR, STR), BOOL, "string::contains({1}, {0})"),
    Op("in", (CHAR, STR), BOOL, "string::contains_char({1}, {0})"),
    Op("bool()", (STR,), BOOL, "!{0:recv}.is_empty()"),
    Op("bool()", (CHAR,), BOOL, "true"),
    Op("len()", (STR,), INT, "string::len({0})"),
    Op("len()", (CHAR,), INT, "1"),
    Op("ord()", (CHAR,), INT, "{0:recv}.ord()"),
    Op("ord()", (STR,), INT, "string::ord({0})", fallible=True),
    Op("str()", (STR,), STR, "{0:own}"),
    Op("str()", (CHAR,), STR, "{0:recv}.to_str()"),
    Op("repr()", (STR,), STR, "text::quote({0})", fallible=True),
    Op("getitem", (STR, INT), CHAR, "string::at({0}, {1})", fallible=True),
    Op("slice", (STR, _INDEX, _INDEX), STR, "string::slice({0}, {1}, {2}, None)", fallible=True),
    Op(
        "slice step",
        (STR, _INDEX, _INDEX, _INDEX),
        STR,
        "string::slice({0}, {1}, {2}, {3})",
        fallible=True,
    ),
    *(Op(f".{name}", (CHAR,), BOOL, f"{{0:recv}}.{name}()", fallible=True) for name in _CLASSES),
    *(_risky(f".{name}", (STR,), BOOL) for name in _CLASSES),
    _call(".isascii", (STR,), BOOL),
    _risky(".isidentifier", (STR,), BOOL),
    _risky(".istitle", (STR,), BOOL),
    _risky(".isprintable", (STR,), BOOL),
    *(_risky(f".{name}", (STR,), STR) for name in ("upper", "lower", "casefold", "capitalize")),
    *(_risky(f".{name}", (STR,), STR) for name in ("title", "swapcase")),
    Op(".upper", (CHAR,), STR, "{0:recv}.upper()", fallible=True),
    Op(".lower", (CHAR,), STR, "{0:recv}.lower()", fallible=True),
    *(_call(f".{name}", (STR, STR), INT) for name in ("find", "rfind", "count")),
    Op(".find", (STR, STR, INT), INT, "string::find_in({0}, {1}, Some({2}), None)"),
    Op(".find", (STR, STR, INT, INT), INT, "string::find_in({0}, {1}, Some({2}), Some({3}))"),
    *(_risky(f".{name}", (STR, STR), INT) for name in ("index", "rindex")),
    Op(".index", (STR, STR, INT), INT, "string::index_in({0}, {1}, Some({2}), None)", fallible=True),
    _call(".startswith", (STR, STR), BOOL),
    _call(".startswith", (STR, STR, INT), BOOL, "startswith_at"),
    _call(".endswith", (STR, STR), BOOL),
    *(_call(f".{name}", (STR,), STR) for name in ("strip", "lstrip", "rstrip")),
    *(_call(f".{name}", (STR, STR), STR, f"{name}_chars") for name in ("strip", "lstrip")),
    _call(".rstrip", (STR, STR), STR, "rstrip_chars"),
    _call(".replace", (STR, STR, STR), STR),
    _call(".replace", (STR, STR, STR, INT), STR, "replace_count"),
    _call(".removeprefix", (STR, STR), STR),
    _call(".removesuffix", (STR, STR), STR),
    _call(".split", (STR,), List(STR)),
    Op(".split", (STR, STR), List(STR), "string::split_sep({0}, {1}, -1)", fallible=True),
    _risky(".split", (STR, STR, INT), List(STR), "split_sep"),
    Op(".rsplit", (STR, STR), List(STR), "string::rsplit_sep({0}, {1}, -1)", fallible=True),
    _risky(".rsplit", (STR, STR, INT), List(STR), "rsplit_sep"),
    Op(".splitlines", (STR,), List(STR), "string::splitlines({0}, false)"),
    _risky(".partition", (STR, STR), Tuple((STR, STR, STR))),
    _risky(".rpartition", (STR, STR), Tuple((STR, STR, STR))),
    Op(".join", (STR, List(STR)), STR, "string::join({0}, {1})"),
    Op(".join", (STR, List(CHAR)), STR, "string::join({0}, {1})"),
    _risky(".zfill", (STR, INT), STR),
    *(
        Op(f".{name}", (STR, INT), STR, f"string::{name}({{0}}, {{1}}, Char::from(' '))", True)
        for name in ("ljust", "rjust", "center")
    ),
    *(_risky(f".{name}", (STR, INT, CHAR), STR) for name in ("ljust", "rjust", "center")),
    Op("min()", (STR, STR), STR, "{0:own}.min({1:own})"),
    Op("max()", (STR, STR), STR, "{0:own}.max({1:own})"),
)
