"""Which values of a slice may be one object: a spot for each value, united where values meet.

In: a slice. Out: spots, by local, parameter, result and attribute, and for any expression. Two
containers that one name may stand for have one spot. Spots are marked as shared by `handles`,
which gives all values of a marked spot a handle that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ferrule.base.span import Span
from ferrule.base.types import (
    NEVER,
    Deque,
    Dict,
    Hole,
    List,
    Optional,
    Set,
    Struct,
    Tuple,
    Type,
    parts,
)
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.ops.containers import DEEP_COPY
from ferrule.passes.places import ELEMENT, Place, Way

CONTAINERS = (List, Deque, Dict, Set)


@dataclass(eq=False, slots=True)
class Spot:
    """What a value of this type holds; `mark` numbers those that several names hold."""

    type: Type
    parts: list[Spot] = field(default_factory=list)
    parent: Spot | None = None
    mark: int = 0

    @property
    def root(self) -> Spot:
        """The spot that stands for all that were united with this one."""
        one = self
        while one.parent is not None:
            one = one.parent
        return one

    @property
    def is_container(self) -> bool:
        """Whether this is a list, dict or set."""
        return isinstance(self.type, CONTAINERS)


def unite(one: Spot, other: Spot) -> None:
    """Both may be one object; what may be None is united with what it may be."""
    one, other = one.root, other.root
    if one is other:
        return
    if isinstance(one.type, Optional) != isinstance(other.type, Optional):
        first, second = (one, other) if isinstance(one.type, Optional) else (other, one)
        unite(first.parts[0], second)
        return
    if one.type == NEVER or (not one.parts and other.parts):
        one, other = other, one
    if other.type == NEVER:
        other.parent = one
        return
    if type(one.type) is not type(other.type) or len(one.parts) != len(other.parts):
        return
    if one.parts:
        other.parent = one
        one.mark = one.mark or other.mark
    for first, second in zip(one.parts, other.parts, strict=True):
        unite(first, second)


# What stays of an expression when a pass makes it anew.
Sign: TypeAlias = tuple[str, Span, str, str]


def _sign(func: str, expr: ir.Expr) -> Sign:
    name = expr.op.name if isinstance(expr, ir.Apply) else ""
    return func, expr.span, type(expr).__name__, name


class Kinship:
    """The spots of a slice."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.held: dict[str, Spot] = {}  # of the handles that were made of marked spots, by name
        self._seen: dict[tuple[str, int], Spot] = {}
        self._placed: dict[Sign, list[Spot]] = {}
        self._is_read = False
        self._fields = {
            (struct.name, name): self.spot(type_)
            for struct in module.structs
            for name, type_ in struct.fields
        }
        self._locals: dict[tuple[str, str], Spot] = {}
        self._params: dict[str, list[Spot]] = {}
        self._results = {func.name: self.spot(func.result) for func in module.funcs}
        for func in module.funcs:
            self._params[func.name] = [self.spot(param.type) for param in func.params]
            for param, one in zip(func.params, self._params[func.name], strict=True):
                self._locals[func.name, param.name] = one
            for name, type_ in func.locals.items():
                self._locals.setdefault((func.name, name), self.spot(type_))
        for func in module.funcs:
            _Visit(self, func.name).block(func.body)
        self._is_read = True

    def spot(self, type_: Type) -> Spot:
        """The spot of a value that nothing is known of, or of a handle."""
        if isinstance(type_, Struct) and type_.name in self.held:
            return self.held[type_.name]
        return Spot(type_, [self.spot(part) for part in parts(type_)])

    def known(self, func: str, expr: ir.Expr) -> Spot:
        """The spot of an expression of the slice itself."""
        return self._seen[func, id(expr)].root

    def local(self, func: str, name: str, type_: Type) -> Spot:
        """The spot of a local or parameter."""
        return self._locals.setdefault((self.first(func), name), self.spot(type_))

    def result(self, func: str) -> Spot:
        """The spot of what a function gives."""
        return self._results[self.first(func)]

    def params(self, func: str) -> list[Spot]:
        """The spots of what a function takes."""
        return self._params[self.first(func)]

    def first(self, func: str) -> str:
        """The function that a twin was made of."""
        while func not in self._params and "_inner" in func:
            func = func.rstrip("_").removesuffix("_inner")
        return func

    def field(self, struct: Type, name: str, type_: Type) -> Spot:
        """The spot of an attribute."""
        key = (struct.name if isinstance(struct, Struct) else "", name)
        return self._fields.setdefault(key, self.spot(type_))

    def like(self, func: str, expr: ir.Expr) -> list[Spot]:
        """The spots of an expression, or of what a pass has made of it, or of a new one."""
        found = self._placed.get(_sign(self.first(func), expr))
        return found if found else [_Visit(self, func).expr(expr)]

    def once(self, func: str, expr: ir.Expr, found: Callable[[ir.Expr], Spot]) -> Spot:
        """One spot for each expression of the slice."""
        if self._is_read:
            return found(expr)
        key = (func, id(expr))
        if key not in self._seen:
            self._seen[key] = found(expr)
            self._placed.setdefault(_sign(func, expr), []).append(self._seen[key])
        return self._seen[key]

    def place(self, func: Func, place: Place) -> Iterator[Spot]:
        """The spots at the end of a way from a parameter or local."""
        known = {**func.locals, **{param.name: param.type for param in func.params}}
        if place.root in known:
            start = self.local(func.name, place.root, known[place.root])
            yield from self._along(start, place.way)

    def _along(self, start: Spot, way: Way) -> Iterator[Spot]:
        one = start.root
        if isinstance(one.type, Optional):
            one = one.parts[0].root
        if not way:
            yield one
        elif way[0] == ELEMENT:
            inner = one.parts if isinstance(one.type, Tuple) else one.parts[-1:]
            for part in inner:
                yield from self._along(part, way[1:])
        elif isinstance(one.type, Struct) and (one.type.name, way[0][1:]) in self._fields:
            yield from self._along(self._fields[one.type.name, way[0][1:]], way[1:])

    def reached(self) -> Iterator[Spot]:
        """The spots of all that comes in from Python, and of what is inside."""
        for name in sorted(self.module.called_by_python):
            for one in self._params[name]:
                yield from inside(one)
        for one in self._fields.values():
            yield from inside(one)


def inside(one: Spot) -> Iterator[Spot]:
    """A spot and all those inside it."""
    one = one.root
    yield one
    for part in one.parts:
        yield from inside(part)


@dataclass(frozen=True, slots=True)
class _Visit:
    """Unites what meets in one function."""

    kin: Kinship
    func: str

    def block(self, block: Iterable[ir.Stmt]) -> None:
        for stmt in walk.every_stmt(tuple(block)):
            match stmt:
                case ir.Assign(target=target, value=value):
                    self.bind(target, self.expr(value))
                case ir.SetField(value=value, name=name, new=new):
                    self.expr(value)
                    unite(self.kin.field(value.type, name, new.type), self.expr(new))
                case ir.For(target=target, iter=walked):
                    self.bind(target, self.walked(walked))
                case ir.Return(value=value):
                    unite(self.kin.result(self.func), self.expr(value))
                case _:
                    for expr in walk.in_stmt(stmt):
                        self.expr(expr)

    def bind(self, target: ir.Target, value: Spot) -> None:
        if isinstance(target, ir.Bind):
            unite(self.kin.local(self.func, target.name, target.type), value)
            return
        value = value.root
        if isinstance(value.type, Tuple) and len(value.parts) == len(target.items):
            for item, part in zip(target.items, value.parts, strict=True):
                self.bind(item, part)

    def walked(self, walked: ir.Iter) -> Spot:
        """The spot of the elements that a loop binds."""
        match walked:
            case ir.Over(value=value):
                return _element(self.expr(value))
            case ir.OverItems(value=value, kind=kind):
                table = self.expr(value).root
                if len(table.parts) != 2:
                    return Spot(NEVER)
                if kind == "values":
                    return table.parts[1]
                return Spot(Tuple(tuple(part.type for part in table.parts)), list(table.parts))
            case ir.OverEnumerate(iter=inner, start=start):
                return _tuple(self.expr(start), self.walked(inner))
            case ir.OverZip(iters=iters):
                return _tuple(*map(self.walked, iters))
            case ir.OverReversed(iter=inner):
                return self.walked(inner)
            case _:
                for part in walk.in_iter(walked):
                    self.expr(part)
                return Spot(NEVER)

    def clauses(self, clauses: tuple[ir.Clause, ...]) -> None:
        for clause in clauses:
            self.bind(clause.target, self.walked(clause.iter))
            for test in clause.tests:
                self.expr(test)

    def expr(self, expr: ir.Expr) -> Spot:
        """The spot of an expression; what is inside it is united on the way."""
        return self.kin.once(self.func, expr, self.found)

    def found(self, expr: ir.Expr) -> Spot:
        match expr:
            case ir.Local(name=name, type=type_):
                return self.kin.local(self.func, name, type_)
            case ir.Apply():
                return self.apply(expr)
            case ir.Call(func=func, args=args):
                for param, arg in zip(self.kin.params(func), args, strict=True):
                    unite(param, self.expr(arg))
                return self.kin.result(func)
            case ir.GetField(value=value, name="", type=_):
                return self.expr(value)
            case ir.GetField(value=value, name=name, type=type_):
                self.expr(value)
                return self.kin.field(value.type, name, type_)
            case ir.GetItem(value=value, index=index, type=type_):
                whole = self.expr(value).root
                is_tuple = isinstance(whole.type, Tuple) and index < len(whole.parts)
                return whole.parts[index] if is_tuple else self.kin.spot(type_)
            case ir.Let(name=name, value=value, body=body):
                unite(self.kin.local(self.func, name, value.type), self.expr(value))
                return self.expr(body)
            case ir.Coerce(value=value, type=type_):
                return self.joined(type_, (value,))
            case ir.Choose(test=test, body=body, orelse=orelse, type=type_):
                self.expr(test)
                return self.joined(type_, (body, orelse))
            case ir.MakeTuple(items=items, type=type_):
                return Spot(type_, [self.expr(item) for item in items])
            case ir.MakeStruct(fields=fields, type=type_):
                for name, value in fields:
                    unite(self.kin.field(type_, name, value.type), self.expr(value))
                return self.kin.spot(type_)
            case _:
                return self.made(expr)

    def joined(self, type_: Type, values: tuple[ir.Expr, ...]) -> Spot:
        found = self.kin.spot(type_)
        for value in values:
            unite(found, self.expr(value))
        return found

    def made(self, expr: ir.Expr) -> Spot:
        """What makes a container, keeps elements of one, or only looks at values."""
        match expr:
            case ir.MakeList(items=items) | ir.MakeSet(items=items):
                return self.holding(expr.type, (items,))
            case ir.MakeDict(pairs=pairs):
                return self.holding(expr.type, tuple(zip(*pairs, strict=True)))
            case ir.Collect(elements=elements, clauses=clauses):
                self.clauses(clauses)
                return self.holding(expr.type, tuple((one,) for one in elements))
            case ir.Fold(element=element, clauses=clauses, start=start):
                self.clauses(clauses)
                return self.joined(expr.type, (element,) if start is None else (element, start))
            case ir.Sort(value=value, target=target, key=key):
                each = _element(self.expr(value))
                self.keyed(target, each, key)
                found = self.kin.spot(expr.type)
                if found.parts:
                    unite(found.parts[0], each)
                return found
            case ir.Best(value=value, target=target, key=key, default=default):
                each = _element(self.expr(value))
                self.keyed(target, each, key)
                found = self.joined(expr.type, () if default is None else (default,))
                unite(found, each)
                return found
            case _:
                for part in walk.inside(expr):
                    self.expr(part)
                return self.kin.spot(expr.type)

    def keyed(self, target: ir.Target, items: Spot, key: ir.Expr | None) -> None:
        self.bind(target, items)
        if key is not None:
            self.expr(key)

    def holding(self, type_: Type, columns: tuple[tuple[ir.Expr, ...], ...]) -> Spot:
        """A new container of these elements."""
        found = self.kin.spot(type_)
        for part, column in zip(found.parts, columns, strict=False):
            for one in column:
                unite(part, self.expr(one))
        return found

    def apply(self, expr: ir.Apply) -> Spot:
        bound: dict[int, Spot] = {}
        for pattern, arg in zip(expr.op.arguments, expr.args, strict=True):
            _match(pattern, self.expr(arg), bound)
        if expr.op.name == DEEP_COPY:
            return self.kin.spot(expr.type)
        return self.built(expr.op.result, expr.type, bound)

    def built(self, pattern: Type, type_: Type, bound: Mapping[int, Spot]) -> Spot:
        if isinstance(pattern, Hole):
            return bound.get(pattern.number) or self.kin.spot(type_)
        found = self.kin.spot(type_)
        for number, inner in enumerate(parts(pattern)):
            if number < len(found.parts):
                found.parts[number] = self.built(inner, found.parts[number].type, bound)
        return found


def _tuple(*items: Spot) -> Spot:
    return Spot(Tuple(tuple(item.type for item in items)), list(items))


def _element(whole: Spot) -> Spot:
    """What a loop over a value gets."""
    whole = whole.root
    if isinstance(whole.type, Tuple):
        for part in whole.parts[1:]:
            unite(whole.parts[0], part)
    return whole.parts[0] if whole.parts else Spot(NEVER)


def _match(pattern: Type, value: Spot, bound: dict[int, Spot]) -> None:
    value = value.root
    if isinstance(pattern, Hole):
        unite(bound.setdefault(pattern.number, value), value)
        return
    if isinstance(pattern, Optional) and not isinstance(value.type, Optional):
        _match(pattern.inner, value, bound)
        return
    for inner, part in zip(parts(pattern), value.parts, strict=False):
        _match(inner, part, bound)
