"""A second name for a list that neither name ever changes is a copy: nobody can tell.

Before:  `v = u`, both only read and bound anew      After:  `v = u.copy()`

In: a function, the parameters of all others known. Out: the function with such copies. Identity
can't be seen either: neither value may be returned, stored, or handed on to a new owner.
"""

from __future__ import annotations

from dataclasses import replace

from ferrule.base.types import Deque, Dict, List, Set, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.ops.table import rows
from ferrule.passes.accesses import Params, accesses
from ferrule.passes.places import is_shared


def frozen(func: Func, params: Params, clones: frozenset[str]) -> Func:
    """The function with copies in place of second names."""
    pairs = [stmt for stmt in walk.every_stmt(func.body) if _is_second_name(stmt)]
    if not pairs:
        return func
    copied = frozenset(id(stmt) for stmt in pairs)
    taken = {
        place.root
        for access in accesses(func.body, params)
        if access.kind != "read"
        and id(access.stmt) not in copied
        and (access.kind != "take" or is_shared(access.expr.type, clones))
        for place in access.places
    }
    return replace(func, body=_block(func.body, copied, frozenset(taken)))


def _is_second_name(stmt: ir.Stmt) -> bool:
    match stmt:
        case ir.Assign(
            target=ir.Bind(),
            value=ir.Local(type=List() | Deque() | Dict() | Set() as type_, last=last),
        ):
            return not last and not any(map(is_shared, parts(type_)))
        case _:
            return False


def _block(
    block: tuple[ir.Stmt, ...], copied: frozenset[int], taken: frozenset[str]
) -> tuple[ir.Stmt, ...]:
    done: list[ir.Stmt] = []
    for stmt in block:
        changed = stmt
        if id(stmt) in copied and isinstance(stmt, ir.Assign) and isinstance(stmt.value, ir.Local):
            names = {*walk.bound(stmt.target), stmt.value.name}
            if not names & taken:
                changed = replace(stmt, value=_copy(stmt.value))
        done.append(walk.rebuild_stmt(changed, lambda e: e, lambda b: _block(b, copied, taken)))
    return tuple(done)


def _copy(value: ir.Local) -> ir.Expr:
    for op in rows(".copy"):
        if type(op.arguments[0]) is type(value.type):
            return ir.Apply(op, (value,), value.type, value.span)
    return value
