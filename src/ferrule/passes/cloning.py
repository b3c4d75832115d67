"""Which classes are never changed and never leave the slice: their instances may be copied.

Before:  `p = points[i]` borrows       After:  `p` is a copy, as of a tuple

In: any tree. Out: the same tree with `Struct.clones` set.
"""

from __future__ import annotations

from dataclasses import replace

from ferrule.base.types import Struct as StructType
from ferrule.base.types import Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Module, Struct
from ferrule.passes.places import is_shared


def find_clones(module: Module) -> Module:
    """Marks the structs whose instances may be copied."""
    changed = _changed(module) | _leaving(module)
    done = []
    for struct in module.structs:
        plain = not any(is_shared(type_) for _, type_ in struct.fields)
        plain &= not struct.counted
        done.append(replace(struct, clones=plain and struct.name not in changed))
    return replace(module, structs=tuple(done))


def _changed(module: Module) -> frozenset[str]:
    return frozenset(
        stmt.value.type.name
        for func in module.funcs
        for stmt in walk.every_stmt(func.body)
        if isinstance(stmt, ir.SetField) and isinstance(stmt.value.type, StructType)
    )


def _leaving(module: Module) -> frozenset[str]:
    entries = module.called_by_python
    found: set[str] = set()
    for func in module.funcs:
        if func.name in entries:
            found |= _inside(func.result, module.structs, frozenset())
            for param in func.params:
                # A list of instances that is changed would hand the copies out.
                if not isinstance(param.type, StructType):
                    found |= _inside(param.type, module.structs, frozenset())
    return frozenset(found)


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
