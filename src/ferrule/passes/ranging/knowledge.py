"""What the range analysis knows of a function besides the zone, and what it finds out on the way.

In: a function with ownership decided, and what is known so far of all functions. Out: who may
stand for whose parts, names for hidden counters, and the notes that the walk takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ferrule.base.types import FLOAT, NONE, List, Struct, Tuple, Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Param
from ferrule.passes.definitions import Bindings, bindings
from ferrule.passes.places import Place, places
from ferrule.passes.ranging.counters import counters
from ferrule.passes.ranging.values import Value
from ferrule.passes.ranging.zone import Zone

# The locals that own what is meant; None: it may be any.
Roots: TypeAlias = frozenset[str] | None
# What something may be proved of: operations can't fail, loops are short.
Markable: TypeAlias = ir.Apply | ir.For | ir.Collect | ir.Fold


@dataclass(slots=True)
class Summary:
    """What is known of a function: its parameters over all calls, its result over all returns."""

    entry: Zone | None = None  # None: never called so far
    result: Value = None
    returns: bool = False


@dataclass(slots=True)
class Knowledge:
    """A function under analysis."""

    func: Func
    params: Mapping[str, tuple[Param, ...]]  # of all functions
    summaries: Mapping[str, Summary]
    types: dict[str, Type]  # of all locals, and of the hidden copies of what loops walk over
    bound: Bindings
    steps: tuple[int, ...]  # where ranges that grow are stopped
    counters: frozenset[str]  # locals that only count
    calls: dict[str, Zone] = field(default_factory=dict)  # parameters of others, over the calls
    result: Value = None
    returns: bool = False
    proved: dict[int, bool] = field(default_factory=dict)  # by the `id` of operation or loop
    work: int = 0  # statements walked through
    is_final: bool = True  # not within a loop whose facts are still being settled
    origins: dict[str, Roots] = field(default_factory=dict)  # of the hidden copies
    numbers: dict[int, int] = field(default_factory=dict)  # of nodes, by their `id`
    impure: dict[int, bool] = field(default_factory=dict)
    idle: dict[int, bool] = field(default_factory=dict)
    owners: dict[str, Roots] = field(default_factory=dict)
    heads: dict[int, tuple[Zone, Zone]] = field(default_factory=dict)  # of loops: start and head

    def mark(self, zone: Zone, node: Markable, *, holds: bool) -> None:
        """Notes whether something is proved of a node; it has to be wherever it is evaluated."""
        if self.is_final:
            holds = holds and not zone.dead
            self.proved[id(node)] = holds and self.proved.get(id(node), True)

    def number(self, node: object) -> int:
        """A number for a node, always the same."""
        return self.numbers.setdefault(id(node), len(self.numbers))

    def is_owner(self, name: str) -> bool:
        """Whether a local never stands for a part of something else."""
        return name not in self.bound.borrowed and name not in self.origins

    def roots(self, expr: ir.Expr) -> Roots:
        """The locals that own what an expression may stand for; empty for a value of its own."""
        found: set[str] = set()
        for place in places(expr):
            roots = self.roots_of(place.root)
            if roots is None:
                return None
            found |= roots
        return frozenset(found)

    def roots_of(self, name: str) -> Roots:
        """The locals that own what a local may stand for."""
        if name in self.origins:
            return self.origins[name]
        if name not in self.owners:
            self.owners[name] = self._owners(name)
        return self.owners[name]

    def _owners(self, name: str) -> Roots:
        if name not in self.bound.borrowed:
            return frozenset((name,))
        further = {place.root for place in self.bound.expand(Place(name))}
        return frozenset(one for one in further if one not in self.bound.borrowed) or None

    def is_idle(self, expr: ir.Expr) -> bool:
        """Whether nothing inside is an int or has a length, so that nothing is to be learnt."""
        key = id(expr)
        if key not in self.idle:
            is_plain = isinstance(expr, ir.Const | ir.Local | ir.Apply | ir.GetField)
            is_plain &= not isinstance(expr, ir.Apply) or not expr.op.proof
            is_plain &= expr.type in (FLOAT, NONE) or isinstance(expr.type, Struct)
            self.idle[key] = is_plain and not self._changes(expr) and self._has_idle_parts(expr)
        return self.idle[key]

    def _has_idle_parts(self, expr: ir.Expr) -> bool:
        return isinstance(expr, ir.Const) or all(map(self.is_idle, walk.inside(expr)))

    def is_impure(self, expr: ir.Expr) -> bool:
        """Whether evaluating the expression may change what others see."""
        key = id(expr)
        if key not in self.impure:
            self.impure[key] = self._changes(expr) or any(map(self.is_impure, walk.inside(expr)))
        return self.impure[key]

    def _changes(self, expr: ir.Expr) -> bool:
        match expr:
            case ir.Apply(op=op):
                return not op.pure or bool(op.mutates)
            case ir.Call(func=func):
                return any(param.mode == "mut" for param in self.params[func])
            case ir.Sort(in_place=in_place):
                return in_place
            case _:
                return False


def knowledge(
    func: Func, params: Mapping[str, tuple[Param, ...]], summaries: Mapping[str, Summary]
) -> Knowledge:
    """What is known of a function before its analysis."""
    types = {param.name: param.type for param in func.params}
    for bind in _binds(func):
        types[bind.name] = bind.type
    return Knowledge(
        func, params, summaries, types, bindings(func, frozenset()), _steps(func), counters(func)
    )


def _binds(func: Func) -> Iterator[ir.Bind]:
    for stmt in walk.every_stmt(func.body):
        if isinstance(stmt, ir.Assign | ir.For):
            yield from walk.binds(stmt.target)
    for expr in walk.every_expr(func.body):
        match expr:
            case ir.Let(name=name, value=value):
                yield ir.Bind(name, value.type)
            case ir.Collect(clauses=clauses) | ir.Fold(clauses=clauses):
                for clause in clauses:
                    yield from walk.binds(clause.target)
            case ir.Sort(target=target) | ir.Best(target=target):
                yield from walk.binds(target)
            case _:
                pass


def _steps(func: Func) -> tuple[int, ...]:
    """The constants of a function and their neighbours, where a growing range may well stop."""
    found = {-1, 0, 1}
    for expr in walk.every_expr(func.body):
        if isinstance(expr, ir.Const) and type(expr.value) is int:
            found |= {expr.value - 1, expr.value, expr.value + 1}
    return tuple(sorted(found))


def ways(type_: Type, wanted: Type) -> Iterator[str]:
    """The paths inwards from a value of one type to values of another."""
    if type_ == wanted:
        yield ""
    match type_:
        case List(element):
            yield from (f"[]{way}" for way in ways(element, wanted))
        case Tuple(items):
            for i, part in enumerate(items):
                yield from (f".{i}{way}" for way in ways(part, wanted))
        case _:
            pass


def containers_in(type_: Type) -> Iterator[Type]:
    """The lists that a value of a type may hold, itself included."""
    if isinstance(type_, List):
        yield type_
    for part in parts(type_):
        yield from containers_in(part)
