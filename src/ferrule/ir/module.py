"""A slice as a tree: functions, structs, and what it relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ferrule.base.diag import Diagnostic
from ferrule.base.records import FuncName, Guard
from ferrule.base.span import Span
from ferrule.base.types import Type
from ferrule.ir.nodes import Expr, Stmt


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter; `mode` is how it is passed: "value", "ref", "mut" or "own".

    `changes` says what is changed in place: each is a way from the parameter inwards, `[]` for an
    element and `.name` for an attribute. `grows` where the parameter's own length may change.
    `replaces` are the ways at whose end another object may stand afterwards.
    """

    name: str
    type: Type
    mode: str = "value"
    grows: bool = False
    changes: frozenset[tuple[str, ...]] = frozenset()
    replaces: frozenset[tuple[str, ...]] = frozenset()
    disturbs: frozenset[tuple[str, ...]] = frozenset()  # those of `changes` not only appended to

    @property
    def appends(self) -> frozenset[tuple[str, ...]]:
        """The ways to lists that only get longer: what was in them is as it was."""
        return frozenset(
            way
            for way in self.changes - self.disturbs
            if not any(other[: len(way)] == way for other in self.changes - {way})
        )


@dataclass(frozen=True, slots=True)
class Func:
    """One Python function on one combination of argument types."""

    name: str  # in Rust, unique in the module
    origin: FuncName
    params: tuple[Param, ...]
    result: Type
    body: tuple[Stmt, ...]
    span: Span
    doc: str = ""
    locals: Mapping[str, Type] = field(default_factory=dict)
    fallible: bool = True  # returns a `Res`
    recursive: bool = False  # part of a cycle of calls
    maybe_unbound: frozenset[str] = frozenset()  # locals that may be read before they are bound
    mutable: frozenset[str] = frozenset()  # parameters that the body rebinds or changes
    returns_param: str = ""  # every return gives back this parameter itself
    # How a local stands for a place in a container: "ref" and "mut" borrow it, "index" writes the
    # place out again from its index; all others own their value.
    forms: Mapping[str, str] = field(default_factory=dict)
    containers: Mapping[str, Expr] = field(default_factory=dict)  # of locals that are numbers
    writes: frozenset[str] = frozenset()  # parameters whose arrays it may write to


@dataclass(frozen=True, slots=True)
class Struct:
    """A Python class as a struct."""

    name: str  # `module:qualname`
    rust: str
    fields: tuple[tuple[str, Type], ...]
    doc: str = ""
    clones: bool = False  # no instance is changed or leaves, so a copy can't be told from it
    by_identity: bool = False  # `==` is `is`
    key: tuple[str, ...] = ()  # the attributes that make an instance a key of a dict or set
    is_bare_key: bool = False  # the one attribute is hashed as it is, not as a tuple
    counted: bool = False  # several names may hold an instance
    cycles: bool = False  # counted, and instances may come to hold one another in a ring
    lent: frozenset[str] = frozenset()  # attributes that borrow what somebody else holds


@dataclass(frozen=True, slots=True)
class Entry:
    """A function that Python may call, with the constants and globals that it relied on."""

    func: str  # name of the Func
    origin: FuncName
    guards: tuple[Guard, ...]
    effects: str
    captured: tuple[str, ...] = ()  # globals of its module handed in as further arguments
    makes: str = ""  # of an `__init__`: the struct whose attributes it sets on its first argument
    others: tuple[str, ...] = ()  # the same function on other argument types, tried in this order

    @property
    def ways(self) -> tuple[str, ...]:
        """All Funcs that a call may run."""
        return (self.func, *self.others)


@dataclass(frozen=True, slots=True)
class Module:
    """A slice."""

    name: str
    funcs: tuple[Func, ...]
    structs: tuple[Struct, ...]
    entries: tuple[Entry, ...]
    reasons: Mapping[FuncName, tuple[Diagnostic, ...]] = field(default_factory=dict)
    handles: tuple[Struct, ...] = ()  # containers that several names hold, as `passes.handles` says
    # What a person may want to know of a function that is native all the same.
    notes: Mapping[FuncName, tuple[Diagnostic, ...]] = field(default_factory=dict)

    @property
    def called_by_python(self) -> frozenset[str]:
        """The Funcs whose arguments come from Python."""
        return frozenset(name for entry in self.entries for name in entry.ways)
