"""Containers that several names hold: handles that count, as instances of classes can have them.

Before:  `found.append(path)`, `path.append(x)` would need two owners for one list
After:   `path` is a handle; `found` holds another one, and both are that list

In: a slice, its spots, and which of them are marked. Out: the slice with a handle in place of each
value of a marked spot: in the tree an instance of a counted class whose one attribute has no name,
the container. So all that holds for attributes of such instances holds for these containers.
Raises `Unfit` where an operation would have to look through a handle inside of something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ferrule.base.types import (
    BIGINT,
    BOOL,
    CHAR,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NONE,
    NUMBER,
    STR,
    Deque,
    Dict,
    Frozen,
    Hole,
    List,
    Optional,
    Row,
    Set,
    Struct,
    Tuple,
    Type,
    parts,
)
from ferrule.ir import module as mod
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.ops.containers import DEEP_COPY
from ferrule.ops.op import K, T
from ferrule.passes.kinship import Kinship, Spot, inside, unite
from ferrule.passes.places import HANDLE

CONTENT = ""  # the attribute that holds the container

# What the runtime can hold behind a handle, apart from containers and instances.
_PLAIN = frozenset({BIGINT, BOOL, CHAR, COMPLEX, FLOAT, INT, NEVER, NONE, NUMBER, STR})


class Unfit(Exception):
    """A function in which a marked spot can't be a handle."""

    def __init__(self, func: str) -> None:
        super().__init__(func)
        self.func = func


def mark(spots: Iterable[Spot], *, only_inside: bool = False) -> tuple[bool, frozenset[str]]:
    """Marks containers, and all that is inside them: whether that is news, and what classes are."""
    names: set[str] = set()
    is_new = False
    for one in spots:
        for top in one.root.parts if only_inside else (one,):
            for container in _outermost(top):
                for inner in inside(container):
                    if isinstance(inner.type, Struct):
                        names.add(inner.type.name)
                    if inner.is_container and not inner.mark:
                        inner.mark, is_new = 1, True
    return is_new, frozenset(names)


def _outermost(one: Spot) -> Iterator[Spot]:
    one = one.root
    if one.is_container or isinstance(one.type, Struct):
        yield one
    else:
        for part in one.parts:
            yield from _outermost(part)


def meet(kin: Kinship) -> None:
    """Marked containers of one type that come in from Python may be one object."""
    known: dict[Type, Spot] = {}
    for one in kin.reached():
        if one.is_container and one.root.mark:
            unite(known.setdefault(_plain(one.root), one), one)


def _plain(one: Spot) -> Type:
    one = one.root
    return _made(one.type, [_plain(part) for part in one.parts]) if one.parts else one.type


def _made(type_: Type, inner: list[Type]) -> Type:
    match type_:
        case Tuple():
            return Tuple(tuple(inner))
        case Dict():
            return replace(type_, key=inner[0], value=inner[1])
        case List() | Deque() | Set() | Frozen() | Row():
            return replace(type_, element=inner[0])
        case Optional():
            return Optional(inner[0])
        case _:
            return type_


def handled(module: Module, kin: Kinship) -> Module:
    """The slice with handles for all that is marked."""
    hands = _Hands(kin)
    structs = tuple(
        replace(
            struct,
            fields=tuple(
                (name, hands.typed(type_, kin.field(Struct(struct.name), name, type_)))
                for name, type_ in struct.fields
            ),
        )
        for struct in module.structs
    )
    funcs = tuple(_Rewrite(hands, func.name).whole(func) for func in module.funcs)
    return replace(module, structs=structs, funcs=funcs, handles=tuple(hands.made.values()))


@dataclass(slots=True)
class _Hands:
    """The handles of a slice, by their spots."""

    kin: Kinship
    made: dict[str, mod.Struct] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)

    def typed(self, type_: Type, one: Spot) -> Type:
        """The type of a value at a spot."""
        one = one.root
        if isinstance(one.type, Optional) != isinstance(type_, Optional):
            if isinstance(type_, Optional):
                return Optional(self.typed(type_.inner, one))
            return self.typed(type_, one.parts[0])
        if one.mark and one.is_container:
            return self.handle(one)
        inner = parts(type_)
        if type(one.type) is not type(type_) or len(one.parts) != len(inner):
            return type_
        return _made(type_, list(map(self.typed, inner, one.parts)))

    def content(self, one: Spot) -> Type:
        """The container behind a handle."""
        one = one.root
        return _made(one.type, [self.typed(part.root.type, part) for part in one.parts])

    def handle(self, one: Spot) -> Struct:
        """The type of the handles of a spot."""
        one = one.root
        if id(one) in self._names:
            return Struct(self._names[id(one)], counted=True)
        type_ = _plain(one)
        if not _can_hold(type_):
            raise Unfit("")
        name = f"handle:{type_}{HANDLE}{len(self._names) + 1}"
        self._names[id(one)] = name
        self.kin.held[name] = one
        content = self.content(one)
        self.made[name] = mod.Struct(name, "", ((CONTENT, content),), counted=True)
        return Struct(name, counted=True)


def _can_hold(type_: Type) -> bool:
    inner = parts(type_)
    return all(map(_can_hold, inner)) if inner else type_ in _PLAIN or isinstance(type_, Struct)


def is_handle(type_: Type) -> bool:
    """Whether this is a handle of a container."""
    return isinstance(type_, Struct) and type_.name.startswith("handle:")


@dataclass(slots=True)
class _Rewrite:
    """One function with handles."""

    hands: _Hands
    func: str
    types: dict[str, Type] = field(default_factory=dict)

    def whole(self, func: Func) -> Func:
        kin = self.hands.kin
        try:
            spots = kin.params(func.name)
            params = tuple(
                replace(param, type=self.hands.typed(param.type, one))
                for param, one in zip(func.params, spots, strict=True)
            )
            self.types = {
                name: self.hands.typed(type_, kin.local(func.name, name, type_))
                for name, type_ in func.locals.items()
            }
            result = self.hands.typed(func.result, kin.result(func.name))
            body = self.block(func.body)
        except Unfit:
            raise Unfit(func.name) from None
        return replace(func, params=params, locals=self.types, result=result, body=body)

    # Statements

    def block(self, block: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(one for stmt in block for one in self.stmts(stmt))

    def stmts(self, stmt: ir.Stmt) -> Iterator[ir.Stmt]:
        if isinstance(stmt, ir.For):
            before, walked = self.held(self.walked(stmt.iter), stmt.body)
            yield from before
            body, orelse = self.block(stmt.body), self.block(stmt.orelse)
            target = self.target(stmt.target)
            yield replace(stmt, target=target, iter=walked, body=body, orelse=orelse)
            return
        changed = walk.rebuild_stmt(stmt, self.expr, self.block)
        if isinstance(changed, ir.Assign):
            changed = replace(changed, target=self.target(changed.target))
        yield changed

    def target(self, target: ir.Target) -> ir.Target:
        if isinstance(target, ir.Spread):
            return ir.Spread(tuple(map(self.target, target.items)))
        spot = self.hands.kin.local(self.func, target.name, target.type)
        return replace(target, type=self.hands.typed(target.type, spot))

    def walked(self, walked: ir.Iter) -> ir.Iter:
        return walk.rebuild_iter(walked, self.content)

    def held(
        self, walked: ir.Iter, body: tuple[ir.Stmt, ...]
    ) -> tuple[tuple[ir.Stmt, ...], ir.Iter]:
        """Python's loop keeps the container that it walks, whatever its name stands for later."""
        match walked:
            case ir.Over(value=value) | ir.OverItems(value=value):
                pass
            case ir.OverEnumerate(iter=ir.Over() as inner):
                before, over = self.held(inner, body)
                return before, replace(walked, iter=over)
            case _:
                return (), walked
        if not isinstance(value, ir.GetField) or not is_handle(value.value.type):
            return (), walked
        handle = value.value
        is_rebound = bool(walk.reads(handle) & walk.assigned(body))
        if not is_rebound and (isinstance(handle, ir.Local) or not _acts(body)):
            return (), walked
        name = self.fresh(f"{handle.name}_walked" if isinstance(handle, ir.Local) else "walked")
        self.types[name] = handle.type
        start = ir.Assign(ir.Bind(name, handle.type), handle, handle.span)
        local = ir.Local(name, handle.type, handle.span)
        return (start,), replace(walked, value=replace(value, value=local))

    def fresh(self, name: str) -> str:
        taken = {*self.types, *(func.name for func in self.hands.kin.module.funcs)}
        while name in taken:
            name += "_"
        return name

    # Expressions

    def expr(self, expr: ir.Expr) -> ir.Expr:
        """The same value, a handle of it where its spot is marked."""
        spot = self.hands.kin.known(self.func, expr)
        match expr:
            case ir.Apply():
                return self.apply(expr, spot)
            case ir.MakeList() | ir.MakeSet() | ir.MakeDict():
                return self.handed(walk.rebuild(expr, self.expr), spot)
            case ir.Collect() | ir.Sort():
                return self.handed(self.walking(expr), spot)
            case ir.Fold() | ir.Best():
                return replace(self.walking(expr), type=self.hands.typed(expr.type, spot))
            case ir.Coerce(value=value):
                return self.coerced(expr, self.expr(value), spot)
            case _:
                changed = walk.rebuild(expr, self.expr)
                return replace(changed, type=self.hands.typed(expr.type, spot))

    def content(self, expr: ir.Expr) -> ir.Expr:
        """The container itself, of a handle; anything else as it is."""
        changed = self.expr(expr)
        if not is_handle(changed.type):
            return changed
        type_ = self.hands.content(self.hands.kin.known(self.func, expr))
        if isinstance(changed, ir.MakeStruct):
            return changed.fields[0][1]
        return ir.GetField(changed, CONTENT, type_, expr.span)

    def handed(self, made: ir.Expr, spot: Spot) -> ir.Expr:
        """What an expression has made, behind a handle where that is wanted."""
        type_ = self.hands.typed(made.type, spot)
        if not is_handle(type_) or not isinstance(made.type, List | Deque | Set | Dict):
            return replace(made, type=type_)
        made = replace(made, type=self.hands.content(spot))
        return ir.MakeStruct(((CONTENT, made),), type_, made.span)

    def coerced(self, expr: ir.Coerce, value: ir.Expr, spot: Spot) -> ir.Expr:
        type_ = self.hands.typed(expr.type, spot)
        if value.type == type_:
            return value
        have, want = _inner(value.type), _inner(type_)
        if have != want and have not in (NEVER, NONE) and (_holds(have) or _holds(want)):
            raise Unfit(self.func)
        return replace(expr, value=value, type=type_)

    def apply(self, expr: ir.Apply, spot: Spot) -> ir.Expr:
        if expr.op.name == DEEP_COPY:
            whole = (spot, *(self.hands.kin.known(self.func, arg) for arg in expr.args))
            if any(inner.mark for one in whole for part in one.parts for inner in inside(part)):
                raise Unfit(self.func)
        expr = self.columns(expr, spot)
        args = tuple(map(self.operand, expr.op.arguments, expr.args))
        made = replace(expr, args=args)
        if isinstance(expr.op.result, List | Deque | Set | Dict):
            for pattern, part in zip(parts(expr.op.result), spot.parts, strict=False):
                self.check(pattern, part)
            return self.handed(made, spot)
        self.check(expr.op.result, spot)
        return replace(made, type=self.hands.typed(expr.type, spot))

    def columns(self, expr: ir.Apply, spot: Spot) -> ir.Apply:
        """`zip(*rows)` of rows, or into columns, that several names hold."""
        if expr.op.name != "columns":
            return expr
        rows = self.hands.kin.known(self.func, expr.args[0]).parts[0].root
        text = "list::columns_of({0})" if rows.mark else expr.op.rust
        if spot.parts[0].root.mark:
            text += ".into_iter().map(Handle::of).collect::<Vec<_>>()"
        if text == expr.op.rust:
            return expr
        op = replace(expr.op, arguments=(List(T),), result=List(K), rust=text)
        return replace(expr, op=op)

    def operand(self, pattern: Type, arg: ir.Expr) -> ir.Expr:
        if not isinstance(pattern, List | Deque | Set | Dict):
            self.check(pattern, self.hands.kin.known(self.func, arg))
            return self.expr(arg)
        spot = self.hands.kin.known(self.func, arg)
        for inner, part in zip(parts(pattern), spot.parts, strict=False):
            self.check(inner, part)
        return self.content(arg)

    def check(self, pattern: Type, spot: Spot) -> None:
        """A row can't look behind a handle that is inside of something else."""
        spot = spot.root
        if isinstance(pattern, Hole):
            return
        if isinstance(pattern, List | Deque | Set | Dict) and spot.mark:
            raise Unfit(self.func)
        for inner, part in zip(parts(pattern), spot.parts, strict=False):
            self.check(inner, part)

    def walking(self, expr: ir.Collect | ir.Sort | ir.Fold | ir.Best) -> ir.Expr:
        """What goes over elements itself, so that it looks at containers."""
        match expr:
            case ir.Collect():
                elements = tuple(map(self.expr, expr.elements))
                return replace(expr, clauses=self.clauses(expr.clauses), elements=elements)
            case ir.Fold(start=start):
                start = None if start is None else self.expr(start)
                clauses = self.clauses(expr.clauses)
                return replace(expr, clauses=clauses, element=self.expr(expr.element), start=start)
            case ir.Sort(key=key):
                key = None if key is None else self.expr(key)
                target, value = self.target(expr.target), self.content(expr.value)
                return replace(expr, target=target, value=value, key=key)
            case ir.Best(default=default):
                default = None if default is None else self.expr(default)
                target, value = self.target(expr.target), self.content(expr.value)
                key = self.expr(expr.key)
                return replace(expr, target=target, value=value, key=key, default=default)

    def clauses(self, clauses: tuple[ir.Clause, ...]) -> tuple[ir.Clause, ...]:
        return tuple(
            ir.Clause(
                self.target(one.target), self.walked(one.iter), tuple(map(self.expr, one.tests))
            )
            for one in clauses
        )


def _inner(type_: Type) -> Type:
    return type_.inner if isinstance(type_, Optional) else type_


def _holds(type_: Type) -> bool:
    return is_handle(type_) or any(map(_holds, parts(type_)))


def _acts(block: tuple[ir.Stmt, ...]) -> bool:
    """Whether a block may put another container into the place of one."""
    if any(isinstance(stmt, ir.SetField) for stmt in walk.every_stmt(block)):
        return True
    return any(
        isinstance(expr, ir.Call) or (isinstance(expr, ir.Apply) and not expr.op.pure)
        for expr in walk.every_expr(block)
    )
