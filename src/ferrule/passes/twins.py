"""A function that Python calls and that the slice calls too, where these two mean different things.

Before:  `merge_sort` may return its own argument      After:  `merge_sort` for Python gives such a
call back to Python; `merge_sort_inner`, which the slice calls, takes its argument over

In: a slice with the parameters of its functions. Out: the slice with such functions doubled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Param
from ferrule.passes.places import is_shared

Params = Mapping[str, tuple[Param, ...]]


def doubled(
    module: Module, params: Params, clones: frozenset[str]
) -> tuple[Module, dict[str, tuple[Param, ...]]]:
    """The slice and its parameters with the twins that are needed."""
    entries = module.called_by_python
    called = frozenset(
        expr.func
        for func in module.funcs
        for expr in walk.every_expr(func.body)
        if isinstance(expr, ir.Call)
    )
    wanted = [
        func
        for func in module.funcs
        if func.name in entries & called and _keeps(params[func.name], clones)
    ]
    if not wanted:
        return module, dict(params)
    taken = {func.name for func in module.funcs}
    names: dict[str, str] = {}
    for func in wanted:
        name = f"{func.name}_inner"
        while name in taken:
            name += "_"
        taken.add(name)
        names[func.name] = name
    twins = [replace(func, name=names[func.name]) for func in wanted]
    funcs = tuple(_calling(func, names) for func in (*module.funcs, *twins))
    more = {names[func.name]: params[func.name] for func in wanted}
    return replace(module, funcs=funcs), {**params, **more}


def _keeps(params: tuple[Param, ...], clones: frozenset[str]) -> bool:
    return any(param.mode == "own" and is_shared(param.type, clones) for param in params)


def _calling(func: Func, names: Mapping[str, str]) -> Func:
    def change(expr: ir.Expr) -> ir.Expr:
        if isinstance(expr, ir.Call):
            expr = replace(expr, func=names.get(expr.func, expr.func))
        return walk.rebuild(expr, change)

    def block(stmts: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(walk.rebuild_stmt(stmt, change, block) for stmt in stmts)

    return replace(func, body=block(func.body))
