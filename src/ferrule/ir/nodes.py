"""The tree: expressions and statements, each typed and placed. Nothing here thinks.

All nodes are frozen; families are union aliases, so that `match` with `assert_never` is checked.
Names of locals are Python's, made unique within their function; `emit` makes them Rust-safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ferrule.base.span import Span
from ferrule.base.types import Type
from ferrule.ops.op import Op

# Expressions -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Const:
    """A literal or a captured constant: None, bool, int, float, str, or a tuple of these."""

    value: object
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Local:
    """A read of a local variable; `last` where nothing reads this value afterwards."""

    name: str
    type: Type
    span: Span
    last: bool = False


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation of the table on operands; `proved` where it was shown that it can't fail."""

    op: Op
    args: tuple[Expr, ...]
    type: Type
    span: Span
    proved: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function of the slice, all parameters filled in, in order.

    `is_early` where Python would do it bit by bit, between what comes after: the items of a
    generator, all at once.
    """

    func: str
    args: tuple[Expr, ...]
    type: Type
    span: Span
    is_early: bool = False


@dataclass(frozen=True, slots=True)
class GetField:
    """An attribute of a struct."""

    value: Expr
    name: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class GetItem:
    """An element of a tuple at a constant place."""

    value: Expr
    index: int
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class MakeTuple:
    """A tuple display."""

    items: tuple[Expr, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class MakeList:
    """A list display."""

    items: tuple[Expr, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class MakeSet:
    """A set display."""

    items: tuple[Expr, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class MakeDict:
    """A dict display: keys and values alternate in order of evaluation."""

    pairs: tuple[tuple[Expr, Expr], ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class MakeStruct:
    """A new instance from its attributes' values; those of `lent` are borrowed."""

    fields: tuple[tuple[str, Expr], ...]
    type: Type
    span: Span
    lent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choose:
    """`body if test else orelse`."""

    test: Expr
    body: Expr
    orelse: Expr
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` / `or` of bools, evaluated left to right as far as needed."""

    is_and: bool
    items: tuple[Expr, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Let:
    """A temporary that lives for one expression."""

    name: str
    value: Expr
    body: Expr
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Coerce:
    """The same Python value in a wider representation, or what an Optional holds.

    It is known to hold a value, or `checked`: without one the call is given back to Python.
    """

    value: Expr
    type: Type
    span: Span
    checked: bool = False


@dataclass(frozen=True, slots=True)
class IsNone:
    """`value is None` of an Optional."""

    value: Expr
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Format:
    """An f-string: literal texts and formatted values (conversion "", "r", "s"; constant spec)."""

    parts: tuple[str | tuple[Expr, str, str], ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Clause:
    """One `for target in iter if tests` of a comprehension."""

    target: Target
    iter: Iter
    tests: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Collect:
    """A comprehension; `elements` is one expression, or key and value of a dict's.

    `polls` and `in_parts` as those of a `for` loop.
    """

    elements: tuple[Expr, ...]
    clauses: tuple[Clause, ...]
    type: Type
    span: Span
    polls: bool = False
    in_parts: bool = False
    parallel: bool = False  # the elements may be worked out side by side


@dataclass(frozen=True, slots=True)
class Fold:
    """`sum any all min max` over a generator expression or an iterable, without a list between.

    `polls` and `in_parts` as those of a `for` loop.
    """

    kind: str
    element: Expr
    clauses: tuple[Clause, ...]
    start: Expr | None  # of `sum`; `default` of `min` and `max`
    type: Type
    span: Span
    polls: bool = False
    in_parts: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """`sorted(value, key=…, reverse=…)`, or `value.sort(…)` where `in_place` (type None).

    `key` is an expression over `target`, or None for the elements themselves.
    """

    value: Expr
    target: Target
    key: Expr | None
    reverse: bool
    in_place: bool
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Best:
    """`min` or `max` of an iterable by key; raises ValueError for an empty one without default."""

    kind: str  # "min" | "max"
    value: Expr
    target: Target
    key: Expr
    default: Expr | None
    type: Type
    span: Span


Expr: TypeAlias = (
    Const
    | Local
    | Apply
    | Call
    | GetField
    | GetItem
    | MakeTuple
    | MakeList
    | MakeSet
    | MakeDict
    | MakeStruct
    | Choose
    | Logic
    | Let
    | Coerce
    | IsNone
    | Format
    | Collect
    | Fold
    | Sort
    | Best
)


# What a loop walks over ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OverRange:
    """`range(start, stop, step)`; the step is a constant other than zero, or any expression."""

    start: Expr
    stop: Expr
    step: Expr


@dataclass(frozen=True, slots=True)
class Over:
    """The elements of a list, str, tuple, set or dict (its keys)."""

    value: Expr


@dataclass(frozen=True, slots=True)
class OverItems:
    """`d.items()` or `d.values()`."""

    value: Expr
    kind: str  # "items" | "values"


@dataclass(frozen=True, slots=True)
class OverEnumerate:
    """`enumerate(iter, start)`."""

    iter: Iter
    start: Expr


@dataclass(frozen=True, slots=True)
class OverZip:
    """`zip(*iters)`; `is_strict` where other lengths raise."""

    iters: tuple[Iter, ...]
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class OverReversed:
    """`reversed(iter)` of a range or a sequence."""

    iter: Iter


Iter: TypeAlias = OverRange | Over | OverItems | OverEnumerate | OverZip | OverReversed


@dataclass(frozen=True, slots=True)
class Bind:
    """A target: one local. `is_new` where it is declared, `mutable` if it changes afterwards."""

    name: str
    type: Type
    is_new: bool = False
    mutable: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """A loop or unpacking target: a tuple of targets."""

    items: tuple[Target, ...]


Target: TypeAlias = Bind | Spread


# Statements ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`; a Spread takes a tuple apart."""

    target: Target
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Declare:
    """A local that several later statements bind; the passes put it in."""

    target: Bind
    span: Span


@dataclass(frozen=True, slots=True)
class SetField:
    """`value.name = new`."""

    value: Expr
    name: str
    new: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Do:
    """An expression for its effect."""

    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """`if / else`."""

    test: Expr
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class While:
    """`while / else`; `polls` where it looks for Ctrl-C on each turn."""

    test: Expr
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...]
    span: Span
    polls: bool = False


@dataclass(frozen=True, slots=True)
class For:
    """`for / else`; `polls` where it looks for Ctrl-C on each turn.

    `is_stepped` where the body changes what is walked, so that nothing may stay borrowed;
    `is_short` where it turns no more often than a list in memory can have elements; `in_parts`
    where it looks for Ctrl-C only between parts of many quick turns.
    """

    target: Target
    iter: Iter
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...]
    span: Span
    polls: bool = False
    is_stepped: bool = False
    is_short: bool = False
    in_parts: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """`return value`."""

    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Break:
    """`break`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Continue:
    """`continue`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """Statements that a `Leave` of the same label gets out of; no two have one label."""

    label: str
    body: tuple[Stmt, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Leave:
    """Out of the block with this label, to what stands after it."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Raise:
    """`raise Kind(message)` of a built-in exception."""

    kind: str
    message: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Reraise:
    """A bare `raise` in a handler."""

    span: Span


@dataclass(frozen=True, slots=True)
class Handler:
    """`except kinds as name`; no kinds: everything but KeyboardInterrupt and redo."""

    kinds: tuple[str, ...]
    name: str | None  # a Str local with the exception's text
    body: tuple[Stmt, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """`try / except / else`."""

    body: tuple[Stmt, ...]
    handlers: tuple[Handler, ...]
    orelse: tuple[Stmt, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Print:
    """`print(*items, sep=…, end=…)`; every item is a str already."""

    items: tuple[Expr, ...]
    sep: Expr | None
    end: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Redo:
    """Give the call back to Python: a line that is not native, with the code of the refusal."""

    code: str
    span: Span


Stmt: TypeAlias = (
    Assign
    | Declare
    | SetField
    | Do
    | If
    | While
    | For
    | Return
    | Break
    | Continue
    | Block
    | Leave
    | Raise
    | Reraise
    | Try
    | Print
    | Redo
)
