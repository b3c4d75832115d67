"""Elements of a list that change places do so in one step, without copies.

Before:  `(a, b) = (xs[j], xs[i])`, `xs[i] = a`, `xs[j] = b`     After:  `swap(xs, i, j)`
Before:  `a = xs.pop(i)`, `xs.insert(j, a)`                      After:  `shift(xs, i, j)`

In: any tree. Out: the same tree with swaps. Only where indexes and list are plain locals or
constants, or sums of these, so that nothing in between can change them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ferrule.base.types import INT, NONE, List
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.ops.op import Op, T

SWAP = Op(
    "swap",
    (List(T), INT, INT),
    NONE,
    "list::swap({0:mut}, {1}, {2})",  # written out as two looks for the places and a swap
    fallible=True,
    proved="{0:recv}.swap({1} as usize, {2} as usize)",
    proof="two bounds",
    pure=False,
)
SHIFT = Op(
    "shift",
    (List(T), INT, INT),
    NONE,
    "list::shift({0:mut}, {1}, {2})",
    fallible=True,
    pure=False,
)


def run(module: Module) -> Module:
    """Finds the swaps of every function."""
    return replace(module, funcs=tuple(map(_swapped, module.funcs)))


def _swapped(func: Func) -> Func:
    reads = Counter(e.name for e in walk.every_expr(func.body) if isinstance(e, ir.Local))
    return replace(func, body=_block(func.body, reads))


def _block(block: tuple[ir.Stmt, ...], reads: Counter[str]) -> tuple[ir.Stmt, ...]:
    done: list[ir.Stmt] = []
    number = 0
    while number < len(block):
        swap = _swap(block[number : number + 3], reads)
        if swap is not None:
            done.append(swap)
            number += 3
            continue
        shift = _shift(block[number : number + 2], reads)
        if shift is not None:
            done.append(shift)
            number += 2
            continue
        stmt = block[number]
        done.append(walk.rebuild_stmt(stmt, lambda e: e, lambda b: _block(b, reads)))
        number += 1
    return tuple(done)


def _swap(block: tuple[ir.Stmt, ...], reads: Counter[str]) -> ir.Stmt | None:
    match block:
        case (
            ir.Assign(
                target=ir.Spread(items=(ir.Bind(name=a), ir.Bind(name=b))),
                value=ir.MakeTuple(items=(ir.Apply() as second, ir.Apply() as first)),
                span=span,
            ),
            ir.Do(value=ir.Apply() as store_a),
            ir.Do(value=ir.Apply() as store_b),
        ):
            pass
        case _:
            return None
    if not (_reads_item(first) and _reads_item(second)):
        return None
    if not (_stores(store_a, a, first) and _stores(store_b, b, second)):
        return None
    if reads[a] != 1 or reads[b] != 1 or not _same(first.args[0], second.args[0]):
        return None
    args = (first.args[0], first.args[1], second.args[1])
    return ir.Do(ir.Apply(SWAP, args, NONE, span), span)


def _shift(block: tuple[ir.Stmt, ...], reads: Counter[str]) -> ir.Stmt | None:
    match block:
        case (
            ir.Assign(
                target=ir.Bind(name=name), value=ir.Apply(op=pop, args=(xs, *rest)), span=span
            ),
            ir.Do(value=ir.Apply(op=insert, args=(ys, to, ir.Local(name=moved)))),
        ) if pop.name == ".pop" and insert.name == ".insert" and name == moved:
            pass
        case _:
            return None
    start = rest[0] if rest else ir.Const(-1, INT, span)
    if not isinstance(xs.type, List) or not _same(xs, ys) or reads[name] != 1:
        return None
    if not all(map(_is_still, (xs, start, to))):
        return None
    return ir.Do(ir.Apply(SHIFT, (xs, start, to), NONE, span), span)


def _reads_item(expr: ir.Apply) -> bool:
    if expr.op.name != "getitem" or not isinstance(expr.args[0].type, List):
        return False
    return _is_still(expr.args[0]) and _is_still(expr.args[1])


def _stores(store: ir.Apply, name: str, place: ir.Apply) -> bool:
    if store.op.name != "setitem":
        return False
    container, index, value = store.args
    is_it = isinstance(value, ir.Local) and value.name == name
    return is_it and _same(container, place.args[0]) and _same(index, place.args[1])


def _is_still(expr: ir.Expr) -> bool:
    """Whether it is the same before and after a store into the list's elements."""
    match expr:
        case ir.Local() | ir.Const():
            return True
        case ir.GetField(value=value):
            return _is_still(value)
        case ir.Apply(op=op, args=args):
            return op.name in ("add", "sub") and expr.type == INT and all(map(_is_still, args))
        case _:
            return False


def _same(one: ir.Expr, other: ir.Expr) -> bool:
    match one, other:
        case ir.Local(name=a), ir.Local(name=b):
            return a == b
        case ir.Const(value=a_value), ir.Const(value=b_value):
            return a_value == b_value
        case ir.GetField(value=a_inner, name=a), ir.GetField(value=b_inner, name=b):
            return a == b and _same(a_inner, b_inner)
        case ir.Apply(op=a_op, args=a_args), ir.Apply(op=b_op, args=b_args):
            return a_op == b_op and all(map(_same, a_args, b_args))
        case _:
            return False
