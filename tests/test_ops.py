"""One property test for each row of the op table, made from the row itself.

In: `ferrule.ops.table.ALL`. Each row becomes Python functions, one for each choice of types for the
row's variables; where the row can fail, also one that catches what is raised. All are compiled by
the real way through, with overflow checks on, and called beside CPython on edge values. Compared:
value, exact types, exception and message, changed arguments.
"""

from __future__ import annotations

import ast
import collections
import copy
import functools
import importlib.util
import itertools
import random
import re
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from ferrule.base.diag import Diagnostic
from ferrule.base.records import FuncName, Signature
from ferrule.base.span import Span, span_of
from ferrule.base.types import (
    BIGINT,
    BOOL,
    CHAR,
    COMPLEX,
    FLOAT,
    INT,
    MATCH,
    NEVER,
    NONE,
    STR,
    Deque,
    Dict,
    Frozen,
    Hole,
    List,
    Optional,
    Row,
    Set,
    Stream,
    Tuple,
    Type,
)
from ferrule.base.unit import Target
from ferrule.call import Loaded, counts, fingerprints, load, preview, run_all
from ferrule.crate import BuildSettings, Rejected, build, open_workshop
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Module
from ferrule.ops import (
    bigints,
    bytestrings,
    complexes,
    containers,
    counters,
    deques,
    floats,
    frozensets,
    ints,
    iterations,
    maths,
    numbers,
    randoms,
    regexes,
    spans,
    strs,
    tuples,
)
from ferrule.ops.op import K, Op, T, V
from ferrule.pipeline.slices import draft
from ferrule.source import gather

FAMILIES: Mapping[str, tuple[Op, ...]] = {
    "ints": (*ints.ROWS, *ints.BOOLS),
    "bigints": bigints.ROWS,
    "floats": floats.ROWS,
    "numbers": numbers.ROWS,
    "complexes": complexes.ROWS,
    "strs": strs.ROWS,
    "counters": counters.ROWS,
    "iterations": iterations.ROWS,
    "bytes": bytestrings.ROWS,
    "deques": deques.ROWS,
    "tuples": tuples.ROWS,
    "lists": (*containers.LISTS, *containers.TUPLES),
    "mappings": (*containers.DICTS, *containers.SETS),
    "maths": maths.ROWS,
    "regexes": regexes.ROWS,
    "frozensets": frozensets.ROWS,
    "spans": spans.ROWS,
    "randoms": tuple(op for op in randoms.ROWS if op.arguments),
    "any": containers.ANY,
}
ROWS: Mapping[str, Op] = {
    f"{family}-{number}-{op.name}": op
    for family, ops in FAMILIES.items()
    for number, op in enumerate(ops)
}

# The row as Python --------------------------------------------------------------------------------

HEAD = (
    "import cmath\nimport collections\nimport copy\nimport itertools\nimport math\n"
    "import operator\nimport random\nimport re\nfrom itertools import groupby\n"
    "from collections import Counter\n\n"
)
INFIX = dict(
    line.split("  ")
    for line in (
        *("add  +", "sub  -", "mul  *", "truediv  /", "floordiv  //", "mod  %", "pow  **"),
        *("lshift  <<", "rshift  >>", "and  &", "or  |", "xor  ^", "in  in", "not in  not in"),
        *("eq  ==", "ne  !=", "lt  <", "le  <=", "gt  >", "ge  >="),
    )
)
SHAPES = {
    "neg": "-{0}",
    "pos": "+{0}",
    "invert": "~{0}",
    "not": "not {0}",
    "getitem": "{0}[{1}]",
    "setitem": "{0}[{1}] = {2}",
    "delitem": "del {0}[{1}]",
    "slice": "{0}[{1}:{2}]",
    "slice step": "{0}[{1}:{2}:{3}]",
    "setslice": "{0}[{1}:{2}] = {3}",
    "setslice step": "{0}[{1}:{2}:{3}] = {4}",
    "delslice": "del {0}[{1}:{2}]",
    "delslice step": "del {0}[{1}:{2}:{3}]",
    "and small": "{0} & 0x7fff_ffff_ffff",
    "small": "chr({0})",
}


def python_of(op: Op) -> str:
    """The Python text that a row equals, operands as `{0}`, `{1}` …"""
    places = [f"{{{i}}}" for i in range(len(op.arguments))]
    if op.python:
        return op.python
    if op.name in INFIX:
        return f" {INFIX[op.name]} ".join(places)
    if op.name in SHAPES:
        return SHAPES[op.name]
    if op.name.startswith("unpack "):
        names = [f"x{i}, " for i in range(int(op.name.split()[1]))]
        return f"{''.join(names)}= {{0}}; return ({''.join(names)})"
    if op.name.endswith("()"):
        return f"{op.name[:-2]}({', '.join(places)})"
    if op.name.startswith("."):
        return f"{{0}}{op.name}({', '.join(places[1:])})"
    if op.name.startswith(("math.", "re.", "cmath.", "collections.")):
        return f"{op.name}({', '.join(places)})"
    raise ValueError(f"no Python text for {op.name}")


def choices(op: Op) -> Iterator[tuple[Type, ...]]:
    """The types to try a row with: its own, its variables replaced."""
    if all(isinstance(argument, Hole) for argument in op.arguments):
        without = {"eq": WITHOUT_ORDER, "ne": WITHOUT_ORDER}.get(op.name, ())
        shown = (*WITHOUT_ORDER, Set(INT)) if op.result == STR else without
        for type_ in (*GENERAL, *shown):
            yield (type_,) * len(op.arguments)
        return
    is_keyed = any(isinstance(part, Dict | Set | Frozen) for part in (*op.arguments, op.result))
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
WITHOUT_ORDER: tuple[Type, ...] = (Dict(INT, STR), Optional(INT), Dict(STR, List(INT)))
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
            return known.get(type_, INT)
        case List(element):
            return List(_filled(element, known))
        case Row(element):
            return Row(_filled(element, known))
        case Deque(element):
            return Deque(_filled(element, known))
        case Frozen(element):
            return Frozen(_filled(element, known))
        case Set(element):
            return Set(_filled(element, known))
        case Dict(key, value, kind):
            return Dict(_filled(key, known), _filled(value, known), kind)
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
    if (op.fallible or CHAR in types) and "return" not in action:
        text = f"def {stem}_caught{head}    try:\n        {action}\n"
        for kind in KINDS:
            text += f"    except {kind} as error:\n        return '{kind}: ' + str(error)\n"
        yield Made(f"{stem}_caught", row, op, given, text + "    return 'fine'\n", True)


def functions_of(family: str) -> list[Made]:
    """All functions of a family's rows; those of several rows together are written by hand."""
    return [
        made
        for row in ROWS
        if row.startswith(f"{family}-")
        for number, types in enumerate(choices(ROWS[row]))
        for made in made_from(row, number, types)
    ]


# Inputs -------------------------------------------------------------------------------------------

VALUES = runpy.run_path(str(Path(__file__).with_name("edge_values.py")))
pool: Callable[[Type], tuple[object, ...]] = VALUES["pool"]
BIG: int = VALUES["BIG"]
HUGE = 2**61


def is_bearable(op: Op, given: tuple[object, ...]) -> bool:
    """Whether CPython answers in no time, and with little memory."""
    whole = [value for value in given if isinstance(value, int)]
    if op.name.startswith("itertools.") and isinstance(op.result, Stream):
        sizes = [len(value) for value in given if isinstance(value, list)]
        return max(sizes) <= 6 and all(count <= 5 for count in whole)
    match op.name.removesuffix(bigints.WIDE):
        case "pow" | "pow()" if len(whole) == 2 == len(given):
            return abs(whole[1]) <= 128 or abs(whole[0]) <= 1
        case "imul":
            return whole[0] <= 20
        case "lshift":
            return whole[1] <= 200
        case "bytes()":
            return not whole or whole[-1] <= 1000
        case ".to_bytes":
            return whole[1] <= 1000
        case ".vonmisesvariate":
            return abs(given[2]) < HUGE  # type: ignore[operator]
        case randoms.SAMPLE | randoms.CHOICES | randoms.WEIGHTED:
            return whole[-1] <= 1000 and (op.name != randoms.WEIGHTED or whole[0] <= 1000)
        case "mul" if len(whole) == 1 and not any(isinstance(value, float) for value in given):
            is_deque = any(isinstance(value, collections.deque) for value in given)
            return whole[0] <= 20 or (whole[0] > HUGE and not is_deque)  # it would go on and on
        case ".zfill" | ".ljust" | ".rjust" | ".center" | ".expandtabs":
            return not whole or whole[0] <= 1000 or whole[0] > HUGE
        case "math.factorial":
            return whole[0] <= 30
        case "math.perm":
            return whole[-1] <= 70
        case "math.comb":
            return min(whole[1], whole[0] - whole[1]) <= 70
        case "round()" if len(whole) == 2:
            return whole[1] >= -400
    return True


def inputs(made: Made, most: int) -> list[tuple[object, ...]]:
    """Arguments for a function: all combinations of edge values, or a choice of them."""
    pools = [pool(type_) for type_ in made.types]
    if made.op.name == "format()":
        pools[1] = VALUES["SPECS"]
    elif made.op.name == "mod" and made.types[0] == STR:
        pools[0] = VALUES["FORMATS"]
    elif made.op.name.endswith(" .split"):
        pools[0] = VALUES["PARTED"]
        if made.types[1:2] == (STR,):
            pools[1] = VALUES["SEPARATORS"]
    elif made.op.name in (".encode", ".decode", "bytes()") and len(pools) == 2:
        pools[1] = ("utf-8", "ascii", "latin-1", "none")
    elif made.op.name in ("int.from_bytes", ".to_bytes"):
        pools[made.types.index(STR)] = ("big", "little", "odd")
    elif made.op.name == randoms.WEIGHTED:
        pools[1:] = [(1, 2, 3, 6), pools[2][:6], (0, 1, 9)]
    elif made.types == (MATCH, STR):
        pools[1] = ("first", "second", "")
    size = 1
    for values in pools:
        size *= len(values)
    every: Iterator[tuple[object, ...]] = itertools.product(*pools)
    if size > most:
        chance = random.Random(made.name)
        every = (tuple(map(chance.choice, pools)) for _ in range(most))
    return [given for given in every if is_bearable(made.op, given)]


NOWHERE = Span("", 1, 0, 1, 1)

# The real way through -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compiled:
    """A family's functions, compiled."""

    module: Module
    live: ModuleType
    loaded: Loaded
    names: Mapping[str, FuncName]
    natives: Mapping[str, str]
    rejected: Mapping[FuncName, Diagnostic]  # by rustc, which is always a fault of ours


def compile_family(family: str, folder: Path) -> Compiled:
    """Write the family's functions as a module, import it, compile it, load it."""
    made = functions_of(family)
    module_name = f"rows_of_{family}"
    file = folder / f"{module_name}.py"
    file.write_text(HEAD + "\n\n".join(one.text for one in made), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(module_name, file)
    assert spec is not None
    assert spec.loader is not None
    live = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = live
    spec.loader.exec_module(live)
    names = {one.name: _name(getattr(live, one.name)) for one in made}
    targets = tuple(Target(names[one.name], (Signature(one.types, NEVER, 1),)) for one in made)
    unit = replace(gather(targets, lambda _: None, {}), wide=wide_places(file, made))
    rejected: dict[FuncName, Diagnostic] = {}
    while True:
        made_now = draft(unit, rejected)
        assert made_now.sources is not None
        shop = open_workshop(BuildSettings(native_cpu=False, checked=True))
        try:
            built = build(made_now.sources, shop)
            break
        except Rejected as error:
            funcs = made_now.module.funcs
            guilty = {func.origin for func in funcs if func.name in error.functions}
            if not guilty - rejected.keys():
                raise
            rejected.update({func: Diagnostic("F603", NOWHERE, error.message) for func in guilty})
    loaded = load(built, fingerprints(built.entries, built.classes))
    natives = {entry.func.qualname: entry.native for entry in built.entries}
    return Compiled(made_now.module, live, loaded, names, natives, rejected)


def wide_places(file: Path, made: list[Made]) -> frozenset[Span]:
    """All places of the functions whose rows are for results of more than 64 bits."""
    names = {one.name for one in made if one.op.name.endswith(bigints.WIDE)}
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if getattr(node, "name", "") in names)
    return frozenset(span_of(str(file), part) for one in functions for part in ast.walk(one))


def _name(function: FunctionType) -> FuncName:
    code = function.__code__
    return FuncName(function.__module__, code.co_qualname, code.co_filename, code.co_firstlineno)


# Comparing ----------------------------------------------------------------------------------------


def shape(value: object) -> object:
    """A value as data that compares exactly: types, signs of zeros, orders."""
    if isinstance(value, list | tuple | set | frozenset):
        return (type(value).__name__, [shape(item) for item in value])
    if isinstance(value, collections.deque):
        return ("deque", value.maxlen, [shape(item) for item in value])
    if isinstance(value, random.Random):
        return ("Random", value.getstate())
    if isinstance(value, dict):
        return (type(value).__name__, [(shape(key), shape(item)) for key, item in value.items()])
    return (type(value).__name__, repr(value))


def outcome(function: Callable[..., object], given: tuple[object, ...]) -> tuple[object, ...]:
    """What a call does: the result or the exception, and the arguments afterwards."""
    own = copy.deepcopy(given)
    try:
        found: object = shape(function(*own))
    except Exception as error:
        found = (type(error).__name__, str(error))
    return found, shape(own)


def difficulty(compiled: Compiled, made: Made, given: tuple[object, ...]) -> int:
    """0: the row's result comes back; 1: it raises, and that is caught; 2: Python has to do it."""
    plain = getattr(compiled.live, made.name.removesuffix("_caught"))
    try:
        return 2 * is_odd(plain(*copy.deepcopy(given)), made.op.result)
    except Exception:
        return 1 if made.is_catching else 2


def is_odd(value: object, result: Type) -> bool:
    """Whether a value is of another type than the row says, or an int of more than 64 bits."""
    if isinstance(value, tuple) and isinstance(result, Tuple):
        return any(map(is_odd, value, result.items))
    if isinstance(value, list | tuple):
        return any(is_odd(item, NEVER) for item in value)
    if type(value) is int:
        return result == FLOAT or (result != BIGINT and not -BIG <= value < BIG)
    if isinstance(value, complex):
        return result != COMPLEX
    return type(value) in (float, bool) and result == INT


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a function's calls."""

    differences: tuple[str, ...]
    native: int  # of the calls that could be native to the end
    possible: int
    panics: int


def compare(compiled: Compiled, made: Made, most: int) -> Tally:
    """Call both versions on all inputs."""
    swap = compiled.loaded.swaps[compiled.names[made.name]]
    assert compiled.loaded.module is not None
    run_all(compiled.loaded.module)
    native = preview(swap)
    known = [(difficulty(compiled, made, given), given) for given in inputs(made, most)]
    known.sort(key=lambda one: one[0])
    easy = [given for hardness, given in known if hardness < 2]
    hard = [given for hardness, given in known if hardness == 2]
    differences: list[str] = []

    def ran() -> int:
        assert compiled.loaded.module is not None
        return counts(compiled.loaded.module, compiled.natives[made.name]).native

    def call(given: tuple[object, ...]) -> None:
        expected, actual = outcome(swap.original, given), outcome(native, given)
        if expected != actual:
            differences.append(f"{given!r}: Python {expected!r}, Rust {actual!r}")

    # A call that surely is native is made after each: too many failures in a row would end it.
    fine = next((given for given in easy[:6] if native_runs(ran, native, given)), None)
    before = ran()
    for given in easy:
        call(given)
        if fine is not None:
            native(*copy.deepcopy(fine))
    done = ran() - before - len(easy)
    for given in hard if fine is not None else []:
        call(given)
        native(*copy.deepcopy(fine))
    assert compiled.loaded.module is not None
    panics = counts(compiled.loaded.module, compiled.natives[made.name]).panics
    return Tally(tuple(differences), done, len(easy), panics)


def native_runs(
    ran: Callable[[], int], native: Callable[..., object], given: tuple[object, ...]
) -> bool:
    """Whether a call is native to its end."""
    before = ran()
    outcome(native, given)
    return ran() > before


# The tests ----------------------------------------------------------------------------------------

MOST_INPUTS = 150


# The smaller of two lists is one of them: which one can't be said in Rust without a copy.
def is_by_handle(made: Made) -> bool:
    """Whether the smaller of two lists is chosen by its handle: it stays the list that it is."""
    return made.op.name in ("min()", "max()") and isinstance(made.types[0], List)


REFUSED = {
    # A NaN is in one group with itself only.
    ("itertools.groupby", List(FLOAT)),
    ("itertools.groupby", List(Tuple((INT, FLOAT)))),
    # No Python text asks for this row of what is no name: the cases hold it.
    *(
        (f"itertools.{name}", List(type_))
        for name in ("groupby by", "zip_longest filled")
        for type_, _ in HELD
    ),
}


@functools.cache
def compiled(family: str) -> Compiled | Exception:
    """The family's functions, compiled once for all tests, or why they can't be."""
    try:
        return compile_family(family, Path(tempfile.mkdtemp(prefix="ferrule-ops-")))
    except Exception as error:
        return error


def uses_row(family: Compiled, made: Made) -> bool:
    """Whether the lowered function holds this row, or one for fewer types that goes before it."""
    func = next(one for one in family.module.funcs if one.origin == family.names[made.name])
    used = [expr.op for expr in walk.every_expr(func.body) if isinstance(expr, ir.Apply)]
    if made.op.name == "and small":  # a pass makes a word of it; what comes out is compared
        return "word and" in {op.name for op in used}
    if made.op.name in ("deepcopy", "dict()"):  # of what is flat and plain it is `.copy`
        return True
    if made.op.name.startswith("parts "):  # a name that is taken apart uses its twin, `unpack`
        return True
    if made.op.rust == "{0}":  # it is the operand itself, and leaves no trace
        return True
    is_general = all(isinstance(pattern, Hole) for pattern in made.op.arguments)
    return made.op in used or (is_general and made.op.name in {op.name for op in used})


@pytest.mark.rust
@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS)
def test_row_is_what_python_does(row: str) -> None:
    """Same answers, natively, for every choice of types."""
    family = compiled(row.partition("-")[0])
    assert isinstance(family, Compiled), family
    found = [made for made in functions_of(row.partition("-")[0]) if made.row == row]
    assert found
    for made in found:
        assert family.names[made.name] not in family.rejected, f"{made.text}{family.rejected}"
        is_refused = made.name not in family.natives
        is_known = (made.op.name, *made.types[:1]) in REFUSED and not made.is_catching
        assert is_refused == is_known, made.text
        if is_refused:
            continue
        assert uses_row(family, made) or is_by_handle(made), made.text
        tally = compare(family, made, MOST_INPUTS)
        assert not tally.differences, made.text + "\n".join(tally.differences[:5])
        assert tally.panics == 0, made.text
        if is_by_handle(made) and made.is_catching:
            continue  # what is thrown away is asked of nobody: the call is turned away
        least = 1 if made.is_catching else (tally.possible + 1) // 2  # some words only Python knows
        assert tally.native >= least > 0, f"{made.text}{tally}"
