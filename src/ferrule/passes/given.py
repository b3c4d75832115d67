"""Arguments of entries that may live on: what the caller would notice is given back to Python.

Before:  `cells = step(cells)` … `return cells`
After:   the same, with a redo where `cells` still is the caller's own object when it is returned

In: a function that Python may call, its parameters decided. Out: its body with such checks, or a
refusal where an argument would be kept in any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferrule.base.types import BOOL, Deque, Dict, List, Optional, Set, Struct, Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Param
from ferrule.ops.table import rows
from ferrule.passes.accesses import Access
from ferrule.passes.places import ELEMENT, Place, Way, is_shared
from ferrule.passes.unowned import Unowned

Block = tuple[ir.Stmt, ...]
Fields = Mapping[str, Mapping[str, Type]]


def guarded(func: Func, found: tuple[Access, ...], clones: frozenset[str], module: Module) -> Func:
    """The function with checks; raises Refused."""
    # What is stored in an instance that several names hold lives on in that.
    is_kept = any(struct.counted and struct.fields for struct in module.structs)
    is_kept |= bool(module.handles)
    escapes = is_kept or is_shared(func.result, clones) or any(one.changes for one in func.params)
    for param in func.params:
        if not is_shared(param.type, clones):
            continue
        if param.mode == "own":
            func = _checked(func, param, found, clones, escapes=escapes)
    return func


def check_parts(func: Func, module: Module, clones: frozenset[str]) -> None:
    """What stands inside an argument must stay the same objects; raises Refused."""
    fields = {struct.name: dict(struct.fields) for struct in module.structs}
    for param in func.params:
        for way in param.changes - param.appends:
            inner = parts_at(param.type, way, fields)
            if any(is_shared(part, clones) for part in inner):
                message = f"`{param.name}` holds objects, and its own content changes"
                raise Unowned("F302", func.span, message, inner=(Place(param.name, way),))
        for way in param.replaces:
            type_ = type_at(param.type, way, fields)
            if type_ is None or is_shared(type_, clones):
                message = f"an object inside `{param.name}` is replaced"
                raise Unowned("F302", func.span, message, whole=(Place(param.name, way),))


def parts_at(type_: Type, way: Way, fields: Fields) -> tuple[Type, ...]:
    """The types of the elements of what a way leads to."""
    found = type_at(type_, way, fields)
    return parts(found) if isinstance(found, List | Deque | Set | Dict) else ()


def type_at(type_: Type, way: Way, fields: Fields) -> Type | None:
    """The type at the end of a way."""
    for step in way:
        if isinstance(type_, Optional):
            type_ = type_.inner
        if step != ELEMENT:
            found = fields.get(type_.name, {}) if isinstance(type_, Struct) else {}
            if step[1:] not in found:
                return None
            type_ = found[step[1:]]
        elif parts(type_):
            type_ = parts(type_)[-1]
        else:
            return None
    return type_


def _checked(
    func: Func,
    param: Param,
    found: tuple[Access, ...],
    clones: frozenset[str],
    *,
    escapes: bool,
) -> Func:
    touching = [
        access.stmt
        for access in found
        if access.kind != "read"
        and any(place.root == param.name for place in access.places)
        and (access.kind != "take" or is_shared(access.expr.type, clones))
    ]
    if not (escapes and touching) and not param.changes:
        return func
    if param.name not in walk.assigned(func.body):
        if not {id(stmt) for stmt in touching} & {id(stmt) for stmt in func.body}:
            # Only some calls keep the argument: these are given back to Python.
            return _unkept(func, param, frozenset(map(id, touching)))
        message = f"the argument `{param.name}` may live on after the call"
        raise Unowned("F302", func.span, message, whole=(Place(param.name),))
    if _is_bound_first(func, param.name, touching):
        return replace(func, params=_unchanged(func.params, param.name))
    if _is_touched_first(func, param.name, touching):
        message = f"the argument `{param.name}` is changed or kept before it is bound anew"
        raise Unowned("F302", touching[0].span, message, whole=(Place(param.name),))
    if any(isinstance(stmt, ir.If | ir.While | ir.For) for stmt in touching):
        message = f"the argument `{param.name}` is changed in a condition"
        raise Unowned("F302", func.span, message, whole=(Place(param.name),))
    flag = f"{param.name}_is_own"
    span = func.span
    start = ir.Assign(ir.Bind(flag, BOOL), ir.Const(False, BOOL, span), span)
    body = _marked(func.body, param.name, flag, frozenset(map(id, touching)))
    # What was changed is the function's own by then: nothing of it goes back to the caller.
    params = _unchanged(func.params, param.name)
    types = {**func.locals, flag: BOOL}
    return replace(func, params=params, body=(start, *body), locals=types)


def _unchanged(params: tuple[Param, ...], name: str) -> tuple[Param, ...]:
    return tuple(replace(one, changes=frozenset()) if one.name == name else one for one in params)


def _is_bound_first(func: Func, name: str, touching: list[ir.Stmt]) -> bool:
    """Whether the function has bound the name anew, on any path, before it changes or keeps it."""
    later = list(func.body)
    while later and not (isinstance(later[0], ir.Assign) and name in walk.bound_by(later[0])):
        later.pop(0)
    after = {id(stmt) for stmt in walk.every_stmt(tuple(later[1:]))}
    return after.issuperset(map(id, touching))


def _is_touched_first(func: Func, name: str, touching: list[ir.Stmt]) -> bool:
    """Whether the usual call has to do with the caller's own object."""
    marked = frozenset(map(id, touching))
    for stmt in walk.every_stmt(func.body):
        if id(stmt) in marked:
            return True
        if name in walk.bound_by(stmt):
            return False
    return False


def _unkept(func: Func, param: Param, touching: frozenset[int]) -> Func:
    def block(stmts: Block) -> Block:
        return tuple(
            ir.Redo("F302", stmt.span)
            if id(stmt) in touching
            else walk.rebuild_stmt(stmt, lambda e: e, block)
            for stmt in stmts
        )

    params = tuple(
        replace(one, mode="ref", changes=frozenset()) if one.name == param.name else one
        for one in func.params
    )
    return replace(func, params=params, body=block(func.body))


def _marked(block: Block, name: str, flag: str, touching: frozenset[int]) -> Block:
    done: list[ir.Stmt] = []
    for stmt in block:
        if id(stmt) in touching:
            is_own = ir.Local(flag, BOOL, stmt.span)
            test = ir.Apply(rows("not")[0], (is_own,), BOOL, stmt.span)
            done.append(ir.If(test, (ir.Redo("F302", stmt.span),), (), stmt.span))
        done.append(
            walk.rebuild_stmt(stmt, lambda e: e, lambda b: _marked(b, name, flag, touching))
        )
        if name in walk.bound_by(stmt) and isinstance(stmt, ir.Assign):
            bind = ir.Bind(flag, BOOL)
            done.append(ir.Assign(bind, ir.Const(True, BOOL, stmt.span), stmt.span))
    return tuple(done)
