"""Whether anybody could tell that a generator's items were made at once, before the first is used.

In: functions with ownership decided; calls with `is_early` where Python would make the items one
by one. Out: the same, `is_early` left only where an exception of such a call could be caught: it
would come too early, so that the call is given back. Functions where somebody could tell are in
`Module.reasons`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ferrule.base.diag import Diagnostic
from ferrule.base.types import Struct, Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.passes.accesses import Params, accesses

_ENDS_SOONER = ("any", "all")


@dataclass(frozen=True, slots=True)
class _Slice:
    funcs: Mapping[str, Func]
    params: Params
    fields: Mapping[str, tuple[Type, ...]]

    def reached(self, name: str) -> Iterator[Func]:
        """A function and all that it calls."""
        waiting, seen = [name], {name}
        while waiting:
            func = self.funcs[waiting.pop()]
            yield func
            for expr in walk.every_expr(func.body):
                if isinstance(expr, ir.Call) and expr.func not in seen:
                    seen.add(expr.func)
                    waiting.append(expr.func)

    def inside(self, type_: Type, seen: set[Type]) -> set[Type]:
        """The type and all that a value of it may hold."""
        if type_ not in seen:
            seen.add(type_)
            held = self.fields.get(type_.name, ()) if isinstance(type_, Struct) else parts(type_)
            for part in held:
                self.inside(part, seen)
        return seen


def run(module: Module) -> Module:
    """Looks at every walk over such a call."""
    if not any(map(_is_early, _every(module))):
        return module
    whole = _Slice(
        {func.name: func for func in module.funcs},
        {func.name: func.params for func in module.funcs},
        {one.name: tuple(type_ for _, type_ in one.fields) for one in module.structs},
    )
    reasons = dict(module.reasons)
    for func in module.funcs:
        for place, why in _faults(whole, func):
            diagnostic = Diagnostic("F402", place.span, f"a generator whose items are {why}")
            reasons[func.origin] = (*reasons.get(func.origin, ()), diagnostic)
    catches = any(
        isinstance(stmt, ir.Try) for func in module.funcs for stmt in walk.every_stmt(func.body)
    )
    funcs = module.funcs if catches else tuple(map(_in_time, module.funcs))
    return replace(module, funcs=funcs, reasons=reasons)


def _every(module: Module) -> Iterator[ir.Expr]:
    for func in module.funcs:
        yield from walk.every_expr(func.body)


def _is_early(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Call) and expr.is_early


def _in_time(func: Func) -> Func:
    def changed(expr: ir.Expr) -> ir.Expr:
        new = walk.rebuild(expr, changed)
        return replace(new, is_early=False) if isinstance(new, ir.Call) and new.is_early else new

    def block(stmts: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(walk.rebuild_stmt(stmt, changed, block) for stmt in stmts)

    return replace(func, body=block(func.body))


def _faults(whole: _Slice, func: Func) -> Iterator[tuple[ir.Call, str]]:
    for stmt in walk.every_stmt(func.body):
        if isinstance(stmt, ir.For):
            for call in _walked(stmt.iter):
                if walk.assigned((stmt,)) & walk.reads(call):
                    yield call, "used while its variables change"
                elif _may_leave(stmt.body):
                    yield call, "not all used, and that it walks itself"
                elif why := _told(whole, call, stmt.body):
                    yield call, why
        for expr in walk.in_stmt(stmt):
            for part in walk.every_part(expr):
                if isinstance(part, ir.Collect | ir.Fold):
                    yield from _in_comprehension(whole, part)


def _in_comprehension(whole: _Slice, expr: ir.Collect | ir.Fold) -> Iterator[tuple[ir.Call, str]]:
    body = tuple(ir.Do(part, part.span) for part in walk.on_each_turn(expr))
    for clause in expr.clauses:
        for call in _walked(clause.iter):
            if isinstance(expr, ir.Fold) and expr.kind in _ENDS_SOONER:
                yield call, f"used by `{expr.kind}`"
            elif why := _told(whole, call, body):
                yield call, why


def _walked(walked: ir.Iter) -> Iterator[ir.Call]:
    match walked:
        case ir.Over(value=ir.Call(is_early=True) as call):
            yield call
        case ir.OverEnumerate(iter=inner) | ir.OverReversed(iter=inner):
            yield from _walked(inner)
        case ir.OverZip(iters=iters):
            for inner in iters:
                yield from _walked(inner)
        case _:
            pass


def _may_leave(body: tuple[ir.Stmt, ...]) -> bool:
    leaving = (ir.Return, ir.Raise, ir.Reraise, ir.Leave)
    return walk.breaks(body) or any(isinstance(stmt, leaving) for stmt in walk.every_stmt(body))


def _told(whole: _Slice, call: ir.Call, body: tuple[ir.Stmt, ...]) -> str:
    """How somebody could tell; empty where nobody can."""
    read: set[Type] = set()
    for func in whole.reached(call.func):
        if any(isinstance(stmt, ir.Print) for stmt in walk.every_stmt(func.body)):
            return "made with something printed in between"
        if func.name == call.func and any(param.changes for param in func.params):
            return "made with changes in between"
    for arg in call.args:
        whole.inside(arg.type, read)
    for access in accesses(body, whole.params):
        if access.kind in ("assign", "resize") and access.expr.type in read:
            return "used with changes in between"
    return ""
