"""One property test for each row of the op table, made from the row itself.

In: `ferrule.ops.table.ALL`. Each row becomes Python functions, one for each choice of types for the
row's variables; where the row can fail, also one that catches what is raised. All are compiled by
the real way through, with overflow checks on, and called beside CPython on edge values. Compared:
value, exact types, exception and message, changed arguments.
"""

from __future__ import annotations

import copy
import importlib.util
import itertools
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from ferrule.base.records import FuncName, Signature
from ferrule.base.types import (
    BOOL,
    CHAR,
    FLOAT,
    INT,
    NEVER,
    NONE,
    NUMBER,
    STR,
    Dict,
    Hole,
    List,
    Optional,
    Set,
    Tuple,
    Type,
    parts,
)
from ferrule.base.unit import Target
from ferrule.call import Loaded, counts, fingerprints, load, preview
from ferrule.crate import BuildSettings, build, open_workshop
from ferrule.emit import emit
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Module
from ferrule.lower import lower
from ferrule.ops import containers, floats, ints, maths, numbers, strs
from ferrule.ops.op import K, Op, T, V
from ferrule.ops.table import ALL
from ferrule.passes import run as improve
from ferrule.source import gather

FAMILIES: Mapping[str, tuple[Op, ...]] = {
    "ints": (*ints.ROWS, *ints.BOOLS),
    "floats": floats.ROWS,
    "numbers": numbers.ROWS,
    "strs": strs.ROWS,
    "lists": (*containers.LISTS, *containers.TUPLES),
    "mappings": (*containers.DICTS, *containers.SETS),
    "maths": maths.ROWS,
    "any": containers.ANY,
}
ROWS = {f"{family}-{i}-{op.name}": op for family, ops in FAMILIES.items() for i, op in enumerate(ops)}

# The row as Python --------------------------------------------------------------------------------

INFIX = {
    **{"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%"},
    **{"pow": "**", "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^"},
    **{"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="},
    **{"in": "in", "not in": "not in"},
}
PREFIX = {"neg": "-", "pos": "+", "invert": "~", "not": "not "}
SHAPES = {
    "getitem": "{0}[{1}]",
    "setitem": "{0}[{1}] = {2}",
    "delitem": "del {0}[{1}]",
    "slice": "{0}[{1}:{2}]",
    "slice step": "{0}[{1}:{2}:{3}]",
    "setslice": "{0}[{1}:{2}] = {3}",
    "setslice step": "{0}[{1}:{2}:{3}] = {4}",
    "delslice": "del {0}[{1}:{2}]",
    "delslice step": "del {0}[{1}:{2}:{3}]",
}


def python_of(op: Op) -> str:
    """The Python text that a row equals, operands as `{0}`, `{1}` …"""
    places = [f"{{{i}}}" for i in range(len(op.arguments))]
    if op.python:
        return op.python
    if op.name in INFIX:
        return f" {INFIX[op.name]} ".join(places)
    if op.name in PREFIX:
        return f"{PREFIX[op.name]}{{0}}"
    if op.name in SHAPES:
        return SHAPES[op.name]
    if op.name.startswith("unpack "):
        names = [f"x{i}, " for i in range(int(op.name.split()[1]))]
        return f"{''.join(names)}= {{0}}; return ({''.join(names)})"
    if op.name.endswith("()"):
        return f"{op.name[:-2]}({', '.join(places)})"
    if op.name.startswith("."):
        return f"{{0}}{op.name}({', '.join(places[1:])})"
    if op.name.startswith("math."):
        return f"{op.name}({', '.join(places)})"
    raise ValueError(f"no Python text for {op.name}")


def choices(op: Op) -> Iterator[tuple[Type, ...]]:
    """The types to try a row with: its own, its variables replaced."""
    if all(isinstance(argument, Hole) for argument in op.arguments):
        for type_ in GENERAL:
            yield (type_,) * len(op.arguments)
        return
    is_keyed = any(isinstance(part, Dict | Set) for part in op.arguments)
    filled = ({T: key, K: key, V: value} for key, value in (KEYED if is_keyed else HELD))
    for known in filled:
        found = tuple(_filled(argument, known) for argument in op.arguments)
        yield found
        if found == op.arguments:
            return


GENERAL: tuple[Type, ...] = (
    Tuple((INT, STR)),
    Tuple((FLOAT, BOOL)),
    List(INT),
    List(List(STR)),
    List(FLOAT),
)
HELD: tuple[tuple[Type, Type], ...] = (
    (INT, STR),
    (FLOAT, INT),
    (STR, FLOAT),
    (Tuple((INT, FLOAT)), BOOL),
)
KEYED: tuple[tuple[Type, Type], ...] = ((INT, STR), (STR, FLOAT), (Tuple((INT, INT)), INT))


def _filled(type_: Type, known: Mapping[Type, Type]) -> Type:
    match type_:
        case Hole():
            return known[type_]
        case List(element):
            return List(_filled(element, known))
        case Set(element):
            return Set(_filled(element, known))
        case Dict(key, value):
            return Dict(_filled(key, known), _filled(value, known))
        case Optional(inner):
            return Optional(_filled(inner, known))
        case Tuple(items):
            return Tuple(tuple(_filled(item, known) for item in items))
        case _:
            return type_


@dataclass(frozen=True, slots=True)
class Made:
    """A Python function made from a row."""

    name: str
    row: str
    op: Op
    types: tuple[Type, ...]
    text: str
    is_catching: bool


KINDS = ("ZeroDivisionError", "OverflowError", "ValueError", "IndexError", "KeyError", "TypeError")
LETTERS = "abcde"
# What no argument is, but something made of a str.
MADE: Mapping[Type, str] = {CHAR: "{}[0]", List(CHAR): "list({})"}


def made_from(row: str, number: int, types: tuple[Type, ...]) -> Iterator[Made]:
    """The functions for a row with these types."""
    op = ROWS[row]
    operands = [MADE.get(type_, "{}").format(LETTERS[i]) for i, type_ in enumerate(types)]
    action = python_of(op).format(*operands)
    given = tuple(STR if type_ in MADE else type_ for type_ in types)
    head = f"({', '.join(LETTERS[: len(types)])}):\n"
    stem = re.sub(r"\W+", "_", f"row_{row}_{number}")
    is_value = op.result != NONE and "return" not in action
    text = f"def {stem}{head}    {'return ' * is_value}{action}\n"
    yield Made(stem, row, op, given, text, False)
    if op.fallible and "return" not in action:
        text = f"def {stem}_caught{head}    try:\n        {action}\n"
        for kind in KINDS:
            text += f"    except {kind} as error:\n        return '{kind}: ' + str(error)\n"
        yield Made(f"{stem}_caught", row, op, given, text + "    return 'fine'\n", True)


def functions_of(family: str) -> list[Made]:
    """All functions of a family's rows."""
    return [
        made
        for row in ROWS
        if row.startswith(f"{family}-")
        for number, types in enumerate(choices(ROWS[row]))
        for made in made_from(row, number, types)
    ]


# Edge values --------------------------------------------------------------------------------------

BIG = 2**63
INTS = (
    *(5, 0, 1, -1, 2, -2, 3, 7, -7, 10, 16, 36, 63, 64, -64, 255, 256, 1000, 55296, 128512, 1114111),
    *(2**31 - 1, 2**31, -(2**31) - 1, 2**32, 10**15, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1),
    *(2**62, BIG - 1, BIG - 512, -BIG, -BIG + 1, 1114112),
)
FLOATS = (
    *(1.5, 0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 2.5, 3.0, -3.0, 1e-5, 0.1, -0.1, 10.0, 123456.789),
    *(2.675, 1e16, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1e308),
    *(2.0**31, 2.0**53, 2.0**53 - 1, 9.3e18, 2.0**63, -(2.0**63), 1e300, 1e-300, 709.8, -745.2),
    *(float("inf"), float("-inf"), float("nan"), 170.6, 171.7, -2.0000000000000004, 1 / 3),
)
STRS = (
    *("abc", "", "a", "b", ",", " ", "ab c", "a,b,,c", "aXbXc", "abcabc", "Hello World", "x" * 20),
    *("123", "-5", "+7_0", "1__0", " 12 ", "0x1f", "0b101", "1e5", "nan", "-inf", "1_0.5", ".5", "z9"),
    *("99999999999999999999", "-0.0", "1e400", "3.14\n", "_a1", "\t x \n", "a\r\nb\nc\r", "\x1c\x85\u2028"),
    *("ä", "ÀÉ ß", "é" * 20, "日本", "😀x", "\ud800", "x\udfff", "İ", "ǆ", "ﬁ", "ΑΣ", "٣", "½", "²"),
    *("\0", "'\"", "\\n\x7f\xa0", "\xa0x\u3000", "Ünï", "iſ", "aa", "aaa", "1", "-", "--1", "ａ"),
)
POOLS: Mapping[Type, tuple[object, ...]] = {
    INT: INTS,
    FLOAT: FLOATS,
    STR: STRS,
    BOOL: (True, False),
    NUMBER: (*INTS[::2], *FLOATS[::2], 2**53 + 1, 2.0**53),
    NONE: (None,),
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
        case Set(element):
            return tuple(map(set, _lists(_mixed(pool(element)))))
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
    yield from (first, first[::-1], values[:12], values, values[::-1] + values[:5], values[3:9])


HUGE = 2**61


def is_bearable(op: Op, given: tuple[object, ...]) -> bool:
    """Whether CPython answers in no time, and with little memory."""
    whole = [value for value in given if isinstance(value, int)]
    match op.name:
        case "pow" | "pow()" if len(whole) == 2 == len(given):
            return abs(whole[1]) <= 128 or abs(whole[0]) <= 1
        case "lshift":
            return whole[1] <= 200
        case "mul" if len(whole) == 1 and not any(isinstance(value, float) for value in given):
            return whole[0] <= 1000 or whole[0] > HUGE
        case ".zfill" | ".ljust" | ".rjust" | ".center" | ".expandtabs":
            return not whole or whole[0] <= 1000 or whole[0] > HUGE
        case "math.factorial":
            return whole[0] <= 30
        case "math.perm":
            return whole[1] <= 70
        case "math.comb":
            return min(whole[1], whole[0] - whole[1]) <= 70
        case "round()" if len(whole) == 2:
            return whole[1] >= -400
    return True


def inputs(made: Made, most: int) -> list[tuple[object, ...]]:
    """Arguments for a function: all combinations of edge values, or a choice of them."""
    pools = [pool(type_) for type_ in made.types]
    is_char = [argument == CHAR for argument in made.op.arguments]
    pools = [
        tuple(value for value in values if value) if char else values
        for values, char in zip(pools, is_char, strict=True)
    ]
    size = 1
    for values in pools:
        size *= len(values)
    every: Iterator[tuple[object, ...]] = itertools.product(*pools)
    if size > most:
        chance = random.Random(made.name)
        every = (tuple(map(chance.choice, pools)) for _ in range(most))
    return [given for given in every if is_bearable(made.op, given)]


# The real way through -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compiled:
    """A family's functions, compiled."""

    module: Module
    live: ModuleType
    loaded: Loaded
    names: Mapping[str, FuncName]
    natives: Mapping[str, str]


def compile_family(family: str, folder: Path) -> Compiled:
    """Write the family's functions as a module, import it, compile it, load it."""
    made = functions_of(family)
    module_name = f"rows_of_{family}"
    file = folder / f"{module_name}.py"
    file.write_text("import math\n\n" + "\n\n".join(one.text for one in made), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(module_name, file)
    assert spec is not None
    assert spec.loader is not None
    live = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = live
    spec.loader.exec_module(live)
    names = {one.name: _name(getattr(live, one.name)) for one in made}
    targets = tuple(
        Target(names[one.name], (Signature(one.types, NEVER, 1),)) for one in made
    )
    module = improve(lower(gather(targets, lambda _: None, {})))
    sources = emit(module)
    built = build(sources, open_workshop(BuildSettings(native_cpu=False, checked=True)))
    loaded = load(built, fingerprints(built.entries, built.classes))
    natives = {entry.func.qualname: entry.native for entry in built.entries}
    return Compiled(module, live, loaded, names, natives)


def _name(function: FunctionType) -> FuncName:
    code = function.__code__
    return FuncName(function.__module__, code.co_qualname, code.co_filename, code.co_firstlineno)


# Comparing ----------------------------------------------------------------------------------------


def shape(value: object) -> object:
    """A value as data that compares exactly: types, signs of zeros, orders."""
    if isinstance(value, list | tuple | set | frozenset):
        return (type(value).__name__, [shape(item) for item in value])
    if isinstance(value, dict):
        return ("dict", [(shape(key), shape(item)) for key, item in value.items()])
    return (type(value).__name__, repr(value))


def outcome(function: Callable[..., object], given: tuple[object, ...]) -> tuple[object, ...]:
    """What a call does: the result or the exception, and the arguments afterwards."""
    own = copy.deepcopy(given)
    try:
        found: object = shape(function(*own))
    except Exception as error:
        found = (type(error).__name__, str(error))
    return found, shape(own)


def is_possible(compiled: Compiled, made: Made, given: tuple[object, ...]) -> bool:
    """Whether a call can run natively to its end: its result is the row's, nothing leaves it."""
    plain = getattr(compiled.live, made.name.removesuffix("_caught"))
    try:
        return not is_odd(plain(*copy.deepcopy(given)), made.op.result)
    except Exception:
        return made.is_catching


def is_odd(value: object, result: Type) -> bool:
    """Whether a value is of another type than the row says, or an int of more than 64 bits."""
    if isinstance(value, list | tuple):
        return any(is_odd(item, NEVER) for item in value)
    if type(value) is int:
        return result == FLOAT or not -BIG <= value < BIG
    return isinstance(value, complex) or (type(value) is float and result == INT)


@dataclass(slots=True)
class Tally:
    """What became of a function's calls."""

    differences: list[str]
    native: int = 0  # of the calls that could be native to the end
    possible: int = 0
    panics: int = 0


def compare(compiled: Compiled, made: Made, most: int) -> Tally:
    """Call both versions on all inputs."""
    swap = compiled.loaded.swaps[compiled.names[made.name]]
    native, entry = preview(swap), compiled.natives[made.name]
    module = compiled.loaded.module
    assert module is not None
    tally = Tally([])
    fine: tuple[object, ...] | None = None
    known = [(not is_possible(compiled, made, given), given) for given in inputs(made, most)]
    for is_hard, given in sorted(known, key=lambda one: one[0]):
        expected = outcome(swap.original, given)
        before = counts(module, entry).native
        actual = outcome(native, given)
        ran = counts(module, entry).native > before
        if expected != actual:
            tally.differences.append(f"{given!r}: Python {expected!r}, Rust {actual!r}")
        tally.possible += not is_hard
        tally.native += ran and not is_hard
        if ran:
            fine = given
        elif fine is not None:
            native(*copy.deepcopy(fine))  # or too many failures in a row end it
    tally.panics = counts(module, entry).panics
    return tally


