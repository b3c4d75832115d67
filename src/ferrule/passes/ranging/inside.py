"""Functions that both Python and the slice call, in a second form for the slice's own calls.

Before:  `entry(i, j)` with any ints             After:  also `entry_inside(i, j)`, as called here

In: a module. Out: the module with second forms, which only the slice itself calls, so that more
is known of their parameters; once proofs are found, the module with those that gained by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

_LONGEST = 60  # a function of more operations than this is not written twice


def split(module: Module) -> tuple[Module, dict[str, str]]:
    """The module with second forms, and their names by those of the first."""
    called = {
        expr.func
        for func in module.funcs
        for expr in walk.every_expr(func.body)
        if isinstance(expr, ir.Call)
    }
    entries = module.called_by_python
    taken = {func.name for func in module.funcs}
    names = {
        func.name: f"{func.name}_inside"
        for func in module.funcs
        if func.name in called & entries
        and f"{func.name}_inside" not in taken
        and not func.returns_param
        and sum(1 for _ in walk.every_expr(func.body)) <= _LONGEST
    }
    seconds = [_second(func, names) for func in module.funcs if func.name in names]
    firsts = [_calling(func, names) if names else func for func in module.funcs]
    return replace(module, funcs=(*firsts, *seconds)), names


def _second(func: Func, names: Mapping[str, str]) -> Func:
    doc = f"As `{func.name}`, for what the functions here call it with."
    return replace(_calling(func, names), name=names[func.name], doc=doc)


def _calling(func: Func, names: Mapping[str, str]) -> Func:
    """The function, all its nodes new, with calls of other names."""
    done: dict[int, ir.Expr] = {}

    def change(expr: ir.Expr) -> ir.Expr:
        new = walk.rebuild(expr, change)
        if isinstance(new, ir.Call):
            new = replace(new, func=names.get(new.func, new.func))
        done[id(expr)] = new
        return new

    def block(stmts: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(walk.rebuild_stmt(stmt, change, block) for stmt in stmts)

    body = block(func.body)
    containers = {name: done.get(id(expr), expr) for name, expr in func.containers.items()}
    return replace(func, body=body, containers=containers)


def merge(module: Module, names: Mapping[str, str]) -> Module:
    """The module without the second forms of which no more was proved than of the first ones."""
    funcs = {func.name: func for func in module.funcs}
    useless = {
        second: first
        for first, second in names.items()
        if _proofs(funcs[second]) <= _proofs(funcs[first])
    }
    kept = (func for func in module.funcs if func.name not in useless)
    return replace(module, funcs=tuple(_calling(func, useless) for func in kept))


def _proofs(func: Func) -> int:
    return sum(1 for e in walk.every_expr(func.body) if isinstance(e, ir.Apply) and e.proved)
