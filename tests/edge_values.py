"""Edge values of every type, for tests that compare with CPython.

In: a type. Out: values of exactly that type, the plainest first, always in the same order.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping

from ferrule.base.types import (
    BIGINT,
    BOOL,
    BYTES,
    COMPLEX,
    FLOAT,
    INT,
    MATCH,
    NONE,
    NUMBER,
    PATTERN,
    RANDOM,
    RANGE,
    STR,
    Deque,
    Dict,
    Frozen,
    List,
    Optional,
    Row,
    Set,
    Tuple,
    Type,
)

BIG = 2**63
INTS = (
    *(5, 0, 1, -1, 2, -2, 3, 7, -7, 10, 16, 36, 63, 64, -64, 255, 256, 1000, 55296, 128512),
    *(1114111, 1114112, 2**31 - 1, 2**31, -(2**31) - 1, 2**32, 10**15, 2**53 - 1, 2**53),
    *(2**53 + 1, -(2**53) - 1, 2**62, BIG - 1, BIG - 512, -BIG, -BIG + 1),
)
BIGINTS = (
    *(5, 0, 1, -1, 2, -2, 3, 7, -7, 10, 64, 1000, 2**31, 2**53 + 1, BIG - 1, -BIG, -BIG - 1, BIG),
    *(BIG + 1, 2**64 - 1, 2**64, 2**64 + 1, -(2**64), 2**70, 1 - 2**70, 3**50, 10**30, -(10**30)),
    *(2**127 - 1, 2**127, -(2**127), 2**128 + 1, 2**1000, 1 - 2**1000, 2**1023 * 3 // 2, 2**1024),
    *(-(10**400), 3**300, 2**53 * 2**60 + 1, 2**2000 - 1),
)
FLOATS = (
    *(1.5, 0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 2.5, 3.0, -3.0, 1e-5, 0.1, -0.1, 10.0, 123456.789),
    *(2.675, 1e16, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1e308),
    *(2.0**31, 2.0**53, 2.0**53 - 1, 9.3e18, 2.0**63, -(2.0**63), 1e300, 1e-300, 709.8, -745.2),
    *(float("inf"), float("-inf"), float("nan"), 170.6, 171.7, -2.0000000000000004, 1 / 3),
)
COMPLEXES = (
    *(1 + 2j, 0j, 1j, -1j, 2 + 0j, -2 + 0j, complex(-0.0, 1.0), complex(-1.0, -0.0), 0.5 - 1.5j),
    *(3 + 4j, -4 + 0j, 1e-5j, 1e200 + 1e200j, 1e-200 + 1e-200j, complex(0.1, -0.1), 700 + 1j),
    *(complex("inf"), complex("nan"), complex(1.0, float("-inf")), complex(5e-324, 0.0), 1e308j),
    *(0.8 + 0.3j, -1.2 + 0.7j, 1000 - 1j, complex(-0.0, -0.0)),
)
STRS = (
    *("abc", "", "a", "b", ",", " ", "ab c", "a,b,,c", "aXbXc", "abcabc", "Hello World", "x" * 20),
    *("123", "-5", "+7_0", "1__0", " 12 ", "0x1f", "0b101", "1e5", "nan", "-inf", "1_0.5", ".5"),
    *("99999999999999999999", "-0.0", "1e400", "3.14\n", "_a1", "\t x \n", "a\r\nb\nc\r"),
    *("\x1c\x85\u2028", "ä", "ÀÉ ß", "é" * 20, "日本", "😀x", "\ud800", "x\udfff", "İ", "ǆ", "ﬁ"),
    *("\0", "'\"", "\\n\x7f\xa0", "\xa0x\u3000", "Ünï", "iſ", "aa", "aaa", "1", "-", "--1", "ａ"),
    *("ΑΣ", "٣", "½", "²", "z9", "a\tb", "Title Case", "xyzabc"),
)
SPECS = (
    *("", "d", "5", "05d", ">10", "^8.3f", "x", "#b", ",", "+.2e", "%", "_", "s", "zz", "10.3s"),
    *("*<7", "=+6", "c", ".0f", "g", "08.3g", "-", " d", "e", "o", "#X", ",.2f", "_x", "<", "é>5"),
)
PARTED = (
    *("a", "a b", "1 2 3", " k  l\tm n\n", "c d", "p q r s", "x\ny z"),
    *("a,b", "1,2,3", "w,x,y,z", "ä\u3000b c", "a,,b", ",,,"),
    *("", " ", "日本,é,\ud800", "x" * 30 + "," + "y" * 30, "a b c d e", "1,2,3,4,5", ", , ,"),
)
SEPARATORS = (",", "", " ", "y,", "é")
FORMATS = (
    *("-".join(["%s"] * count) for count in range(4, 9)),
    *("%s-%s=%s", "%r,%r,%r", "%s %s %5s", "%-9s%s", "%r: %r", "%s%%%s"),
    *("%s", "%d", "%5d|", "%-5s|", "%.3f", "%r", "%x", "%%", "%s %s", "%d:%s", "no", "%c", "%e"),
    *(
        "%g",
        "%+d",
        "%05.1f",
        "%s %d %r",
        "%i",
        "%u",
        "%o",
        "%#x",
        "%(a)s",
        "%z",
        "%",
        "%.2s",
        "é%s",
    ),
)
_PATTERNS = (
    *(
        r"[a-z]+",
        r"\d+",
        r"(\w+)",
        r"a|b",
        r"",
        r"\s+",
        r"(?P<first>\w)(\d)?",
        r"(?i)A.",
        r"x*",
        "é",
    ),
)
PATTERNS = tuple(map(re.compile, _PATTERNS))
_MATCHED = ("abc", "a1", "x", "é", "A b", "7", "9 z", "ab12 c")
MATCHES = tuple(
    found for one in PATTERNS for text in _MATCHED if (found := one.search(text)) is not None
)
USED = random.Random(3)
USED.gauss(0.0, 1.0)
POOLS: Mapping[Type, tuple[object, ...]] = {
    INT: INTS,
    BIGINT: BIGINTS,
    COMPLEX: COMPLEXES,
    FLOAT: FLOATS,
    STR: STRS,
    BOOL: (True, False),
    NUMBER: (*INTS[::2], *FLOATS[::2], 2**53 + 1, 2.0**53),
    NONE: (None,),
    BYTES: (b"", b"a", b"ab\x00\xff", b"'\"\n", b"\x80" * 9, b"48656c6c6f"),
    PATTERN: PATTERNS,
    MATCH: MATCHES,
    RANGE: (
        *(range(3), range(0), range(0, 7, 2), range(5, -4, -3), range(0, 6, 2)),
        *(range(-BIG, BIG - 1, 2**62), range(3, 1)),
    ),
    RANDOM: (*map(random.Random, (0, 1, 2**40)), USED),
}


def pool(type_: Type) -> tuple[object, ...]:
    """Edge values of a type."""
    match type_:
        case Optional(inner):
            return (None, *pool(inner))
        case Tuple(items):
            every = (itertools.cycle(_mixed(pool(item))) for item in items)
            return tuple(itertools.islice(zip(*every, strict=True), 24)) if items else ((),)
        case List(element):
            return tuple(_lists(_mixed(pool(element))))
        case Row(element):
            return tuple(map(tuple, _lists(_mixed(pool(element)))))
        case Deque(element):
            rows = list(_lists(_mixed(pool(element))))
            return (*map(deque, rows), *(deque(row, 3) for row in rows[:6]))
        case Set(element):
            return tuple(map(set, _lists(_mixed(pool(element)))))
        case Frozen(element):
            return tuple(map(frozenset, _lists(_mixed(pool(element)))))
        case Dict(key, value, kind) if kind:
            return tuple(map(Counter, pool(Dict(key, value))))
        case Dict(key, value):
            keys, values = _lists(_mixed(pool(key))), itertools.cycle(_mixed(pool(value)))
            return tuple(dict(zip(some, values, strict=False)) for some in keys)
    return POOLS[type_]


def _mixed(values: tuple[object, ...]) -> list[object]:
    """The values, the plain ones first, the rest in an order of chance."""
    rest = list(values[4:])
    random.Random(7).shuffle(rest)
    return [*values[:4], *rest]


def _lists(values: list[object]) -> Iterator[list[object]]:
    first = values[:6]
    yield from (first[:1], [], first[:2], first[:3], first[1:2], [first[0], first[0], first[-1]])
    yield from (
        first,
        first[:4],
        first[::-1],
        values[:12],
        values,
        values[::-1] + values[:5],
        values[3:9],
    )
