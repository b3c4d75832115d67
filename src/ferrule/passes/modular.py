"""Sums and products that are masked or reduced at once need not fit into 64 bits on the way.

Before:  `and(mul(h, 16777619), 4294967295)`      After:  `and(wrapping mul(h, 16777619), …)`
Before:  `mod(mul(b, b), m)`                      After:  `long mod(long mul(b, b), m)`

In: functions whose operations are marked where they can't overflow. Out: the same, where those that
may overflow work in the low 64 bits under a mask, and in 128 bits under a remainder. A local that
is bound, and masked or reduced by the very next line, counts as one expression.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ferrule.base.types import BIGINT, BOOL, CHAR, INT, INT128
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.ops.modular import CHECKED, LONG, LONG_MOD, WRAPPING
from ferrule.passes.masking import plain

Block = tuple[ir.Stmt, ...]
Range = tuple[int, int]
_SMALL = (-(2**63), 2**63 - 1)
_LONG = (-(2**127), 2**127 - 1)
_BITS = frozenset({"and", "or", "xor", "invert"})  # each bit by itself


def run(module: Module) -> Module:
    """Rewrites the functions."""
    return replace(module, funcs=tuple(map(_rewritten, module.funcs)))


def _rewritten(func: Func) -> Func:
    def block(stmts: Block) -> Block:
        return tuple(walk.rebuild_stmt(stmt, _expr, block) for stmt in _joined(stmts))

    return replace(func, body=block(func.body))


def _expr(expr: ir.Expr) -> ir.Expr:
    match expr:
        case ir.Apply(op=op, args=(value, ir.Const(value=int(mask), type=kind))) if (
            op.name == "and" and kind == INT and mask >= 0 and _may_overflow(value)
        ):
            expr = replace(expr, args=(_wrapping(value), expr.args[1]))
        case ir.Apply(op=op, args=(ir.Const(value=int(mask), type=kind), value)) if (
            op.name == "and" and kind == INT and mask >= 0 and _may_overflow(value)
        ):
            expr = replace(expr, args=(expr.args[0], _wrapping(value)))
        case ir.Apply(op=op, args=(value, modulus), type=kind) if (
            op.name == "mod" and kind == INT and _may_overflow(value)
        ):
            expr = ir.Apply(LONG_MOD, (_long(value).expr, modulus), INT, expr.span)
        case ir.Apply(op=op, args=(value, modulus), type=kind) if (
            op.name == "mod" and kind == INT and value.type == BIGINT and _is_of_ints(value)
        ):
            expr = ir.Apply(LONG_MOD, (_long(value).expr, modulus), INT, expr.span)
        case _:
            pass
    return walk.rebuild(expr, _expr)


def _may_overflow(expr: ir.Expr) -> bool:
    """Whether an operation of a chain of sums, products and masks is not proved."""
    match expr:
        case ir.Apply(op=op, args=args, type=kind) if kind == INT:
            is_open = op.name in WRAPPING and not expr.proved
            return is_open or (op.name in (*WRAPPING, *_BITS) and any(map(_may_overflow, args)))
        case _:
            return False


# Under a mask ------------------------------------------------------------------------------------


def _wrapping(expr: ir.Expr) -> ir.Expr:
    """The expression, right in its low 64 bits."""
    match expr:
        case ir.Apply(op=op, args=args, type=kind) if kind == INT and op.name in _BITS:
            return replace(expr, args=tuple(map(_wrapping, args)))
        case ir.Apply(op=op, args=(value, ir.Const(value=int(count)) as by), type=kind) if (
            kind == INT and op.name == "lshift"
        ):
            if not _may_overflow(expr) or not 0 <= count <= 63:
                return expr
            return replace(expr, op=WRAPPING["lshift"], args=(_wrapping(value), by))
        case ir.Apply(op=op, args=args, type=kind) if (
            kind == INT and op.name in WRAPPING and op.name != "lshift" and _are_ints(args)
        ):
            if not _may_overflow(expr):
                return expr
            # A proof rests on operands that fit, and these may not any more.
            return replace(expr, op=WRAPPING[op.name], args=tuple(map(_wrapping, args)))
        case _:
            return expr


def _are_ints(args: tuple[ir.Expr, ...]) -> bool:
    return all(arg.type == INT for arg in args)


# Under a remainder -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Long:
    """An expression of 128 bits, and what it may be."""

    expr: ir.Expr
    range: Range


def _long(expr: ir.Expr) -> _Long:
    """The expression in 128 bits; a step for which these may not be enough asks for a redo."""
    match expr:
        case ir.Const(value=int(number)):
            return _Long(replace(expr, type=INT128), (number, number))
        case ir.Coerce(value=value, type=kind) if kind == BIGINT:
            return _long(value)
        case ir.Apply(op=op, args=args) if plain(op.name) in LONG and (
            expr.type == BIGINT or (_are_ints(args) and _may_overflow(expr))
        ):
            name = plain(op.name)
            parts = [_long(arg) for arg in args]
            low, high = _computed(name, [part.range for part in parts])
            fits = low >= _LONG[0] and high <= _LONG[1]
            row = LONG[name] if fits else CHECKED[name]
            new = ir.Apply(row, tuple(part.expr for part in parts), INT128, expr.span)
            return _Long(new, (max(low, _LONG[0]), min(high, _LONG[1])))
        case _:
            return _Long(ir.Coerce(expr, INT128, expr.span), _range(expr))


def _is_of_ints(expr: ir.Expr) -> bool:
    """Whether an int of any size is a sum or product of ints of 64 bits."""
    match expr:
        case ir.Coerce(value=value):
            return value.type in (INT, BOOL)
        case ir.Const(value=int(number)):
            return _LONG[0] <= number <= _LONG[1]
        case ir.Apply(op=op, args=args, type=kind) if kind == BIGINT and plain(op.name) in LONG:
            return all(map(_is_of_ints, args))
        case _:
            return expr.type == INT


def _range(expr: ir.Expr) -> Range:
    match expr:
        case ir.Apply(op=op, args=(of,)) if op.name == "ord()" or of.type in (BOOL, CHAR):
            return 0, 0x10FFFF
        case ir.Coerce(value=value) if value.type == BOOL:
            return 0, 1
        case _:
            return _SMALL


def _computed(name: str, ranges: list[Range]) -> Range:
    match name, ranges:
        case "neg", [(low, high)]:
            return -high, -low
        case "add", [(low, high), (least, most)]:
            return low + least, high + most
        case "sub", [(low, high), (least, most)]:
            return low - most, high - least
        case _, [first, second]:
            corners = [a * b for a in first for b in second]
            return min(corners), max(corners)
        case _:
            raise ValueError(name)


# One local, two lines ----------------------------------------------------------------------------


def _joined(block: Block) -> Block:
    done: list[ir.Stmt] = []
    for stmt in block:
        both = _both(done[-1], stmt) if done else None
        if both is not None:
            done[-1] = both
        else:
            done.append(stmt)
    return tuple(done)


def _both(first: ir.Stmt, second: ir.Stmt) -> ir.Stmt | None:
    """`h *= 31` and `h &= mask` as one; only where the second line can't raise."""
    match first, second:
        case (
            ir.Assign(target=ir.Bind(name=name), value=before),
            ir.Assign(
                target=ir.Bind(name=again),
                value=ir.Apply(op=op, args=(ir.Local(name=read), ir.Const(value=int(by)))),
            ),
        ) if name == again == read and _may_overflow(before):
            if (op.name == "and" and by >= 0) or (op.name == "mod" and by > 0):
                assert isinstance(second.value, ir.Apply)
                value = replace(second.value, args=(before, second.value.args[1]), proved=False)
                return replace(second, value=value)
        case _:
            pass
    return None
