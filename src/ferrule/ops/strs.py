"""What Python does with text. A `char` is a text known to have length one."""

from __future__ import annotations

from ferrule.base.types import (
    BOOL,
    CHAR,
    FLOAT,
    INT,
    NONE,
    NUMBER,
    STR,
    Dict,
    Hole,
    List,
    Optional,
    Tuple,
    Type,
)
from ferrule.ops.op import COMPARE, K, Op, T, V

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


def _within(name: str, result: Type, is_fallible: bool) -> tuple[Op, Op]:
    """A method of a text and a piece, with a start, and with a start and an end."""
    rust = f"string::{name}_in({{0}}, {{1}}, Some({{2}})"
    return (
        Op(f".{name}", (STR, STR, INT), result, f"{rust}, None)", is_fallible),
        Op(f".{name}", (STR, STR, INT, INT), result, f"{rust}, Some({{3}}))", is_fallible),
    )


def _taken(count: int) -> tuple[Op, Op]:
    """`a, b = text.split()` and with a separator, for so many names: without the list."""
    names = "".join(f"x{index}, " for index in range(count))
    result, python = Tuple((STR,) * count), f"{names}= {{0}}.split(%s); return ({names})"
    name = f"unpack {count} .split"
    words, pieces = f"string::words{count}({{0}})", f"string::pieces{count}({{0}}, {{1}})"
    return (
        Op(name, (STR,), result, words, fallible=True, python=python % ""),
        Op(name, (STR, STR), result, pieces, fallible=True, python=python % "{1}"),
    )


def _parts() -> tuple[Op, ...]:
    """`text.split()[0]` and with a separator, without the list; and as many names."""
    name, word, piece = "getitem .split", "{0}.split()[{1}]", "{0}.split({1})[{2}]"
    return (
        Op(name, (STR, INT), STR, "string::word_at({0}, {1})", fallible=True, python=word),
        Op(
            name,
            (STR, STR, INT),
            STR,
            "string::piece_at({0}, {1}, {2})",
            fallible=True,
            python=piece,
        ),
        *(row for count in (1, 2, 3, 4) for row in _taken(count)),
    )


ROWS = (
    *(row for name, symbol in _SYMBOLS.items() for row in _compare(name, symbol)),
    Op("add", (STR, STR), STR, "string::concat({0}, {1})"),
    Op("hash()", (STR,), INT, "hash::of({0})", fallible=True),
    _risky("mul", (STR, INT), STR, "repeat"),
    Op("mul", (INT, STR), STR, "string::repeat({1}, {0})", fallible=True),
    Op("in", (STR, STR), BOOL, "string::contains({1}, {0})"),
    Op("in", (CHAR, STR), BOOL, "string::contains_char({1}, {0})"),
    Op("not in", (STR, STR), BOOL, "!string::contains({1}, {0})"),
    Op("not in", (CHAR, STR), BOOL, "!string::contains_char({1}, {0})"),
    *(
        Op("mod", (STR, type_), STR, "text::percent({0}, &[{1:item}])", fallible=True)
        for type_ in (INT, FLOAT, NUMBER, BOOL, STR, CHAR)
    ),
    Op("mod", (STR, List(T)), STR, "text::percent({0}, &[&text::Shown({1:item})])", fallible=True),
    *(
        Op("mod", (STR, Tuple(items)), STR, "text::percent_tuple({0}, {1:item})", fallible=True)
        for items in ((T,), (T, K), (T, K, V))
    ),
    *(
        Op("mod", (STR, Tuple(items)), STR, "text::percent_tuple({0}, {1:item})", fallible=True)
        for count in range(4, 9)
        for items in (tuple(Hole(-1 - number) for number in range(count)),)
    ),
    Op("format()", (STR, STR), STR, "text::format_by({0:item}, {1})", fallible=True),
    Op("bool()", (STR,), BOOL, "!{0:recv}.is_empty()"),
    Op("bool()", (CHAR,), BOOL, "!{0:recv}.is_empty()"),
    Op("len()", (STR,), INT, "string::len({0})"),
    Op("len()", (CHAR,), INT, "{0:recv}.len()"),
    Op("ord()", (CHAR,), INT, "{0:recv}.ord()"),
    Op("ord()", (STR,), INT, "string::ord({0})", fallible=True),
    Op("str()", (STR,), STR, "{0:own}", python='f"{{{0}!s}}"'),
    Op("str()", (CHAR,), STR, "{0:recv}.to_str()", python='f"{{{0}!s}}"'),
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
    *(row for name in ("find", "rfind", "count") for row in _within(name, INT, False)),
    *(_risky(f".{name}", (STR, STR), INT) for name in ("index", "rindex")),
    *(row for name in ("index", "rindex") for row in _within(name, INT, True)),
    *(_call(f".{name}", (STR, STR), BOOL) for name in ("startswith", "endswith")),
    *(row for name in ("startswith", "endswith") for row in _within(name, BOOL, False)),
    *(
        Op(f".{name}", (STR, Tuple((STR,) * count)), BOOL, f"string::{name}_any({{0}}, {{1:item}})")
        for name in ("startswith", "endswith")
        for count in range(1, 7)
    ),
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
    Op(".split", (STR, NONE, INT), List(STR), "string::split_max({0}, {2})"),
    Op(".rsplit", (STR,), List(STR), "string::rsplit({0}, -1)"),
    Op(".rsplit", (STR, NONE, INT), List(STR), "string::rsplit({0}, {2})"),
    *_parts(),
    Op(".splitlines", (STR,), List(STR), "string::splitlines({0}, false)"),
    _call(".splitlines", (STR, BOOL), List(STR)),
    Op(".expandtabs", (STR,), STR, "string::expandtabs({0}, 8)", fallible=True),
    _risky(".expandtabs", (STR, INT), STR),
    _risky(".partition", (STR, STR), Tuple((STR, STR, STR))),
    _risky(".rpartition", (STR, STR), Tuple((STR, STR, STR))),
    Op(".join", (STR, List(STR)), STR, "string::join({0}, {1:item})"),
    Op(".join", (STR, List(CHAR)), STR, "string::join({0}, {1:item})"),
    Op(
        "str.maketrans",
        (STR, STR),
        Dict(INT, INT),
        "string::table({0}, {1})",
        fallible=True,
        python="str.maketrans({0}, {1})",
    ),
    Op(
        "str.maketrans",
        (STR, STR, STR),
        Dict(INT, Optional(INT)),
        "string::table_without({0}, {1}, {2})",
        fallible=True,
        python="str.maketrans({0}, {1}, {2})",
    ),
    *(
        Op(
            "str.maketrans",
            (Dict(STR, value),),
            Dict(INT, value),
            "string::table_of({0})",
            fallible=True,
            python="str.maketrans({0})",
        )
        for value in (INT, STR, Optional(INT), Optional(STR))
    ),
    *(
        Op(".translate", (STR, Dict(INT, value)), STR, "string::translate({0}, {1})", True)
        for value in (INT, STR, Optional(INT), Optional(STR))
    ),
    _risky(".zfill", (STR, INT), STR),
    *(
        Op(f".{name}", (STR, INT), STR, f"string::{name}({{0}}, {{1}}, Char::from(' '))", True)
        for name in ("ljust", "rjust", "center")
    ),
    *(_risky(f".{name}", (STR, INT, CHAR), STR) for name in ("ljust", "rjust", "center")),
    Op("min()", (STR, STR), STR, "{0:own}.min({1:own})"),
    Op("max()", (STR, STR), STR, "{0:own}.max({1:own})"),
)
