"""What a function does to the values that its locals hold, one access after the other.

In: a function, and how the functions that it calls take their parameters. Out: accesses in the
order of evaluation, each on an expression that stands for a place.

Kinds: `read`; `assign` puts another value into the place; `resize` changes what is inside the
container at the place; `take` moves the value out to another owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ferrule.base.types import List, Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Param
from ferrule.passes.places import ELEMENT, Place, Way, is_counted, is_shared, places

Kind: TypeAlias = Literal["read", "assign", "resize", "take"]
Params: TypeAlias = Mapping[str, tuple[Param, ...]]

# Operations that take over the elements of a list, not the list.
ELEMENTWISE = frozenset({".extend", ".extendleft", "setslice", "setslice step"})
# Changes of a list that leave its length alone.
KEEPS_LENGTH = frozenset({"setitem", "swap", "shift", ".sort", ".reverse"})


@dataclass(frozen=True, slots=True)
class Access:
    """One access; `way` leads on inwards from the expression's places."""

    expr: ir.Expr
    kind: Kind
    stmt: ir.Stmt
    way: Way = ()
    grows: bool = False
    replaces: bool = False  # another object stands at the place afterwards
    appends: bool = False  # a list gets longer, nothing else

    @property
    def places(self) -> tuple[Place, ...]:
        """The places accessed."""
        return tuple(Place(one.root, one.way + self.way) for one in places(self.expr))


def element_of(type_: Type) -> Type:
    """The type of a list's elements; anything else stands for itself."""
    return type_.element if isinstance(type_, List) else type_


def accesses(block: tuple[ir.Stmt, ...], params: Params) -> Iterator[Access]:
    """All accesses of a block, those of the blocks inside included."""
    for stmt in block:
        yield from in_header(stmt, params)
        for inner in walk.blocks(stmt):
            yield from accesses(inner, params)


def in_header(stmt: ir.Stmt, params: Params) -> Iterator[Access]:
    """The accesses of a statement itself, its blocks apart."""
    visit = _Visit(stmt, params)
    match stmt:
        case ir.Assign(value=value) | ir.Return(value=value):
            yield from visit.expr(value, "take")
        case ir.SetField(value=value, name=name, new=new):
            yield from visit.expr(new, "take")
            if is_counted(value.type):
                field = ir.GetField(value, name, new.type, stmt.span)
                yield from visit.place(field, "assign", replaces=True)
                return
            yield from visit.place(value, "assign", (f".{name}",), replaces=True)
        case ir.For(iter=walked):
            for part in walk.in_iter(walked):
                yield from visit.expr(part, "read")
        case _:
            for part in walk.in_stmt(stmt):
                yield from visit.expr(part, "read")


@dataclass(frozen=True, slots=True)
class _Visit:
    stmt: ir.Stmt
    params: Params

    def expr(self, expr: ir.Expr, kind: Kind) -> Iterator[Access]:
        """An expression whose value is read or taken."""
        if places(expr):
            yield from self.place(expr, kind)
            return
        match expr:
            case ir.Apply():
                yield from self._apply(expr)
            case ir.Call(func=func, args=args):
                for param, arg in zip(self.params[func], args, strict=True):
                    yield from self._argument(param, arg)
            case ir.Coerce() | ir.MakeTuple() | ir.MakeList() | ir.MakeSet() | ir.MakeDict():
                for part in walk.inside(expr):
                    yield from self.expr(part, "take")
            case ir.MakeStruct(fields=fields, lent=lent):
                for name, part in fields:
                    yield from self.expr(part, "read" if name in lent else "take")
            case ir.Choose() | ir.Let():
                for part in walk.inside(expr):
                    yield from self.expr(part, "take")
            case ir.Sort(value=value, key=key, in_place=in_place):
                if in_place and places(value):
                    yield from self.place(value, "resize")
                else:
                    yield from self.expr(value, "take")
                if key is not None:
                    yield from self.expr(key, "read")
            case ir.Collect(elements=elements):
                for part in walk.inside(expr):
                    yield from self.expr(part, "take" if part in elements else "read")
            case _:
                for part in walk.inside(expr):
                    yield from self.expr(part, "read")

    def place(
        self,
        expr: ir.Expr,
        kind: Kind,
        way: Way = (),
        *,
        grows: bool = False,
        replaces: bool = False,
    ) -> Iterator[Access]:
        """An expression that stands for a place, and what is evaluated to find it."""
        yield from self._on_the_way(expr)
        yield Access(expr, kind, self.stmt, way, grows, replaces)

    def _on_the_way(self, expr: ir.Expr) -> Iterator[Access]:
        match expr:
            case ir.Apply(op=op, args=args):
                yield from self._on_the_way(args[0])
                for number, index in enumerate(args[1:], 1):
                    yield from self.expr(index, "take" if number in op.consumes else "read")
                if 0 in op.mutates:
                    yield Access(args[0], "resize", self.stmt, grows=True)
            case ir.GetField(value=value) | ir.GetItem(value=value) | ir.Coerce(value=value):
                yield from self._on_the_way(value)
            case ir.Choose(test=test, body=body, orelse=orelse):
                yield from self.expr(test, "read")
                yield from self._on_the_way(body)
                yield from self._on_the_way(orelse)
            case ir.Let(value=value, body=body):
                yield from self.expr(value, "take")
                yield from self._on_the_way(body)
            case ir.Local():
                pass
            case _:
                yield from self.expr(expr, "read")

    def _apply(self, expr: ir.Apply) -> Iterator[Access]:
        changed, taken = expr.op.mutates, expr.op.consumes
        if expr.op.name in ELEMENTWISE and not is_shared(element_of(expr.args[-1].type)):
            taken = ()
        for number, arg in enumerate(expr.args):
            if number in changed:
                yield from self._changed(expr.op.name, arg)
            else:
                yield from self.expr(arg, "take" if number in taken else "read")

    def _changed(self, name: str, arg: ir.Expr) -> Iterator[Access]:
        if not places(arg):
            yield from self.expr(arg, "read")
        elif name == "setitem" and isinstance(arg.type, List):
            yield from self.place(arg, "assign", (ELEMENT,), replaces=True)
        else:
            grows = not (isinstance(arg.type, List) and name in KEEPS_LENGTH)
            yield from self._on_the_way(arg)
            appends = isinstance(arg.type, List) and name == ".append"
            yield Access(arg, "resize", self.stmt, grows=grows, appends=appends)

    def _argument(self, param: Param, arg: ir.Expr) -> Iterator[Access]:
        if param.mode != "mut" or not places(arg):
            yield from self.expr(arg, "take" if param.mode in ("own", "value") else "read")
            return
        yield from self._on_the_way(arg)
        for way in sorted(param.changes):
            kind: Kind = "assign" if way and way[-1] != ELEMENT else "resize"
            grows, appends = param.grows and not way, way in param.appends
            yield Access(arg, kind, self.stmt, way, grows, appends=appends)
        for way in sorted(param.replaces):
            yield Access(arg, "assign", self.stmt, way, replaces=True)
