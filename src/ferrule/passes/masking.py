"""Lines that change a local of any size and lines that mask it, as one.

Before:  `h = xor(h, b)`, `h = mul(h, 1099511628211)`, `h = and(h, 2**64 - 1)`
After:   `h = and(mul(xor(h, b), 1099511628211), 2**64 - 1)`

In: a block. Out: the same block with such lines joined: nothing but the mask ever sees more bits.
"""

from __future__ import annotations

from dataclasses import replace

from ferrule.base.types import BIGINT, INT
from ferrule.ir import nodes as ir
from ferrule.ir import walk

Block = tuple[ir.Stmt, ...]
RING = frozenset({"add", "sub", "mul", "and", "or", "xor", "neg", "invert"})


def joined(block: Block) -> Block:
    """The block with its lines joined, and all blocks inside."""
    done: list[ir.Stmt] = []
    for stmt in reversed(block):
        both = _both(stmt, done[-1]) if done else None
        if both is not None:
            done[-1] = both
        else:
            done.append(walk.rebuild_stmt(stmt, lambda expr: expr, joined))
    return tuple(reversed(done))


def is_mask(expr: ir.Expr, least: int = 0) -> bool:
    """Whether this is `value & mask` or the same as a remainder, with a mask not below `least`."""
    match expr:
        case ir.Apply(op=op, args=(_, ir.Const(value=int(mask)))) if plain(op.name) == "and":
            return least <= mask < 2**64
        case ir.Apply(op=op, args=(ir.Const(value=int(mask)), _)) if plain(op.name) == "and":
            return least <= mask < 2**64
        case ir.Apply(op=op, args=(_, ir.Const(value=int(by)))) if plain(op.name) == "mod":
            return by > 0 and by & (by - 1) == 0 and least < by <= 2**64
        case _:
            return False


def plain(name: str) -> str:
    """The name of an operation, whatever the size of its operands and of its result."""
    return name.removesuffix(" wide").removesuffix(" small")


def _both(first: ir.Stmt, second: ir.Stmt) -> ir.Stmt | None:
    match first, second:
        case (
            ir.Assign(target=ir.Bind(name=name), value=before),
            ir.Assign(target=ir.Bind(name=again, type=type_), value=ir.Apply() as after),
        ) if name == again and type_ == BIGINT and before.type == BIGINT:
            is_masked = is_mask(after) and _is_ring(after.args[0]) and _is_ring(before)
            if is_masked and _count(after, name) == 1:
                return replace(second, value=_put(after, name, before))
        case _:
            pass
    return None


def _count(expr: ir.Expr, name: str) -> int:
    return sum(
        1 for part in walk.every_part(expr) if isinstance(part, ir.Local) and part.name == name
    )


def _is_ring(expr: ir.Expr) -> bool:
    """Whether the low bits depend on nothing but low bits, and nothing can be raised."""
    match expr:
        case ir.Const() | ir.Local():
            return expr.type in (INT, BIGINT)
        case ir.Coerce(value=value):
            return _is_ring(value)
        case ir.Apply(op=op, args=(value, ir.Const(value=int(count)))) if (
            plain(op.name) == "lshift"
        ):
            return 0 <= count < 64 and _is_ring(value)
        case ir.Apply(op=op, args=args, type=type_):
            is_one = plain(op.name) in RING and (type_ == BIGINT or not op.fallible)
            return is_one and all(map(_is_ring, args))
        case _:
            return False


def _put(expr: ir.Expr, name: str, by: ir.Expr) -> ir.Expr:
    """The expression with another in place of a local."""
    if isinstance(expr, ir.Local) and expr.name == name:
        return by
    return walk.rebuild(expr, lambda inner: _put(inner, name, by))
