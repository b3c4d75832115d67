"""Methods of `str`."""

import operator

from cases.case import case
from cases.values import RANDOM, TEXTS, bound, some_text, step

ALONE = "upper lower title capitalize swapcase casefold isalpha isdigit isalnum isspace isupper"
MORE_ALONE = "islower isnumeric isdecimal isidentifier isprintable istitle isascii"
PARTS = "split rsplit strip lstrip rstrip splitlines"
WITH_TEXT = "find rfind index rindex count startswith endswith split rsplit strip lstrip rstrip"
MORE_WITH_TEXT = "partition rpartition removeprefix removesuffix"


def cases() -> None:
    """All of them."""
    texts = TEXTS + [some_text() for _ in range(400)]
    for text in texts:
        _alone(text)
        _with_text(text, texts)
        _with_bounds(text, text[1:2])
        _with_number(text, RANDOM.randrange(-3, 15), texts)


def _alone(text: str) -> None:
    for name in f"{ALONE} {MORE_ALONE} {PARTS}".split():
        case(f"str.{name}", getattr(str, name), text)
    case("str.repr", repr, text)
    case("str.hash", hash, text)
    case("str.int", int, text)
    case("str.float", float, text)
    case("str.ord", ord, text)
    case("str.keepends", _keepends, text)
    for base in (0, 2, 16, 36, 1):
        case("str.int_base", int, text, base)


def _keepends(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _with_text(text: str, texts: list[str]) -> None:
    cut = text[RANDOM.randrange(len(text) + 1) :][: RANDOM.randrange(3)]
    other = RANDOM.choice(texts)
    for name in f"{WITH_TEXT} {MORE_WITH_TEXT}".split():
        case(f"str.{name}_with", getattr(str, name), text, cut)
        case(f"str.{name}_with", getattr(str, name), text, other)
    case("str.replace", str.replace, text, text[1:2], other)
    case("str.replace", str.replace, text, "", other)
    case("str.lt", operator.lt, text, other)
    case("str.eq", operator.eq, text, other)
    case("str.concat", operator.add, text, other)


def _slice(text: str, lo: int | None, hi: int | None, by: int | None) -> str:
    return text[lo:hi:by]


def _with_bounds(text: str, piece: str) -> None:
    lo, hi = bound(), bound()
    case("str.slice", _slice, text, lo, hi, step())
    case("str.slice", _slice, text, lo, hi, None)
    case("str.find_in", str.find, text, piece, lo, hi)
    case("str.rfind_in", str.rfind, text, piece, lo, hi)
    case("str.count_in", str.count, text, piece, lo, hi)


def _split_none(text: str, most: int) -> list[str]:
    return text.split(None, most)


def _rsplit_none(text: str, most: int) -> list[str]:
    return text.rsplit(None, most)


def _with_number(text: str, n: int, texts: list[str]) -> None:
    case("str.at", operator.getitem, text, n)
    case("str.split_max", _split_none, text, n % 4)
    case("str.rsplit_max", _rsplit_none, text, n % 4)
    case("str.split_sep_max", str.split, text, "a", n % 4)
    case("str.rsplit_sep_max", str.rsplit, text, "a", n % 4)
    case("str.replace_count", str.replace, text, "a", "bc", n % 4)
    case("str.zfill", str.zfill, text, n)
    case("str.ljust", str.ljust, text, n, "*")
    case("str.rjust", str.rjust, text, n, "☃")
    case("str.center", str.center, text, n, "-")
    case("str.expandtabs", str.expandtabs, text, n)
    case("str.join", str.join, text, texts[n : n + 3])
    case("str.repeat", operator.mul, text, n)
