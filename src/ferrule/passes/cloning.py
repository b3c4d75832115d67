"""Which classes are never changed and never leave the slice: their instances may be copied.

Before:  `p = points[i]` borrows       After:  `p` is a copy, as of a tuple

In: any tree, and how functions take their parameters, once that is known. Out: the same tree with
`Struct.clones` set. An instance that a call has just made may leave it: whoever gets it can't tell
it from a copy. So may one that came in a container which is not changed, and stays there. What a
call changes inside its arguments is known only when its parameters are: `handing_none_out`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferrule.base.types import Optional, Type, parts
from ferrule.base.types import Struct as StructType
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Param, Struct
from ferrule.passes.given import parts_at, type_at
from ferrule.passes.places import is_shared

Params = Mapping[str, tuple[Param, ...]]


def find_clones(module: Module, params: Params | None = None) -> Module:
    """Marks the structs whose instances may be copied."""
    changed = _changed(module) | _leaving(module, params or {})
    changed |= _handed_out(module, params or {})
    clones: frozenset[str] = frozenset()
    while True:
        found = frozenset(
            struct.name
            for struct in module.structs
            if not struct.counted and struct.name not in changed
            if not any(is_shared(type_, clones) for _, type_ in struct.fields)
        )
        if found == clones or params is None:
            break
        clones = found
    done = (replace(struct, clones=struct.name in found) for struct in module.structs)
    return replace(module, structs=tuple(done))


def handing_none_out(module: Module, params: Params) -> Module:
    """Fewer classes whose instances may be copied: those stay the same objects that Python may meet
    in a list, dict, set or attribute of an argument that a call changes.
    """
    met = _handed_out(module, params)
    done = (replace(one, clones=one.clones and one.name not in met) for one in module.structs)
    return replace(module, structs=tuple(done))


def _changed(module: Module) -> frozenset[str]:
    return frozenset(
        stmt.value.type.name
        for func in module.funcs
        for stmt in walk.every_stmt(func.body)
        if isinstance(stmt, ir.SetField) and isinstance(stmt.value.type, StructType)
    )


def _leaving(module: Module, params: Params) -> frozenset[str]:
    entries = module.called_by_python
    fresh = _fresh(module) if params else frozenset()
    found: set[str] = set()
    for func in module.funcs:
        if func.name not in entries:
            continue
        if func.name not in fresh:
            found |= _inside(func.result, module.structs, frozenset())
        for param in params.get(func.name, func.params):
            # A list of instances that is changed would hand the copies out.
            if not isinstance(param.type, StructType) and not (params and _is_kept(param)):
                found |= _inside(param.type, module.structs, frozenset())
    return frozenset(found)


def _handed_out(module: Module, params: Params) -> frozenset[str]:
    """What may stand, after a call, where something is changed inside an argument."""
    fields = {struct.name: dict(struct.fields) for struct in module.structs}
    given = [one for name in module.called_by_python for one in params.get(name, ())]
    stored = _stored(module) if given else frozenset()
    found: set[str] = set()
    for param in given:
        types = [one for way in param.changes for one in parts_at(param.type, way, fields)]
        for way in param.replaces:
            owner = type_at(param.type, way[:-1], fields) if way else None
            owner = owner.inner if isinstance(owner, Optional) else owner
            if not isinstance(owner, StructType) or (owner.name, way[-1][1:]) in stored:
                replaced = type_at(param.type, way, fields)
                types += [replaced] if replaced is not None else []
        for type_ in types:
            found |= _inside(type_, module.structs, frozenset())
    return frozenset(found)


def _stored(module: Module) -> frozenset[tuple[str, str]]:
    """The attributes, each with its class, that are given something not made just now."""
    fresh = _fresh(module)
    return frozenset(
        (stmt.value.type.name, stmt.name)
        for func in module.funcs
        for stmt in walk.every_stmt(func.body)
        if isinstance(stmt, ir.SetField) and isinstance(stmt.value.type, StructType)
        if not _is_made(stmt.new, fresh)
    )


def _is_kept(param: Param) -> bool:
    """Whether a container is as it was when the call ends."""
    return param.mode in ("value", "ref") and not param.changes and not param.replaces


def _fresh(module: Module) -> frozenset[str]:
    """The functions that give an instance that nobody else knows, if one at all."""
    found = frozenset(func.name for func in module.funcs if _gives_one(func.result))
    while True:
        fewer = frozenset(
            func.name for func in module.funcs if func.name in found and _is_fresh(func, found)
        )
        if fewer == found:
            return found
        found = fewer


def _gives_one(type_: Type) -> bool:
    inner = type_.inner if isinstance(type_, Optional) else type_
    return isinstance(inner, StructType)


def _is_fresh(func: Func, fresh: frozenset[str]) -> bool:
    returns = [stmt.value for stmt in walk.every_stmt(func.body) if isinstance(stmt, ir.Return)]
    return all(_is_made(value, fresh) for value in returns)


def _is_made(value: ir.Expr, fresh: frozenset[str]) -> bool:
    """Whether this is an instance made just now, whose attributes hold no instances."""
    match value:
        case ir.MakeStruct(fields=fields):
            return not any(_gives_one(held.type) or parts(held.type) for _, held in fields)
        case ir.Call(func=func):
            return func in fresh
        case ir.Choose(body=body, orelse=orelse):
            return _is_made(body, fresh) and _is_made(orelse, fresh)
        case ir.Coerce(value=inner):
            return _is_made(inner, fresh)
        case ir.Const(value=None):
            return True
    return False


def _inside(type_: Type, structs: tuple[Struct, ...], known: frozenset[str]) -> set[str]:
    if not isinstance(type_, StructType):
        return {name for part in parts(type_) for name in _inside(part, structs, known)}
    if type_.name in known:
        return set()
    found = {type_.name}
    for struct in structs:
        if struct.name == type_.name:
            for _, inner in struct.fields:
                found |= _inside(inner, structs, known | {type_.name})
    return found
