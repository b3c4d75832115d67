"""The types of random programs, and random values of them as Python text.

In: a source of chance. Out: text. Values lie near edges, and often are equal or the same object.
"""

from __future__ import annotations

from random import Random

INT, FLOAT, BOOL, STR = "int", "float", "bool", "str"
INTS, FLOATS, STRS, ROWS = "list[int]", "list[float]", "list[str]", "list[list[int]]"
PAIR, NAMED, PAIRS = "tuple[int, int]", "tuple[str, int]", "list[tuple[int, int]]"
BY_INT, BY_STR, BY_PAIR = "dict[int, int]", "dict[str, int]", "dict[tuple[int, int], int]"
GROUPS, SET, WORDS, MAYBE = "dict[str, list[int]]", "set[int]", "set[str]", "int | None"
REC, RECS = "Rec", "list[Rec]"

SCALARS = (INT, FLOAT, BOOL, STR)
CONTAINERS = (INTS, FLOATS, STRS, ROWS, PAIRS, BY_INT, BY_STR, BY_PAIR, GROUPS, SET, WORDS, RECS)
OTHERS = (PAIR, NAMED, MAYBE, REC)
ALL = (*SCALARS, *CONTAINERS, *OTHERS)
SHARED = (*CONTAINERS, REC)

_EDGES = (0, 1, -1, 2, 3, 5, -7, 10, 63, 64, 255, 2**31, -(2**31), 2**62, 2**63 - 1, -(2**63))
_FLOATS = ("0.0", "-0.0", "1.0", "0.5", "-2.5", "3.0", "1e16", "1e308", "5e-324", "1e-5")
_ODD = ('float("nan")', 'float("inf")', 'float("-inf")')
_TEXTS = (
    "",
    "a",
    "b",
    "ab",
    "ba",
    "Abc",
    "é",
    "añ𝄞",
    "12",
    "-7",
    " x ",
    "a,b",
    "aa",
    "\u0130",
    "1e3",
)


def value(chance: Random, kind: str) -> str:
    """A value as Python text."""
    match kind:
        case "int":
            return str(_int(chance))
        case "float":
            return chance.choice(_ODD if chance.random() < 0.1 else _FLOATS)
        case "bool":
            return chance.choice(("True", "False"))
        case "str":
            return repr(chance.choice(_TEXTS))
        case "list[list[int]]":
            return _list(chance, INTS, 3)
        case "list[int]" | "list[float]" | "list[str]" | "list[tuple[int, int]]" | "list[Rec]":
            return _list(chance, kind[5:-1], 5)
        case "tuple[int, int]":
            return f"({value(chance, INT)}, {value(chance, INT)})"
        case "tuple[str, int]":
            return f"({value(chance, STR)}, {value(chance, INT)})"
        case "dict[int, int]":
            return _dict(chance, INT, INT)
        case "dict[str, int]":
            return _dict(chance, STR, INT)
        case "dict[tuple[int, int], int]":
            return _dict(chance, PAIR, INT)
        case "dict[str, list[int]]":
            return _dict(chance, STR, INTS)
        case "set[int]" | "set[str]":
            items = [value(chance, kind[4:-1]) for _ in range(chance.randrange(5))]
            return "{" + ", ".join(items) + "}" if items else "set()"
        case "int | None":
            return "None" if chance.random() < 0.4 else value(chance, INT)
        case "Rec":
            return f"Rec({value(chance, INT)}, {value(chance, FLOAT)}, {value(chance, INTS)})"
    raise ValueError(kind)


def literal(chance: Random, kind: str) -> str:
    """A value as it stands in a program: seldom an odd one."""
    if kind == INT:
        return str(chance.choice((0, 1, 2, 3, 5, 7, 10, 100, 2**31, 2**62)))
    for _ in range(20):
        text = value(chance, kind)
        if text not in ("[]", "{}", "set()", "None") and "[]" not in text:
            break
    return text


def _int(chance: Random) -> int:
    if chance.random() < 0.75:
        return chance.randrange(-3, 8)
    return chance.choice(_EDGES)


def _list(chance: Random, kind: str, most: int) -> str:
    items = [value(chance, kind) for _ in range(chance.randrange(most + 1))]
    return f"[{', '.join(items)}]"


def _dict(chance: Random, key: str, held: str) -> str:
    items = [f"{value(chance, key)}: {value(chance, held)}" for _ in range(chance.randrange(4))]
    return "{" + ", ".join(items) + "}"


def call(chance: Random, name: str, kinds: tuple[str, ...]) -> str:
    """A call with random arguments; arguments of one type are the same object now and then."""
    setup: list[str] = []
    given: list[str] = []
    made: dict[str, str] = {}
    for number, kind in enumerate(kinds):
        if kind in made and chance.random() < 0.15:
            given.append(made[kind])
        elif kind in SHARED:
            setup.append(f"a{number} = {_shared(chance, kind)}")
            given.append(f"a{number}")
            made[kind] = f"a{number}"
        else:
            given.append(value(chance, kind))
    return "; ".join([*setup, f"{name}({', '.join(given)})"])


def _shared(chance: Random, kind: str) -> str:
    """A container; now and then one object stands in it twice."""
    if kind in (ROWS, RECS) and chance.random() < 0.1:
        inner = value(chance, INTS if kind == ROWS else REC)
        return f"[{inner}] * {chance.randrange(1, 4)}"
    return value(chance, kind)
