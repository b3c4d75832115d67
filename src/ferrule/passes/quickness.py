"""Which loops do so little on each turn that they need not look for Ctrl-C on every one.

In: a loop, and the functions that are quick. Out: a yes or no. A quick turn takes less than some
ten microseconds, so that thousands of them pass before a person would notice.
"""

from __future__ import annotations

from ferrule.base.types import List, Scalar
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func

# Operations on containers and texts that take the same short time however long these are.
_QUICK = frozenset({"getitem", "setitem", "len()", "bool()", ".append", "ord()", "eq", "ne"})


def is_in_parts(stmt: ir.While | ir.For, quick: frozenset[str]) -> bool:
    """Whether this is a plain counting loop with quick turns and no loop inside."""
    if not isinstance(stmt, ir.For) or not isinstance(stmt.target, ir.Bind):
        return False
    if not isinstance(stmt.iter, ir.OverRange) or stmt.is_stepped:
        return False
    step = stmt.iter.step
    if not isinstance(step, ir.Const) or step.value != 1:
        return False
    return is_quick_block(stmt.body, quick)


def is_walked_in_parts(expr: ir.Collect | ir.Fold, quick: frozenset[str]) -> bool:
    """The same of a comprehension: of its last clause, if there are several."""
    last = expr.clauses[-1]
    if not isinstance(last.iter, ir.OverRange) or not isinstance(last.target, ir.Bind):
        return False
    if not isinstance(last.iter.step, ir.Const) or last.iter.step.value != 1:
        return False
    parts = walk.on_each_turn(expr)
    return all(_is_quick(part, quick) for one in parts for part in walk.every_part(one))


def fills_memory(expr: ir.Collect | ir.Fold) -> bool:
    """Whether each turn is next to nothing and adds an element to a list, as `list(range(n))`."""
    if isinstance(expr, ir.Fold) or not isinstance(expr.type, List):
        return False
    if len(expr.clauses) > 1 or expr.clauses[0].tests:
        return False
    return all(
        _is_quick(part, frozenset()) for one in expr.elements for part in walk.every_part(one)
    )


def quick_functions(funcs: tuple[Func, ...]) -> frozenset[str]:
    """The functions without loops and recursion that do nothing slow."""
    found: frozenset[str] = frozenset()
    while True:
        more = frozenset(func.name for func in funcs if is_quick_block(func.body, found))
        if more == found:
            return found
        found = more


def is_quick_block(block: tuple[ir.Stmt, ...], quick: frozenset[str]) -> bool:
    """Whether a block has no loop and nothing slow in it."""
    if any(
        isinstance(stmt, ir.While | ir.For | ir.Try | ir.Block | ir.Print)
        for stmt in walk.every_stmt(block)
    ):
        return False
    return all(_is_quick(expr, quick) for expr in walk.every_expr(block))


def _is_quick(expr: ir.Expr, quick: frozenset[str]) -> bool:
    match expr:
        case ir.Collect() | ir.Fold() | ir.Sort() | ir.Best() | ir.Format():
            return False
        case ir.Call(func=name):
            return name in quick
        case ir.Apply(op=op, args=args):
            return op.name in _QUICK or all(_is_small(arg) for arg in args)
        case _:
            return True


def _is_small(expr: ir.Expr) -> bool:
    return isinstance(expr.type, Scalar) and expr.type.name not in ("str", "bytes", "bigint")
