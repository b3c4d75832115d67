"""Which functions ask to be put in the place of their calls, as a person asks with `#[inline]`.

In: a slice with all passes run. Out: names of Funcs. These are functions without a loop that a
loop calls from one or two places, where what they read and write stays in registers: a page at
most, and more than the few lines for which rustc needs not be asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

_PARTS = range(30, 160)  # expressions: about 5 to 30 lines
_MOST_CALLS = 2


def inlined(module: Module) -> frozenset[str]:
    """The names of the functions that get the attribute."""
    counts = Counter(name for func in module.funcs for name in _called(func.body))
    in_loops = {
        name
        for func in module.funcs
        for stmt in walk.every_stmt(func.body)
        if isinstance(stmt, ir.For | ir.While)
        for name in _called(stmt.body)
    }
    return frozenset(
        func.name
        for func in module.funcs
        if func.name in in_loops and counts[func.name] <= _MOST_CALLS and _is_short(func)
    )


def _called(block: tuple[ir.Stmt, ...]) -> Iterator[str]:
    return (expr.func for expr in walk.every_expr(block) if isinstance(expr, ir.Call))


def _is_short(func: Func) -> bool:
    loops = (one for one in walk.every_stmt(func.body) if isinstance(one, ir.For | ir.While))
    if func.recursive or any(loops):
        return False
    return sum(1 for _ in walk.every_expr(func.body)) in _PARTS
