"""Which operations on ints can't fail: no overflow, no index out of range, no division by zero.

Before:  `for i in range(len(xs)): total += xs[i]`     After:  `getitem!(xs, i)`

In: functions with ownership decided. Out: the same with `Apply.proved` set. A wrong proof is the
worst bug there is: what is not understood here counts as unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ferrule.base.types import INT
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.passes.accesses import Params, accesses, in_header
from ferrule.passes.counting import knowledge
from ferrule.passes.counting.counters import LIMIT, counters, is_step, stepped
from ferrule.passes.counting.intervals import ANY, LONGEST, Bounds, Known, Symbol
from ferrule.passes.counting.knowledge import Facts
from ferrule.passes.counting.valuing import Value, condition, has_length, size_of_new, turns, value
from ferrule.passes.counting.walking import bind_walk

Block = tuple[ir.Stmt, ...]
Flow = Facts | None
_MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is fixed for a function, and the jumps of the loop around."""

    params: Params
    plain: frozenset[str]
    borrowed: frozenset[str]
    counters: frozenset[str]
    breaks: list[Flow] = field(default_factory=list)
    continues: list[Flow] = field(default_factory=list)


def run(module: Module) -> Module:
    """Proves what it can in every function."""
    params = {func.name: func.params for func in module.funcs}
    return replace(module, funcs=tuple(_proved(func, params) for func in module.funcs))


def _proved(func: Func, params: Params) -> Func:
    lists = {name for name, type_ in func.locals.items() if has_length(type_)}
    lists |= {param.name for param in func.params if has_length(param.type)}
    written_out = {name for name, form in func.forms.items() if form in ("index", "key")}
    plain = frozenset(lists - written_out - func.maybe_unbound)
    scope = _Scope(params, plain, frozenset(func.forms), counters(func))
    body, _ = _block(func.body, Facts(), scope)
    return replace(func, body=body)


def _block(block: Block, facts: Flow, scope: _Scope) -> tuple[Block, Flow]:
    done: list[ir.Stmt] = []
    for stmt in block:
        if facts is None:
            done.append(stmt)  # control never comes here
            continue
        changed, facts = _stmt(stmt, facts, scope)
        done.append(changed)
    return tuple(done), facts


def _stmt(stmt: ir.Stmt, facts: Facts, scope: _Scope) -> tuple[ir.Stmt, Flow]:
    match stmt:
        case ir.If():
            return _if(stmt, facts, scope)
        case ir.While():
            return _while(stmt, facts, scope)
        case ir.For():
            return _for(stmt, facts, scope)
        case ir.Try():
            return _try(stmt, facts, scope)
        case ir.Assign():
            return _assign(stmt, facts, scope)
        case _:
            return _plain(stmt, facts, scope)


def _plain(stmt: ir.Stmt, facts: Facts, scope: _Scope) -> tuple[ir.Stmt, Flow]:
    facts, after = _effects(stmt, facts, scope)
    changed = walk.rebuild_stmt(
        stmt, lambda e: value(e, facts, scope.plain).expr, lambda block: block
    )
    match stmt:
        case ir.Break():
            scope.breaks.append(after)
            return changed, None
        case ir.Continue():
            scope.continues.append(after)
            return changed, None
        case ir.Return() | ir.Raise() | ir.Reraise() | ir.Redo():
            return changed, None
        case _:
            return changed, after


def _effects(stmt: ir.Stmt, facts: Facts, scope: _Scope) -> tuple[Facts, Facts]:
    """The facts to judge a statement's expressions by, and those after it."""
    match stmt:
        case ir.Do(value=ir.Apply(op=op, args=(ir.Local(name=name), item))):
            if op.name == ".append" and name in scope.plain and not _has_effects(item):
                return facts, knowledge.grown(facts, name, 1)
        case _:
            pass
    for access in in_header(stmt, scope.params):
        if access.kind != "resize" or not access.grows:
            continue
        for place in access.places:
            facts = knowledge.with_size(facts, place.root, ())
            if place.way or place.root in scope.borrowed:
                for name in scope.borrowed:
                    facts = knowledge.with_size(facts, name, ())
    return facts, facts


def _has_effects(expr: ir.Expr) -> bool:
    return any(
        isinstance(part, ir.Call) or (isinstance(part, ir.Apply) and not part.op.pure)
        for part in walk.every_part(expr)
    )


# Bindings --------------------------------------------------------------------------------------


def _assign(stmt: ir.Assign, facts: Facts, scope: _Scope) -> tuple[ir.Stmt, Flow]:
    facts, _ = _effects(stmt, facts, scope)
    found = value(stmt.value, facts, scope.plain)
    changed = replace(stmt, value=found.expr)
    if isinstance(stmt.target, ir.Spread):
        return changed, _spread(stmt.target, stmt.value, facts, scope)
    return changed, _bound(stmt.target, stmt.value, found, facts, scope)


def _bound(target: ir.Bind, expr: ir.Expr, found: Value, facts: Facts, scope: _Scope) -> Facts:
    name = target.name
    if target.type == INT:
        known = found.known
        if name in scope.counters and is_step(name, expr):
            known = stepped(facts.int_of(name), known)
        return knowledge.with_int(facts, name, known)
    if name not in scope.plain:
        return facts
    if isinstance(expr, ir.Local) and expr.name in scope.plain:
        if expr.last:
            return knowledge.renamed_size(facts, expr.name, name)
        bounds = facts.size_of(expr.name) | {(("len", expr.name), 0)}
        return knowledge.with_size(facts, name, bounds)
    return knowledge.with_size(facts, name, size_of_new(expr, facts, scope.plain))


def _spread(target: ir.Spread, expr: ir.Expr, facts: Facts, scope: _Scope) -> Facts:
    names = frozenset(walk.bound(target))
    lost: frozenset[Symbol] = frozenset(("var", name) for name in names)
    knowns: dict[str, Known] = {}
    if isinstance(expr, ir.MakeTuple):
        for item, part in zip(target.items, expr.items, strict=True):
            if isinstance(item, ir.Bind) and item.type == INT:
                knowns[item.name] = value(part, facts, scope.plain).known
    facts = knowledge.forget(facts, lambda symbol: symbol not in lost)
    for bind in walk.binds(target):
        known = knowns.get(bind.name, ANY)
        clean = Known(
            known.low, known.high, _kept(known.at_most, lost), _kept(known.at_least, lost)
        )
        facts = knowledge.with_int(facts, bind.name, clean)
        facts = knowledge.with_size(facts, bind.name, ())
    return facts


def _kept(bounds: Bounds, lost: frozenset[Symbol]) -> Bounds:
    return frozenset(bound for bound in bounds if bound[0] not in lost)


# Branches --------------------------------------------------------------------------------------


def _if(stmt: ir.If, facts: Facts, scope: _Scope) -> tuple[ir.Stmt, Flow]:
    facts, _ = _effects(stmt, facts, scope)
    test = value(stmt.test, facts, scope.plain).expr
    body, after = _block(stmt.body, condition(facts, stmt.test, True), scope)
    orelse, other = _block(stmt.orelse, condition(facts, stmt.test, False), scope)
    return replace(stmt, test=test, body=body, orelse=orelse), knowledge.meet(after, other)


def _try(stmt: ir.Try, facts: Facts, scope: _Scope) -> tuple[ir.Stmt, Flow]:
    caught = _forget_changed(stmt.body, facts, scope)
    body, after = _block(stmt.body, facts, scope)
    orelse, after = _block(stmt.orelse, after, scope)
    handlers = []
    for handler in stmt.handlers:
        inner, other = _block(handler.body, caught, scope)
        handlers.append(replace(handler, body=inner))
        after = knowledge.meet(after, other)
    return replace(stmt, body=body, handlers=tuple(handlers), orelse=orelse), after


def _forget_changed(block: Block, facts: Facts, scope: _Scope) -> Facts:
    """The facts where any part of a block may have run."""
    for name in sorted(walk.assigned(block)):
        facts = knowledge.with_int(facts, name, ANY)
        facts = knowledge.with_size(facts, name, ())
    for access in accesses(block, scope.params):
        if access.kind == "resize":
            for place in access.places:
                for name in {place.root, *scope.borrowed}:
                    facts = knowledge.with_size(facts, name, ())
    return facts


# Loops -----------------------------------------------------------------------------------------


def _settled(
    facts: Facts, turn: Callable[[Facts], Flow], promised: dict[str, tuple[int, int]]
) -> Facts:
    """What holds at the head of a loop on every turn."""
    head = facts
    for number in range(_MOST_ROUNDS):
        joined = knowledge.meet(facts, turn(head)) or facts
        merged = knowledge.meet(head, joined) or head
        if merged == head:
            return joined
        head = knowledge.widen(head, merged, promised) if number else merged
    return Facts()


def _while(stmt: ir.While, facts: Facts, scope: _Scope) -> tuple[ir.Stmt, Flow]:
    endless = isinstance(stmt.test, ir.Const) and stmt.test.value is True

    def turn(head: Facts) -> Flow:
        inner = replace(scope, breaks=[], continues=[])
        judged, _ = _effects(stmt, head, scope)
        _, after = _block(stmt.body, condition(judged, stmt.test, True), inner)
        for jump in inner.continues:
            after = knowledge.meet(after, jump)
        return after

    head, _ = _effects(stmt, _settled(facts, turn, _promises(scope)), scope)
    inner = replace(scope, breaks=[], continues=[])
    test = value(stmt.test, head, scope.plain).expr
    body, _ = _block(stmt.body, condition(head, stmt.test, True), inner)
    leaving: Flow = None if endless else condition(head, stmt.test, False)
    orelse, after = _block(stmt.orelse, leaving, scope)
    for jump in inner.breaks:
        after = knowledge.meet(after, jump)
    return replace(stmt, test=test, body=body, orelse=orelse), after


def _promises(scope: _Scope) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(scope.counters, (-LIMIT, LIMIT))


def _for(stmt: ir.For, facts: Facts, scope: _Scope) -> tuple[ir.Stmt, Flow]:
    facts, _ = _effects(stmt, facts, scope)
    lost = _lost(stmt, scope)
    pushed = _pushed(stmt, scope)

    def bind(head: Facts) -> Facts:
        # The walk was set up once, by the facts before the loop.
        def know(expr: ir.Expr) -> Known:
            return value(expr, facts, scope.plain).known

        return _with_pushed(
            bind_walk(head, stmt.target, stmt.iter, know, lost), stmt, facts, pushed
        )

    def turn(head: Facts) -> Flow:
        inner = replace(scope, breaks=[], continues=[])
        _, after = _block(stmt.body, bind(head), inner)
        for jump in inner.continues:
            after = knowledge.meet(after, jump)
        return after

    head = _settled(facts, turn, _promises(scope))
    inner = replace(scope, breaks=[], continues=[])
    walked = walk.rebuild_iter(stmt.iter, lambda e: value(e, facts, scope.plain).expr)
    body, _ = _block(stmt.body, bind(head), inner)
    leaving = _all_pushed(head, stmt, facts, pushed, scope)
    orelse, after = _block(stmt.orelse, leaving, scope)
    for jump in inner.breaks:
        after = knowledge.meet(after, jump)
    is_short = _is_short(stmt.iter, facts, scope)
    return replace(stmt, iter=walked, body=body, orelse=orelse, is_short=is_short), after


def _is_short(walked: ir.Iter, facts: Facts, scope: _Scope) -> bool:
    """Whether a loop turns no more often than a list in memory can have elements."""
    match walked:
        case ir.OverRange(start=start, stop=stop):
            first = value(start, facts, scope.plain).known
            last = value(stop, facts, scope.plain).known
            size = max(last.high - first.low, first.high - last.low)
            return size <= LONGEST if isinstance(walked.step, ir.Const) else False
        case ir.OverEnumerate(iter=inner) | ir.OverReversed(iter=inner):
            return _is_short(inner, facts, scope)
        case ir.OverZip(iters=iters):
            return any(_is_short(inner, facts, scope) for inner in iters)
        case _:
            return True


def _lost(stmt: ir.For, scope: _Scope) -> frozenset[Symbol]:
    """The symbols that do not mean the same on every turn."""
    names = walk.assigned(stmt.body) | frozenset(walk.bound(stmt.target))
    found: set[Symbol] = {("var", name) for name in names} | {("len", name) for name in names}
    for access in accesses(stmt.body, scope.params):
        if access.kind == "resize" and access.grows and not _is_push(access.stmt):
            found |= {("len", place.root) for place in access.places}
            found |= {("len", name) for name in scope.borrowed}
    return frozenset(found)


# Lists that grow by one element on every turn ---------------------------------------------------


def _is_push(stmt: ir.Stmt) -> bool:
    match stmt:
        case ir.Do(value=ir.Apply(op=op, args=(ir.Local(), item))):
            return op.name == ".append" and not _has_effects(item)
        case _:
            return False


def _pushed(stmt: ir.For, scope: _Scope) -> frozenset[str]:
    """The lists that the body appends to once on every turn, and changes in no other way."""
    jumps = any(isinstance(inner, ir.Continue | ir.Try) for inner in walk.every_stmt(stmt.body))
    if jumps:
        return frozenset()
    changed: dict[str, int] = {}
    for access in accesses(stmt.body, scope.params):
        if access.kind == "resize":
            for place in access.places:
                changed[place.root] = changed.get(place.root, 0) + 1
    found = set()
    for inner in stmt.body:
        if _is_push(inner) and isinstance(inner, ir.Do) and isinstance(inner.value, ir.Apply):
            target = inner.value.args[0]
            if isinstance(target, ir.Local) and changed.get(target.name) == 1:
                found.add(target.name)
    return frozenset(found & scope.plain) - walk.assigned(stmt.body)


def _with_pushed(head: Facts, stmt: ir.For, before: Facts, pushed: frozenset[str]) -> Facts:
    """At the head of turn number k, such a list has k elements more than before the loop."""
    counter = _counter(stmt)
    if counter is None:
        return head
    name, start = counter
    sizes = dict(head.sizes)
    for one in pushed:
        size = before.least_size(one) - start
        sizes[one] = sizes.get(one, frozenset()) | {(("var", name), size)}
    return Facts(head.ints, sizes)


def _counter(stmt: ir.For) -> tuple[str, int] | None:
    """The local that counts the turns, and where it starts."""
    match stmt.iter, stmt.target:
        case ir.OverRange(start=ir.Const(value=int(start)), step=ir.Const(value=1)), ir.Bind() as b:
            name = b.name
        case ir.OverEnumerate(start=ir.Const(value=int(start))), ir.Spread(
            items=(ir.Bind() as b, _)
        ):
            name = b.name
        case _:
            return None
    return None if name in walk.assigned(stmt.body) else (name, start)


def _all_pushed(
    head: Facts, stmt: ir.For, before: Facts, pushed: frozenset[str], scope: _Scope
) -> Facts:
    """After the loop, such a list has as many elements more as there were turns."""
    if walk.breaks(stmt.body) or not pushed:
        return head
    sizes = dict(head.sizes)
    lost = _lost(stmt, scope)
    for one in pushed:
        size = before.least_size(one)
        added = {(s, c + size) for s, c in turns(stmt.iter, before, scope.plain) if s not in lost}
        sizes[one] = sizes.get(one, frozenset()) | {(s, c) for s, c in added if s != ("len", one)}
    return Facts(head.ints, sizes)
