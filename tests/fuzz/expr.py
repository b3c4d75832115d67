"""Random expressions of a wanted type.

In: the variables in scope and the functions that may be called. Out: Python text. Numbers and
texts stay small enough that no program runs for long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.fuzz import kinds
from tests.fuzz.kinds import (
    BOOL,
    BY_INT,
    BY_PAIR,
    BY_STR,
    FLOAT,
    FLOATS,
    GROUPS,
    INT,
    INTS,
    MAYBE,
    NAMED,
    PAIR,
    PAIRS,
    REC,
    RECS,
    ROWS,
    SET,
    STR,
    STRS,
    WORDS,
)


@dataclass(slots=True)
class Scope:
    """What a function under construction may use."""

    chance: Random
    names: dict[str, str] = field(default_factory=dict)  # variable -> type
    functions: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    walked: list[str] = field(default_factory=list)  # lists that a loop around walks
    loops: int = 0
    fresh: int = 0
    tries: int = 0

    def name(self) -> str:
        """A new variable's name."""
        self.fresh += 1
        return f"v{self.fresh}"

    def of(self, kind: str) -> list[str]:
        """The variables of a type."""
        return [name for name, one in self.names.items() if one == kind]


def expr(scope: Scope, kind: str, depth: int = 2) -> str:
    """An expression of this type."""
    chance = scope.chance
    known = scope.of(kind)
    if known and (depth <= 0 or chance.random() < 0.5):
        return chance.choice(known)
    if depth <= 0 or chance.random() < 0.06:
        return kinds.literal(chance, kind)
    callable_ = [name for name, (_, result) in scope.functions.items() if result == kind]
    if callable_ and chance.random() < 0.12:
        name = chance.choice(callable_)
        arguments = [expr(scope, one, depth - 1) for one in scope.functions[name][0]]
        return f"{name}({', '.join(arguments)})"
    ways = _WAYS.get(kind)
    if not ways or chance.random() < (0.01 if kind in kinds.SHARED else 0.05):
        return _general(scope, kind, depth)
    return chance.choice(ways)(scope, depth - 1)


_COPIES = {
    INTS: "{}[:]",
    FLOATS: "{}[:]",
    STRS: "{}.copy()",
    PAIRS: "list({})",
    ROWS: "[r[:] for r in {}]",
    BY_INT: "{}.copy()",
    BY_STR: "dict({})",
    BY_PAIR: "{}.copy()",
    SET: "set({})",
    WORDS: "{}.copy()",
}


def owned(scope: Scope, kind: str, depth: int = 2) -> str:
    """An expression whose value is kept: seldom a second name for what has one."""
    text = expr(scope, kind, depth)
    if kind not in kinds.SHARED or scope.chance.random() < 0.08:
        return text
    for _ in range(4):
        if not text.isidentifier() and " if " not in text:
            return text
        if kind in _COPIES and text.isidentifier():
            return _COPIES[kind].format(text)
        text = expr(scope, kind, max(depth, 1))
    return kinds.literal(scope.chance, kind)


def _general(scope: Scope, kind: str, depth: int) -> str:
    test = expr(scope, BOOL, depth - 1)
    return f"({expr(scope, kind, depth - 1)} if {test} else {expr(scope, kind, depth - 1)})"


Way = Callable[[Scope, int], str]


def _form(text: str, *, keeps: bool = False, **parts: str) -> Way:
    """A way to write an expression: a text with named holes, each of a type."""

    def write(scope: Scope, depth: int) -> str:
        make = owned if keeps else expr
        return text.format(**{name: make(scope, kind, depth) for name, kind in parts.items()})

    return write


def _operators(left: str, operators: str, right: str) -> list[Way]:
    return [_form(f"({{a}} {operator} {{b}})", a=left, b=right) for operator in operators.split()]


def _walk(text: str, **parts: str) -> Way:
    """A comprehension: `{n}` is a new variable, `{e_TYPE}` an expression that may use it."""

    def write(scope: Scope, depth: int) -> str:
        name = scope.name()
        outer = {key: expr(scope, kind, depth) for key, kind in parts.items() if key.islower()}
        saved = dict(scope.names)
        scope.names[name] = parts["N"]
        inner = {key: expr(scope, kind, depth) for key, kind in parts.items() if key.isupper()}
        scope.names = saved
        return text.format(n=name, **outer, **inner)

    return write


def _formatted(scope: Scope, depth: int) -> str:
    """An f-string of variables: quotes in it are new in Python 3.12."""
    parts = []
    for _ in range(scope.chance.randrange(1, 4)):
        kind = scope.chance.choice((INT, FLOAT, STR, BOOL))
        specs = {INT: ("", ":>4", ":05d", ":x"), FLOAT: ("", ":.3f", ":e", "!r")}
        known = scope.of(kind)
        spec = scope.chance.choice(specs.get(kind, ("", "!r", ":>5")))
        parts.append(f"{{{scope.chance.choice(known)}{spec}}}" if known else kind)
    return f'f"{"/".join(parts)}"[:30]'


_INDEX = ("{i}", "{i} % 3", "-1", "0", "{i} % (len({a}) or 1)")
_WAYS: dict[str, list[Way]] = {
    INT: [
        *_operators(INT, "+ - // %", INT) * 2,
        *_operators(INT, "& | ^", INT),
        _form("({a} * 3)", a=INT),
        _form("({a} * ({b} % 10))", a=INT, b=INT),
        _form("({a} << ({b} & 7))", a=INT, b=INT),
        _form("({a} >> ({b} & 63))", a=INT, b=INT),
        _form("(({a} % 20) ** 2)", a=INT),
        _form("(-{a})", a=INT),
        _form("(~{a})", a=INT),
        _form("abs({a})", a=INT),
        _form("len({a})", a=INTS),
        _form("len({a})", a=STR),
        _form("len({a})", a=BY_STR),
        _form("sum({a})", a=INTS),
        _form("min({a}, {b})", a=INT, b=INT),
        _form("max({a}, {b})", a=INT, b=INT),
        _form("max({a})", a=INTS),
        _form("min({a}, default={b})", a=INTS, b=INT),
        *[_form(f"{{a}}[{index}]", a=INTS, i=INT) for index in _INDEX],
        _form("{a}[{i} % 2][{j}]", a=ROWS, i=INT, j=INT),
        _form("{a}[{k}]", a=BY_INT, k=INT),
        _form("{a}[{k}]", a=BY_STR, k=STR),
        _form("{a}.get({k}, {d})", a=BY_INT, k=INT, d=INT),
        _form("{a}.get({k}, {d})", a=BY_PAIR, k=PAIR, d=INT),
        _form("{a}[0]", a=PAIR),
        _form("{a}[1]", a=NAMED),
        _form("int({a})", a=STR),
        _form("int({a})", a=FLOAT),
        _form("int({a})", a=BOOL),
        _form("ord({a}[0])", a=STR),
        _form("{a}.find({b})", a=STR, b=STR),
        _form("{a}.count({b})", a=STR, b=STR),
        _form("{a}.index({b})", a=INTS, b=INT),
        _form("{a}.count({b})", a=INTS, b=INT),
        _form("{a}.n", a=REC),
        _form("{a}.bump({b})", a=REC, b=INT),
        _form("{a}.total()", a=REC),
        _form("{a}.pop()", a=INTS),
        _walk("sum({E} for {n} in {a})", a=INTS, N=INT, E=INT),
        _walk("sum(1 for {n} in {a} if {E})", a=STR, N=STR, E=BOOL),
        _form("(0 if {a} is None else {b})", a=MAYBE, b=INT),
    ],
    FLOAT: [
        *_operators(FLOAT, "+ - * / // %", FLOAT),
        *_operators(FLOAT, "+ - * /", INT),
        _form("({a} / {b})", a=INT, b=INT),
        _form("float({a})", a=INT),
        _form("float({a})", a=STR),
        _form("abs({a})", a=FLOAT),
        _form("round({a}, 2)", a=FLOAT),
        _form("max({a}, {b})", a=FLOAT, b=FLOAT),
        _form("min({a})", a=FLOATS),
        _form("{a}[{i}]", a=FLOATS, i=INT),
        _form("{a}.x", a=REC),
        _form("math.sqrt({a})", a=FLOAT),
        _form("math.floor({a}) * 0.5", a=FLOAT),
        _form("sum({a}, 0.0)", a=FLOATS),
        _walk("sum((float({E}) for {n} in {a}), 0.0)", a=INTS, N=INT, E=INT),
    ],
    BOOL: [
        *_operators(INT, "< <= == != > >=", INT),
        *_operators(FLOAT, "< == >=", FLOAT),
        *_operators(STR, "< == in", STR),
        _form("({a} == {b})", a=INTS, b=INTS),
        _form("({a} < {b})", a=PAIR, b=PAIR),
        _form("({a} in {b})", a=INT, b=INTS),
        _form("({a} in {b})", a=INT, b=SET),
        _form("({a} not in {b})", a=STR, b=BY_STR),
        _form("({a} in {b})", a=PAIR, b=PAIRS),
        _form("({a} < {b} <= {c})", a=INT, b=INT, c=INT),
        _form("(not {a})", a=BOOL),
        _form("({a} and {b})", a=BOOL, b=BOOL),
        _form("({a} or {b})", a=BOOL, b=BOOL),
        _form("bool({a})", a=INTS),
        _form("({a} is None)", a=MAYBE),
        _form("{a}.startswith({b})", a=STR, b=STR),
        _form("{a}.isdigit()", a=STR),
        _walk("any({E} for {n} in {a})", a=INTS, N=INT, E=BOOL),
        _walk("all({E} for {n} in {a})", a=STRS, N=STR, E=BOOL),
    ],
    STR: [
        _form("({a} + {b})[:30]", a=STR, b=STR),
        _form("({a} * ({b} % 3))[:30]", a=STR, b=INT),
        _form("str({a})[:30]", a=INT),
        _form("str({a})", a=FLOAT),
        _form("repr({a})[:30]", a=STR),
        _formatted,
        _form("{a}[{i}]", a=STR, i=INT),
        _form("{a}[{i}:{j}]", a=STR, i=INT, j=INT),
        _form("{a}[::-1]", a=STR),
        _form("{a}.upper()", a=STR),
        _form("{a}.strip()", a=STR),
        _form("{a}.replace({b}, {c})[:30]", a=STR, b=STR, c=STR),
        _form("{a}.join({b})[:30]", a=STR, b=STRS),
        _form("{a}[{i}]", a=STRS, i=INT),
        _form("{a}[0]", a=NAMED),
        _form("chr(65 + {a} % 26)", a=INT),
        _form("max({a})", a=STRS),
        _walk('"".join([{E} for {n} in {a}])[:30]', a=STR, N=STR, E=STR),
    ],
    INTS: [
        _form("[{a}, {b}]", a=INT, b=INT),
        _form("[{a}] * ({b} % 4)", a=INT, b=INT),
        _form("({a} + {b})[:9]", a=INTS, b=INTS),
        _form("{a}[{i}:{j}]", a=INTS, i=INT, j=INT),
        _form("{a}[::-1]", a=INTS),
        _form("{a}[::{i}]", a=INTS, i=INT),
        _form("sorted({a})", a=INTS),
        _form("sorted({a}, reverse=True)", a=INTS),
        _form("sorted({a})", a=SET),
        _form("list({a})", a=SET),
        _form("list(range({a} % 6))", a=INT),
        _form("list(range({a} % 9, {b} % 5, -2))", a=INT, b=INT),
        _form("list({a})", a=BY_INT),
        _form("list({a}.values())", a=BY_STR),
        _form("{a}[:]", a=INTS),
        _form("{a}.copy()", a=INTS),
        _form("list({a})", a=INTS),
        _walk("[{E} for {n} in {a}]", a=INTS, N=INT, E=INT),
        _walk("[{E} for {n} in {a} if {F}]", a=INTS, N=INT, E=INT, F=BOOL),
        _walk("[{E} for {n} in range({a} % 5)]", a=INT, N=INT, E=INT),
        _walk("[ord({n}) for {n} in {a} if {E}]", a=STR, N=STR, E=BOOL),
        _walk("sorted({a}, key=lambda {n}: {E})", a=INTS, N=INT, E=INT),
    ],
    FLOATS: [
        _form("[{a}, {b}]", a=FLOAT, b=FLOAT),
        _form("{a}[1:]", a=FLOATS),
        _form("sorted({a})", a=FLOATS),
        _walk("[{E} for {n} in {a}]", a=FLOATS, N=FLOAT, E=FLOAT),
        _walk("[{E} for {n} in {a}]", a=INTS, N=INT, E=FLOAT),
    ],
    STRS: [
        _form("[{a}, {b}]", a=STR, b=STR),
        _form("{a}.split()", a=STR),
        _form('{a}.split(",")', a=STR),
        _form("sorted({a})", a=STRS),
        _form("list({a})", a=STR),
        _form("{a}[::-1]", a=STRS),
        _form("list({a})", a=BY_STR),
        _form("sorted({a})", a=WORDS),
        _walk("[{E} for {n} in {a}]", a=STRS, N=STR, E=STR),
        _walk("[{E} for {n} in {a}]", a=STR, N=STR, E=STR),
        _walk("sorted({a}, key=lambda {n}: {E})", a=STRS, N=STR, E=INT),
    ],
    ROWS: [
        _form("[{a}, {b}]", keeps=True, a=INTS, b=INTS),
        _walk("[{E} for {n} in range({a} % 4)]", a=INT, N=INT, E=INTS),
        _walk("[{n}[::-1] for {n} in {a}]", a=ROWS, N=INTS),
        _form("[[0] * ({a} % 3) for _ in range({b} % 4)]", a=INT, b=INT),
    ],
    PAIR: [_form("({a}, {b})", a=INT, b=INT), _form("divmod({a}, {b})", a=INT, b=INT)],
    NAMED: [_form("({a}, {b})", a=STR, b=INT)],
    PAIRS: [
        _form("[{a}, {b}]", a=PAIR, b=PAIR),
        _form("sorted({a})", a=PAIRS),
        _form("list(zip({a}, {b}))", a=INTS, b=INTS),
        _form("list(enumerate({a}))", a=INTS),
        _form("list({a}.items())", a=BY_INT),
        _form("sorted({a}.items())", a=BY_INT),
        _walk("sorted({a}, key=lambda {n}: {n}[1])", a=PAIRS, N=PAIR),
        _walk("[({E}, {F}) for {n} in {a}]", a=INTS, N=INT, E=INT, F=INT),
    ],
    BY_INT: [
        _form("{{{a}: {b}, {c}: {d}}}", a=INT, b=INT, c=INT, d=INT),
        _walk("{{{n}: {E} for {n} in {a}}}", a=INTS, N=INT, E=INT),
        _walk("{{{E}: {n} for {n} in {a}}}", a=INTS, N=INT, E=INT),
    ],
    BY_STR: [
        _form("{{{a}: {b}}}", a=STR, b=INT),
        _walk("{{{n}: {E} for {n} in {a}}}", a=STRS, N=STR, E=INT),
    ],
    BY_PAIR: [_form("{{{a}: {b}}}", a=PAIR, b=INT)],
    GROUPS: [_form("{{{a}: {b}}}", keeps=True, a=STR, b=INTS)],
    SET: [
        _form("{{{a}, {b}}}", a=INT, b=INT),
        _form("set({a})", a=INTS),
        _form("({a} | {b})", a=SET, b=SET),
        _form("({a} & {b})", a=SET, b=SET),
        _form("({a} - {b})", a=SET, b=SET),
        _walk("{{{E} for {n} in {a}}}", a=INTS, N=INT, E=INT),
    ],
    WORDS: [_form("set({a})", a=STRS), _walk("{{{E} for {n} in {a}}}", a=STR, N=STR, E=STR)],
    MAYBE: [_form("(None if {t} else {a})", t=BOOL, a=INT), _form("{a}.get({k})", a=BY_INT, k=INT)],
    REC: [
        _form("Rec({a}, {b}, {c})", keeps=True, a=INT, b=FLOAT, c=INTS),
        _form("{a}[{i}]", a=RECS, i=INT),
    ],
    RECS: [_form("[{a}]", keeps=True, a=REC)],
}
