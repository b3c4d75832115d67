"""Arguments of entries that may live on: what the caller would notice is given back to Python.

Before:  `cells = step(cells)` … `return cells`
After:   the same, with a redo where `cells` still is the caller's own object when it is returned

In: a function that Python may call, its parameters decided. Out: its body with such checks, or a
refusal where an argument would be kept in any case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.types import BOOL, Dict, List, Set, Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Param
from ferrule.passes.accesses import Access
from ferrule.passes.places import ELEMENT, is_shared

Block = tuple[ir.Stmt, ...]


def guarded(func: Func, found: tuple[Access, ...], clones: frozenset[str]) -> Func:
    """The function with checks; raises Refused."""
    for param in func.params:
        if not is_shared(param.type, clones):
            continue
        _check_parts(func, param, clones)
        if param.mode == "own":
            func = _checked(func, param, found, clones)
    return func


def _check_parts(func: Func, param: Param, clones: frozenset[str]) -> None:
    """What stands inside an argument must stay the same objects."""
    for way in param.changes:
        for inner in _inside(param.type, way):
            message = f"`{param.name}` holds objects, and its own content changes"
            if any(is_shared(part, clones) for part in inner):
                raise Refused(Diagnostic("F302", func.span, message))


def _inside(type_: Type, way: tuple[str, ...]) -> Iterator[tuple[Type, ...]]:
    """The types of the elements of what a way leads to; attributes are looked up elsewhere."""
    for step in way:
        if step != ELEMENT or not parts(type_):
            return
        type_ = parts(type_)[-1]
    if isinstance(type_, List | Set | Dict):
        yield parts(type_)


def _checked(func: Func, param: Param, found: tuple[Access, ...], clones: frozenset[str]) -> Func:
    touching = [
        access.stmt
        for access in found
        if access.kind != "read"
        and any(place.root == param.name for place in access.places)
        and (access.kind != "take" or is_shared(access.expr.type, clones))
    ]
    escapes = is_shared(func.result, clones) or any(one.changes for one in func.params)
    if not escapes and not param.changes:
        return func
    if param.name not in walk.assigned(func.body):
        message = f"the argument `{param.name}` may live on after the call"
        raise Refused(Diagnostic("F302", func.span, message))
    if any(isinstance(stmt, ir.If | ir.While | ir.For) for stmt in touching):
        message = f"the argument `{param.name}` is changed in a condition"
        raise Refused(Diagnostic("F302", func.span, message))
    flag = f"{param.name}_is_own"
    span = func.span
    start = ir.Assign(ir.Bind(flag, BOOL), ir.Const(False, BOOL, span), span)
    body = _marked(func.body, param.name, flag, frozenset(map(id, touching)))
    # What was changed is the function's own by then: nothing of it goes back to the caller.
    params = tuple(
        replace(one, changes=frozenset()) if one.name == param.name else one for one in func.params
    )
    types = {**func.locals, flag: BOOL}
    return replace(func, params=params, body=(start, *body), locals=types)


def _marked(block: Block, name: str, flag: str, touching: frozenset[int]) -> Block:
    done: list[ir.Stmt] = []
    for stmt in block:
        if id(stmt) in touching:
            test = ir.Logic(False, (ir.Local(flag, BOOL, stmt.span),), BOOL, stmt.span)
            redo = ir.Redo("F302", stmt.span)
            done.append(ir.If(test, (), (redo,), stmt.span))
        done.append(
            walk.rebuild_stmt(stmt, lambda e: e, lambda b: _marked(b, name, flag, touching))
        )
        if name in walk.bound_by(stmt) and isinstance(stmt, ir.Assign):
            bind = ir.Bind(flag, BOOL)
            done.append(ir.Assign(bind, ir.Const(True, BOOL, stmt.span), stmt.span))
    return tuple(done)
