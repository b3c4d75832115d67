"""State while lowering one function instance in one round: names, types, narrowing, reasons."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.records import Guard
from ferrule.base.span import Span, span_of
from ferrule.base.types import (
    BIGINT,
    BOOL,
    CHAR,
    FLOAT,
    FLOAT64,
    INT,
    INT64,
    MIXED,
    MIXED_BOOL,
    MIXED_INT,
    NEVER,
    NONE,
    NP_BOOL,
    NUMBER,
    STR,
    Function,
    Hole,
    OneOf,
    Optional,
    Row,
    Scalar,
    Tuple,
    Type,
    members_of,
)
from ferrule.ir.nodes import Apply, Coerce, Const, Expr, GetItem, Local, MakeTuple, Stmt
from ferrule.lower.slice import Instance, Slice
from ferrule.lower.unify import Conflict, Recursive
from ferrule.ops.bigints import SMALL


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose text is being lowered: the function's own, or a generator's that a loop of it walks.

    `jumps` are the labels for `break` and `continue` of a loop that is no loop of its own.
    """

    number: int = 0  # of the expansion
    on_yield: Callable[[Scene, ast.expr | None, ast.AST], list[Stmt]] | None = None
    on_return: str = ""  # the label of the block that a generator's `return` leaves
    jumps: tuple[str, str] | None = None
    path: frozenset[tuple[str, str]] = frozenset()  # the generators whose texts are around
    volatile: frozenset[str] = frozenset()  # what the bodies of the loops around bind


@dataclass(slots=True)
class Scene:
    """One round over one instance."""

    slice: Slice
    instance: Instance
    webs: dict[ast.AST, str]  # Name nodes of locals -> the local's name
    lowering: Callable[[Scene, ast.expr], Expr]
    testing: Callable[[Scene, ast.expr], Expr]
    holding: Callable[[Scene, str, Function, ast.AST], Expr]
    reasons: list[Diagnostic] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)  # which refuse nothing
    guards: set[Guard] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    captured: set[str] = field(default_factory=set)
    locals: dict[str, Hole] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)  # comprehension variables
    narrowed: dict[str, Type] = field(default_factory=dict)  # Optional locals and paths known set
    widened: set[str] = field(default_factory=set)  # locals that were given what may be None
    exceptions: dict[str, str] = field(default_factory=dict)  # handler name -> its text's local
    prints: bool = False
    turn: Turn = Turn()
    is_unborn: bool = False  # in `__init__`, before the instance is made: its attributes are locals
    own_fields: list[str] = field(default_factory=list)  # of `__init__`: what holds the instance

    @property
    def is_final(self) -> bool:
        """Whether the types no longer change and every doubt is a refusal."""
        return self.slice.is_final

    def lower(self, node: ast.expr) -> Expr:
        """Lower a part of an expression."""
        return self.lowering(self, node)

    def test(self, node: ast.expr) -> Expr:
        """Lower a condition."""
        return self.testing(self, node)

    def is_global(self, node: ast.Name) -> bool:
        """Whether this name is no local of the function."""
        return node.id not in self.renamed and node not in self.webs

    def span(self, node: ast.AST) -> Span:
        """The place of a node of this function."""
        return span_of(self.instance.module.file, node)

    def is_wide(self, node: ast.AST) -> bool:
        """Whether an int of more than 64 bits was seen to come out here."""
        wide = self.slice.unit.wide
        return bool(wide) and self.span(node) in wide

    def refusal(self, code: str, node: ast.AST, message: str) -> Refused:
        """A refusal at this node, to be raised."""
        return Refused(Diagnostic(code, self.span(node), message))

    def type(self, type_: Type) -> Type:
        """A type to put on a node: final in the last round, else as far as it is known."""
        types = self.slice.types
        return types.resolve(type_) if self.is_final else types.top(type_)

    def hole(self, node: ast.AST, role: str = "") -> Hole:
        """The hole of a place of the program text in this instance."""
        return self.slice.types.hole(("site", self.instance.name, self.place(node), role))

    def open(self, type_: Type, node: ast.AST, role: str = "") -> Type:
        """A container type of this place whose parts can grow."""
        key = ("open", self.instance.name, self.place(node), role)
        try:
            return self.slice.types.open(type_, key)
        except Recursive:
            raise self.recursive(node, "this") from None
        except Conflict as conflict:
            message = f"this holds values of different types: {conflict}"
            raise self.refusal("F201", node, message) from None

    def merge(self, first: Type, second: Type, node: ast.AST, what: str) -> Type:
        """Unite two types, or refuse at this node."""
        try:
            return self.slice.types.merge(first, second)
        except Recursive:
            raise self.recursive(node, what) from None
        except Conflict as conflict:
            message = f"{what} holds values of different types: {conflict}"
            raise self.refusal("F201", node, message) from None

    def recursive(self, node: ast.AST, what: str) -> Refused:
        """The refusal of a type that would contain itself; it stands for all further rounds."""
        found = self.refusal("F206", node, f"{what} would hold values of its own type")
        self.instance.recursive = found.diagnostic
        return found

    # Locals ------------------------------------------------------------------------------------

    def local_hole(self, name: str) -> Hole:
        """The hole of a local variable."""
        found = self.locals.get(name)
        if found is None:
            found = self.slice.types.hole(("local", self.instance.name, name))
            self.locals[name] = found
        return found

    def fresh(self, base: str, node: ast.AST) -> str:
        """A local's name that belongs to this place, the same in every round."""
        return self._named((base, self.place(node), None), base, 1)

    def inner_name(self, name: str, node: ast.AST) -> str:
        """A comprehension's variable is its own, also where the function has one of this name."""
        return self._named((name, self.place(node), "inner"), name, 0)

    def place(self, node: ast.AST) -> tuple[object, ...]:
        """A place of the text, in this function or in this expansion of a generator."""
        return (self.turn.number, *_place(node))

    @contextmanager
    def within(self, turn: Turn) -> Iterator[None]:
        """Within this block another text is lowered, or another loop's body."""
        kept, self.turn = self.turn, turn
        try:
            yield
        finally:
            self.turn = kept

    def _named(self, key: object, base: str, first: int) -> str:
        chosen = self.instance.fresh_names.get(key)
        if chosen is None:
            taken = {*self.instance.fresh_names.values(), *self.webs.values()}
            taken.update(self.instance.captured)
            count = first
            chosen = base if count == 0 else f"{base}_{count}"
            while chosen in taken:
                count += 1
                chosen = f"{base}_{count}"
            self.instance.fresh_names[key] = chosen
        return chosen

    @contextmanager
    def narrowing(self, facts: dict[str, Type]) -> Iterator[None]:
        """Within this block these locals are known more exactly."""
        saved = dict(self.narrowed)
        self.narrowed.update(facts)
        try:
            yield
        finally:
            self.narrowed = saved

    def read(self, name: str, node: ast.AST) -> Expr:
        """A read of a local, as exact as is known here."""
        span = self.span(node)
        type_ = self.type(self.local_hole(name))
        value = Local(name, type_, span)
        if isinstance(type_, Function):
            return self.holding(self, name, type_, node)
        known = self.narrowed.get(name)
        if isinstance(known, Scalar) and isinstance(type_, OneOf):
            return Coerce(value, known, span, checked=True)
        if known is not None and isinstance(type_, Optional):
            return Coerce(value, self.type(type_.inner), span)
        return value

    # Representation ----------------------------------------------------------------------------

    def coerce(self, value: Expr, wanted: Type, node: ast.AST) -> Expr:
        """The same Python value as another type's representation."""
        have, want = self.type(value.type), self.type(wanted)
        if have == want or not self.is_final or NEVER in (have, want):
            return value
        if _widens(have, want):
            return _widened(value, have, want)
        if (have, want) == (BIGINT, INT):
            return Apply(SMALL, (value,), INT, value.span)
        if isinstance(have, Tuple) and isinstance(want, Tuple):
            return self._coerce_tuple(value, have, want, node)
        if isinstance(have, Tuple) and isinstance(want, Row):
            items = tuple(
                self.coerce(item, want.element, node) for item in _items(self, value, have, node)
            )
            return Coerce(
                MakeTuple(items, Tuple((want.element,) * len(items)), value.span), want, value.span
            )
        if isinstance(want, Optional) and not isinstance(have, Optional):
            inner = self.coerce(value, want.inner, node)
            return Coerce(inner, want, value.span)
        raise self.refusal("F202", node, f"a {have} stands where a {want} is needed")

    def _coerce_tuple(self, value: Expr, have: Tuple, want: Tuple, node: ast.AST) -> Expr:
        if len(have.items) != len(want.items):
            raise self.refusal("F202", node, f"a {have} stands where a {want} is needed")
        items = _items(self, value, have, node)
        coerced = tuple(
            self.coerce(item, type_, node) for item, type_ in zip(items, want.items, strict=True)
        )
        return MakeTuple(coerced, want, value.span)

    def flow(self, value: Expr, into: Type, node: ast.AST, what: str) -> Expr:
        """Let a value flow into a place: the place's type grows, the value is coerced."""
        self.merge(into, value.type, node, what)
        return self.coerce(value, into, node)


def looping(scene: Scene) -> AbstractContextManager[None]:
    """Within the body of a loop of its own."""
    return scene.within(replace(scene.turn, jumps=None))


def _items(scene: Scene, value: Expr, have: Tuple, node: ast.AST) -> tuple[Expr, ...]:
    """The items of a tuple one by one."""
    if isinstance(value, MakeTuple):
        return value.items
    if isinstance(value, Const) and isinstance(value.value, tuple):
        pairs = zip(value.value, have.items, strict=True)
        return tuple(Const(item, type_, value.span) for item, type_ in pairs)
    if isinstance(value, Local):
        return tuple(GetItem(value, i, t, value.span) for i, t in enumerate(have.items))
    raise scene.refusal("F202", node, f"a {have} stands where items are needed one by one")


def _place(node: ast.AST) -> tuple[object, ...]:
    names = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    return (type(node).__name__, *(getattr(node, name, 0) for name in names))


def _widens(have: Type, want: Type) -> bool:
    if isinstance(want, Optional):
        return have == NONE
    if isinstance(want, OneOf):
        return bool(members_of(have)) and members_of(have) <= want.members
    return (have, want) in {
        (INT, MIXED),
        (FLOAT, MIXED),
        (FLOAT64, MIXED),
        (INT, MIXED_INT),
        (INT64, MIXED_INT),
        (BOOL, MIXED_BOOL),
        (NP_BOOL, MIXED_BOOL),
        (CHAR, STR),
        (INT, NUMBER),
        (FLOAT, NUMBER),
        (INT, BIGINT),
        (BOOL, BIGINT),
        (BOOL, INT),
    }


def _widened(value: Expr, have: Type, want: Type) -> Expr:
    if isinstance(value, Const) and (have, want) in {(CHAR, STR), (NONE, want), (INT, BIGINT)}:
        return Const(value.value, want, value.span)
    if isinstance(value, Const) and have == BOOL and want in (INT, BIGINT):
        assert isinstance(value.value, bool)
        return Const(int(value.value), want, value.span)
    return Coerce(value, want, value.span)
