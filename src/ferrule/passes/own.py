"""Who owns: how parameters are passed, and how locals that stand for places are written.

Before:  `row = grid[i]; row[j] = 1`   After:  `grid` passed as "mut", `row` of form "mut"

In: functions with their last reads marked. Out: the same with `Param.mode`, `Func.forms` and
`Func.returns_param` set; functions that would need two owners for one value are in
`Module.reasons`. What is decided here is checked by rustc's borrow checker: nothing of it clones a
value that could be told from its copy. Only the form "index" is a promise of this pass alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.records import FuncName
from ferrule.base.types import Deque, Dict, List, Set, Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Param
from ferrule.passes.accesses import Access, accesses
from ferrule.passes.cloning import find_clones, handing_none_out
from ferrule.passes.copies import copying
from ferrule.passes.counted import counted, may_count, must_count
from ferrule.passes.definitions import Bindings, bindings
from ferrule.passes.forms import find_forms
from ferrule.passes.freeze import frozen
from ferrule.passes.given import check_parts, guarded
from ferrule.passes.lending import lent
from ferrule.passes.live import mark
from ferrule.passes.loans import check_loans
from ferrule.passes.places import ELEMENT, Place, is_shared
from ferrule.passes.several import Owned, several
from ferrule.passes.sharing import check_copies, check_lent
from ferrule.passes.stepping import Scenery, Touched, check_steps, stepped, touched_by
from ferrule.passes.twins import doubled
from ferrule.passes.unowned import Unowned

Params: TypeAlias = Mapping[str, tuple[Param, ...]]


def run(module: Module) -> Module:
    """Decides ownership in every function, over all calls between them."""
    names = must_count(module)
    base = find_clones(counted(module, names))
    first = _sound(base)
    base, first = _freer(base, first)
    best = first.module
    if _count(best) > _count(base):
        lending = lent(base, first.params)
        other = _sound(lending).module if lending is not None else best
        if lending is not None and _count(other) < _count(best):
            base, best = lending, other
    if _count(best) > _count(base):
        lenders = {struct.name for struct in base.structs if struct.lent}
        more = may_count(base, best) - names - lenders
        other = _sound(find_clones(counted(base, names | more))).module if more else best
        if _count(other) < _count(best):
            best = other
    if _count(best) > _count(base):
        other = several(base, names, _sound)
        if _count(other) < _count(best):
            best = other
    return best


def _freer(base: Module, first: Owned) -> tuple[Module, Owned]:
    """With more classes that may be copied, now that it is known what functions change."""
    freer = find_clones(base, first.params)
    if freer == base:
        return base, first
    found = _sound(freer)
    is_as_thought = find_clones(base, found.params) == freer
    if is_as_thought and _count(found.module) <= _count(first.module):
        return freer, found
    return base, first


def _sound(module: Module) -> Owned:
    """As decided, with no copy where the caller would find another object than in Python."""
    found = _owned(module)
    fewer = handing_none_out(module, found.params)
    return found if fewer == module else _sound(fewer)


def _count(module: Module) -> int:
    return sum(map(len, module.reasons.values()))


def _owned(module: Module) -> Owned:
    clones = frozenset(struct.name for struct in module.structs if struct.clones)
    funcs = [returning(func, clones) for func in module.funcs]
    params = {func.name: tuple(_start(one, module) for one in func.params) for func in funcs}
    while True:
        found = {func.name: _pass(func, params, clones) for func in funcs}
        if found == params:
            break
        params = found
    funcs = [mark(frozen(func, params, clones)) for func in funcs]
    module, params = doubled(replace(module, funcs=tuple(funcs)), params, clones)
    reasons: dict[FuncName, tuple[Diagnostic, ...]] = dict(module.reasons)
    touched = touched_by(module.funcs, params)
    lacking: list[tuple[Func, Unowned]] = []
    done = []
    for func in module.funcs:
        try:
            done.append(_decide(func, params, clones, module, touched))
        except Refused as refused:
            reasons[func.origin] = (*reasons.get(func.origin, ()), refused.diagnostic)
            done.append(func)
            if isinstance(refused, Unowned):
                lacking.append((func, refused))
    module = replace(module, funcs=tuple(done), reasons=reasons)
    return Owned(module, params, tuple(lacking))


def is_copy(type_: Type, module: Module) -> bool:
    """Whether the Rust type is `Copy`."""
    return copying(type_, {struct.name: struct for struct in module.structs})


def _start(param: Param, module: Module) -> Param:
    return replace(param, mode="value" if is_copy(param.type, module) else "ref")


def returning(func: Func, clones: frozenset[str]) -> Func:
    """Notes the parameter that every return gives back, if there is one."""
    returned = [stmt for stmt in walk.every_stmt(func.body) if isinstance(stmt, ir.Return)]
    names = {stmt.value.name if isinstance(stmt.value, ir.Local) else "" for stmt in returned}
    if len(names) != 1 or not walk.leaves(func.body):
        return func
    (name,) = names
    is_given = any(one.name == name and is_shared(one.type, clones) for one in func.params)
    if is_given and name not in walk.assigned(func.body):
        return replace(func, returns_param=name)
    return func


def _pass(func: Func, params: Params, clones: frozenset[str]) -> tuple[Param, ...]:
    """The parameters of a function as its body needs them, given those of all others."""
    own = {param.name: param for param in params[func.name]}
    bound = bindings(func, clones)
    rebound = walk.assigned(func.body)
    for name, param in own.items():
        if param.mode == "ref" and name in rebound:
            own[name] = replace(param, mode="own")
    for access in accesses(func.body, params):
        if access.kind == "read" or is_giving_back(func, access):
            continue
        for place in access.places:
            for further in bound.expand(place):
                if further.root in own:
                    own[further.root] = _touched(own[further.root], access, further, clones)
    return tuple(own[param.name] for param in func.params)


def is_giving_back(func: Func, access: Access) -> bool:
    """Whether this is the return of the parameter that every return gives back."""
    return bool(func.returns_param) and isinstance(access.stmt, ir.Return)


def _touched(param: Param, access: Access, place: Place, clones: frozenset[str]) -> Param:
    if param.mode == "value" or not is_shared(param.type, clones):
        return param
    if access.kind == "take":
        is_whole = not place.way and is_shared(access.expr.type, clones)
        return replace(param, mode="own") if is_whole else param
    way = place.way
    if access.replaces:
        param = replace(param, replaces=param.replaces | {way})
    grows = param.grows or (access.grows and not way)
    if access.kind == "assign" and way and way[-1] == ELEMENT:
        way = way[:-1]
    mode = "own" if param.mode == "own" else "mut"
    if not access.appends:
        param = replace(param, disturbs=param.disturbs | {way})
    return replace(param, mode=mode, grows=grows, changes=param.changes | {way})


def _decide(
    func: Func, params: Params, clones: frozenset[str], module: Module, touched: Touched
) -> Func:
    func = replace(func, params=params[func.name])
    bound = bindings(func, clones)
    if bound.mixed:
        _refuse_mixed(bound)
    found = tuple(accesses(func.body, params))
    _check_takes(func, bound, found, clones)
    _check_results(func, {one.name for one in module.funcs if one.returns_param})
    check_lent(found, bound)
    check_loans(func, bound, found, module, params)
    forms, containers = find_forms(func, bound, found)
    body = stepped(func.body, Scenery(bound, found, forms, touched))
    check_copies(replace(func, body=body), clones)
    if func.name in module.called_by_python:
        check_parts(func, module, clones)
        _check_kept(func, module, clones)
        func = guarded(func, found, clones, module)
        found = tuple(accesses(func.body, params))
        body = stepped(func.body, Scenery(bound, found, forms, touched))
    check_steps(body, params)
    return replace(func, body=body, forms=forms, containers=containers)


def _check_kept(func: Func, module: Module, clones: frozenset[str]) -> None:
    """A constructor that Python calls must keep the very object that it was given."""
    if not any(func.name in entry.ways and entry.makes for entry in module.entries):
        return
    for param in func.params:
        is_container = isinstance(param.type, List | Deque | Dict | Set)
        if param.mode == "own" and is_container and is_shared(param.type, clones):
            message = f"the argument `{param.name}` may live on after the call"
            raise Unowned("F302", func.span, message, whole=(Place(param.name),))


def _refuse_mixed(bound: Bindings) -> None:
    name = sorted(bound.mixed)[0]
    definition = next(one for one in bound.by_name[name])
    message = f"`{name}` is now a value of its own, now part of another value"
    raise Unowned("F301", definition.stmt.span, message, whole=(Place(name),))


def _check_takes(
    func: Func, bound: Bindings, found: tuple[Access, ...], clones: frozenset[str]
) -> None:
    modes = {param.name: param.mode for param in func.params}
    binding = {id(one.expr) for name in bound.borrowed for one in bound.by_name[name]}
    for access in found:
        if access.kind != "take" or not is_shared(access.expr.type, clones):
            continue
        if is_giving_back(func, access) or id(access.expr) in binding:
            continue
        expr = access.expr
        is_local = isinstance(expr, ir.Local) and expr.name not in bound.borrowed
        mode = modes.get(expr.name, "own") if isinstance(expr, ir.Local) else ""
        is_last = isinstance(expr, ir.Local) and expr.last and mode == "own"
        if is_local and is_last:
            continue
        code = "F303" if isinstance(access.stmt, ir.Return) else "F301"
        message = "this would need a second owner for one list, dict, set or object"
        raise Unowned(code, expr.span, message, whole=(expr,))


def _check_results(func: Func, giving_back: set[str]) -> None:
    done = {id(stmt.value) for stmt in walk.every_stmt(func.body) if isinstance(stmt, ir.Do)}
    for expr in walk.every_expr(func.body):
        if isinstance(expr, ir.Call) and expr.func in giving_back and id(expr) not in done:
            message = f"what `{expr.func}` returns is its own argument"
            raise Unowned("F303", expr.span, message, whole=(expr,))
