"""Where each local is declared: at its first binding where that can be, else just before.

Before:  `if c: x = 1` `else: x = 2`     After:  `let x` `if c: x = 1` `else: x = 2`

In: functions with ownership decided. Out: the same with `Bind.is_new`, `Bind.mutable` and `Declare`
set. A local that is not live between two parts of a function is declared in each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ferrule.base.types import Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Param
from ferrule.passes.accesses import accesses
from ferrule.passes.definitions import bindings
from ferrule.passes.live import facts_before

Block: TypeAlias = tuple[ir.Stmt, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What was decided, by the `id` of the statement and the local."""

    before: Mapping[int, frozenset[str]]
    unsure: frozenset[str]
    changed: frozenset[str]  # changed in place, so declared `mut`
    types: dict[str, Type]
    new: set[tuple[int, str]] = field(default_factory=set)
    mutable: set[tuple[int, str]] = field(default_factory=set)
    ahead: dict[int, list[ir.Bind]] = field(default_factory=dict)


def run(module: Module) -> Module:
    """Places the declarations of every function."""
    params = {func.name: func.params for func in module.funcs}
    clones = frozenset(struct.name for struct in module.structs if struct.clones)
    funcs = tuple(_declare(func, params, clones) for func in module.funcs)
    return replace(module, funcs=funcs)


def _declare(func: Func, params: Mapping[str, tuple[Param, ...]], clones: frozenset[str]) -> Func:
    changed = _changed(func, params, clones)
    plan = _Plan(facts_before(func), func.maybe_unbound, changed, {})
    names: dict[str, None] = {}
    for stmt in walk.every_stmt(func.body):
        if isinstance(stmt, ir.Assign | ir.For):
            for bind in walk.binds(stmt.target):
                names[bind.name] = None
                plan.types[bind.name] = func.locals.get(bind.name, bind.type)
    given = frozenset(param.name for param in func.params)
    for name in names:
        if name not in given and name != "_":
            _place(func.body, name, plan)
    _whole_spreads(func.body, plan)
    mutable = frozenset(
        name for name in given if name in changed or name in walk.assigned(func.body)
    )
    return replace(func, body=_rebuilt(func.body, plan), mutable=mutable)


def _changed(
    func: Func, params: Mapping[str, tuple[Param, ...]], clones: frozenset[str]
) -> frozenset[str]:
    """The locals that own what is changed through them or through a borrow of them."""
    bound = bindings(func, clones)
    modes = {param.name: param.mode for param in func.params}
    found = set()
    for access in accesses(func.body, params):
        if access.kind not in ("assign", "resize"):
            continue
        for place in access.places:
            for further in bound.expand(place):
                is_borrow = func.forms.get(further.root) or modes.get(further.root) == "mut"
                if not is_borrow:
                    found.add(further.root)
    return frozenset(found)


def _place(block: Block, name: str, plan: _Plan) -> None:
    segments: list[list[ir.Stmt]] = []
    for stmt in block:
        if not _mentions(stmt, name):
            continue
        if not segments or (name not in plan.before[id(stmt)] and name not in plan.unsure):
            segments.append([])
        segments[-1].append(stmt)
    for segment in segments:
        _place_segment(segment, name, plan)


def _place_segment(segment: list[ir.Stmt], name: str, plan: _Plan) -> None:
    first = segment[0]
    binds_it = name in walk.bound_by(first)
    if name in plan.unsure:
        _ahead(first, segment, name, plan)
    elif isinstance(first, ir.For) and binds_it and len(segment) == 1:
        inside = _most_bindings(first.body, name)
        _note(first, name, plan, inside > 0 or name in plan.changed)
    elif isinstance(first, ir.Assign) and binds_it and _reads(first, name) == 0:
        later = _most_bindings(tuple(segment[1:]), name)
        _note(first, name, plan, later > 0 or name in plan.changed)
    elif len(segment) == 1 and _is_inner(first, name):
        for inner in walk.blocks(first):
            _place(inner, name, plan)
    else:
        _ahead(first, segment, name, plan)


def _note(stmt: ir.Stmt, name: str, plan: _Plan, mutable: bool) -> None:
    plan.new.add((id(stmt), name))
    if mutable:
        plan.mutable.add((id(stmt), name))


def _ahead(first: ir.Stmt, segment: list[ir.Stmt], name: str, plan: _Plan) -> None:
    several = _most_bindings(tuple(segment), name) > 1
    mutable = several or name in plan.changed or name in plan.unsure
    bind = ir.Bind(name, plan.types[name], True, mutable)
    plan.ahead.setdefault(id(first), []).append(bind)


def _mentions(stmt: ir.Stmt, name: str) -> bool:
    if name in walk.bound_by(stmt) or _reads(stmt, name):
        return True
    return any(_mentions(inner, name) for block in walk.blocks(stmt) for inner in block)


def _reads(stmt: ir.Stmt, name: str) -> int:
    return sum(name in walk.reads(expr) for expr in walk.in_stmt(stmt))


def _is_inner(stmt: ir.Stmt, name: str) -> bool:
    """Whether all mentions are in blocks that do not hand the local on to each other."""
    if name in walk.bound_by(stmt) or _reads(stmt, name):
        return False
    inner = [b for b in walk.blocks(stmt) if any(_mentions(one, name) for one in b)]
    return len(inner) <= 1 or not isinstance(stmt, ir.Try)


def _most_bindings(block: Block, name: str) -> int:
    """How often a local may be bound on one way through a block, at most; 2 stands for more."""
    total = 0
    for stmt in block:
        own = int(name in walk.bound_by(stmt))
        counts = [_most_bindings(inner, name) for inner in walk.blocks(stmt)]
        match stmt:
            case ir.While() | ir.For():
                total += 2 if counts[0] + own else counts[1]
            case ir.Try():
                total += counts[0] + counts[-1] + max(counts[1:-1], default=0)
            case _:
                total += own + max(counts, default=0)
        if walk.leaves((stmt,)) and not isinstance(stmt, ir.If | ir.Try):
            break
    return min(total, 2)


def _whole_spreads(block: Block, plan: _Plan) -> None:
    """A pattern declares all its names or none: otherwise the new ones are declared ahead."""
    for stmt in walk.every_stmt(block):
        if isinstance(stmt, ir.Assign) and isinstance(stmt.target, ir.Spread):
            names = [name for name in walk.bound(stmt.target) if name != "_"]
            new = [name for name in names if (id(stmt), name) in plan.new]
            if new and len(new) < len(names):
                for name in new:
                    mutable = (id(stmt), name) in plan.mutable
                    bind = ir.Bind(name, plan.types[name], True, mutable)
                    plan.ahead.setdefault(id(stmt), []).append(bind)
                    plan.new.discard((id(stmt), name))


def _rebuilt(block: Block, plan: _Plan) -> Block:
    done: list[ir.Stmt] = []
    for stmt in block:
        done += [ir.Declare(bind, stmt.span) for bind in plan.ahead.get(id(stmt), ())]
        changed = stmt
        if isinstance(stmt, ir.Assign | ir.For):
            changed = replace(stmt, target=_target(stmt.target, id(stmt), plan))
        done.append(walk.rebuild_stmt(changed, lambda e: e, lambda b: _rebuilt(b, plan)))
    return tuple(done)


def _target(target: ir.Target, stmt: int, plan: _Plan) -> ir.Target:
    if isinstance(target, ir.Spread):
        return ir.Spread(tuple(_target(item, stmt, plan) for item in target.items))
    key = (stmt, target.name)
    return replace(target, is_new=key in plan.new, mutable=key in plan.mutable)
