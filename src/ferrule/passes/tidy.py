"""Makes it read well: second names for a value that neither name changes go.

Before:  `self_x = x` … `Point(x=self_x)`     After:  `Point(x=x)`

In: any tree. Out: the same tree without such names. Only where both names are bound once, and
before they are read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module


def run(module: Module) -> Module:
    """Tidies every function."""
    return replace(module, funcs=tuple(map(_tidied, module.funcs)))


def _tidied(func: Func) -> Func:
    given = frozenset(param.name for param in func.params)
    counts = Counter(name for stmt in walk.every_stmt(func.body) for name in walk.bound_by(stmt))
    same: dict[str, ir.Local] = {}
    read: set[str] = set()  # so far: what is read before it is bound is not there yet
    for stmt in func.body:
        match stmt:
            case ir.Assign(target=ir.Bind(name=name, type=type_), value=ir.Local() as value):
                if (
                    counts[name] == 1
                    and name not in given
                    and value.type == type_
                    and value.name in given
                    and not counts[value.name]
                    and name not in read
                ):
                    same[name] = value
            case _:
                pass
        read |= {one.name for one in walk.every_expr((stmt,)) if isinstance(one, ir.Local)}
    if not same:
        return func
    body = tuple(
        stmt
        for stmt in func.body
        if not (
            isinstance(stmt, ir.Assign)
            and isinstance(stmt.target, ir.Bind)
            and stmt.target.name in same
        )
    )
    return replace(func, body=_block(body, same))


def _block(block: tuple[ir.Stmt, ...], same: dict[str, ir.Local]) -> tuple[ir.Stmt, ...]:
    return tuple(
        walk.rebuild_stmt(stmt, lambda e: _expr(e, same), lambda b: _block(b, same))
        for stmt in block
    )


def _expr(expr: ir.Expr, same: dict[str, ir.Local]) -> ir.Expr:
    if isinstance(expr, ir.Local) and expr.name in same:
        return replace(same[expr.name], span=expr.span)
    return walk.rebuild(expr, lambda part: _expr(part, same))
