"""Expressions on ints of 64 bits without a sign, written for `u64`.

In: an expression, and the locals that hold words, as ints from 0 to 2**64 - 1 are called here.
Out: the same value as a word; or a word with the same low 64 bits; or the expression with whatever
is a word inside written as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferrule.base.types import BIGINT, BOOL, FLOAT, INT, INT128, WORD
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ops.op import Op
from ferrule.ops.words import COMPARISONS, LOW, OF_BIGINT, OF_INT, TO_INT, WORD_MOD, WORDS
from ferrule.passes.masking import RING, is_mask, plain

Words = Mapping[str, str]  # the locals that hold words, and the names that they have as such
MOST = 2**64 - 1
_NATURAL = frozenset({"ord()", "len()", ".bit_length", ".bit_count"})


def word(expr: ir.Expr, words: Words) -> ir.Expr | None:
    """The expression as a word; None where it may be less than zero or 2**64 and more."""
    match expr:
        case ir.Const(value=int(number)) if type(number) is int and 0 <= number <= MOST:
            return replace(expr, type=WORD)
        case ir.Local(name=name) if name in words:
            return ir.Local(words[name], WORD, expr.span)
        case ir.Coerce(value=value) if value.type == BOOL:
            return ir.Coerce(value, WORD, expr.span)
        case ir.Coerce(value=value):
            return word(value, words)
        case ir.Apply(op=op, args=(value,)) if op is OF_BIGINT:
            return taken(value, words)
        case ir.Call(type=type_) | ir.GetField(type=type_) if type_ == WORD:
            return read(expr, words)
        case ir.Choose(body=body, orelse=orelse):
            return _choice(expr, word(body, words), word(orelse, words), words)
        case ir.Apply(op=op, args=args):
            if op.name in _NATURAL and expr.type == INT:
                return ir.Coerce(read(expr, words), WORD, expr.span)
            return _applied(expr, plain(op.name), args, words)
        case _:
            return None


def taken(value: ir.Expr, words: Words) -> ir.Expr:
    """The value as a word; a redo where it turns out to be none."""
    found = word(value, words)
    if found is not None:
        return found
    inner = value.value if isinstance(value, ir.Coerce) else value
    row = OF_INT if inner.type == INT else OF_BIGINT
    return ir.Apply(row, (read(inner, words),), WORD, value.span)


def _choice(
    expr: ir.Choose, body: ir.Expr | None, orelse: ir.Expr | None, words: Words
) -> ir.Expr | None:
    if body is None or orelse is None:
        return None
    return ir.Choose(read(expr.test, words), body, orelse, WORD, expr.span)


def _applied(expr: ir.Apply, name: str, args: tuple[ir.Expr, ...], words: Words) -> ir.Expr | None:
    match name, args:
        case "and", (first, second):
            return _masked(expr, first, second, words)
        case (("or" | "xor"), (first, second)):
            return _both(expr, name, word(first, words), word(second, words))
        case "rshift", (first, ir.Const(value=int(count))) if 0 <= count < 64:
            found = word(first, words)
            return None if found is None else _row(expr, name, found, args[1])
        case "mod", (first, ir.Const(value=int(by)) as modulus) if is_mask(expr):
            return _masked(expr, first, replace(modulus, value=by - 1), words)
        case (("floordiv" | "mod"), (first, ir.Const(value=int(by)))) if 0 < by <= MOST:
            return _both(expr, name, word(first, words), word(args[1], words))
        case (("int()" | "pos"), (value,)):
            return word(value, words)
        case _:
            return None


def _masked(expr: ir.Apply, first: ir.Expr, second: ir.Expr, words: Words) -> ir.Expr | None:
    """`value & mask`: of the value, only the low bits count."""
    mask, value = word(second, words), first
    if mask is None:
        mask, value = word(first, words), second
    if mask is None:
        return None
    kept = low(value, words)
    is_whole = isinstance(mask, ir.Const) and mask.value == MOST
    return kept if is_whole else _row(expr, "and", kept, mask)


def _both(
    expr: ir.Apply, name: str, first: ir.Expr | None, second: ir.Expr | None
) -> ir.Expr | None:
    if first is None or second is None:
        return None
    return _row(expr, name, first, second)


def _row(expr: ir.Expr, name: str, *args: ir.Expr) -> ir.Expr:
    return ir.Apply(WORDS[name], args, WORD, expr.span)


def low(expr: ir.Expr, words: Words) -> ir.Expr:
    """A word with the low 64 bits of the expression, as if there were endless ones."""
    found = word(expr, words)
    if found is not None:
        return found
    match expr:
        case ir.Const(value=int(number)):
            return replace(expr, value=number & MOST, type=WORD)
        case ir.Coerce(value=value):
            return low(value, words)
        case ir.Apply(op=op, args=(value, ir.Const(value=int(count)) as by)) if (
            plain(op.name) == "lshift" and 0 <= count < 64
        ):
            return _row(expr, "lshift", low(value, words), by)
        case ir.Apply(op=op, args=args) if plain(op.name) in RING and _are_ints(args):
            return _row(expr, plain(op.name), *_ordered(op, [low(arg, words) for arg in args]))
        case _ if expr.type == BIGINT:
            return ir.Apply(LOW, (read(expr, words),), WORD, expr.span)
        case _:
            return ir.Coerce(read(expr, words), WORD, expr.span)


def _are_ints(args: tuple[ir.Expr, ...]) -> bool:
    return all(arg.type in (INT, BIGINT) for arg in args)


def _ordered(op: Op, args: list[ir.Expr]) -> list[ir.Expr]:
    """A method is better called on what is no literal."""
    if plain(op.name) in ("add", "mul") and isinstance(args[0], ir.Const):
        return args[::-1]
    return args


def read(expr: ir.Expr, words: Words) -> ir.Expr:
    """The expression, of its own type, with words inside."""
    if not walk.reads(expr) & words.keys() and not _has_big(expr):
        return expr
    match expr:
        case ir.Local(name=name) if name in words:
            return ir.Coerce(ir.Local(words[name], WORD, expr.span), expr.type, expr.span)
        case ir.Apply(op=op, args=(value,)) if op is OF_BIGINT:
            return taken(value, words)
        case ir.Apply(op=op, args=args) if any(arg.type == BIGINT for arg in args):
            found = _of_words(expr, plain(op.name), args, words)
            if found is not None:
                return found
        case _:
            pass
    if expr.type == BIGINT and isinstance(expr, ir.Apply | ir.Choose):
        found = word(expr, words)
        if found is not None and walk.reads(expr):
            return ir.Coerce(found, BIGINT, expr.span)
    return walk.rebuild(expr, lambda inner: read(inner, words))


def _has_big(expr: ir.Expr) -> bool:
    return any(part.type == BIGINT for part in walk.every_part(expr))


def _of_words(expr: ir.Apply, name: str, args: tuple[ir.Expr, ...], words: Words) -> ir.Expr | None:
    """An operation that gives an int of 64 bits, a bool or a float."""
    match name, args:
        case _, (first, second) if name in COMPARISONS[WORD] and expr.type == BOOL:
            return _compared(expr, name, word(first, words), word(second, words), words)
        case "bool()", (first,):
            found = word(first, words)
            zero = ir.Const(0, WORD, expr.span)
            row = COMPARISONS[WORD]["ne"]
            return None if found is None else ir.Apply(row, (found, zero), BOOL, expr.span)
        case "float()", (first,):
            found = word(first, words)
            return None if found is None else ir.Coerce(found, FLOAT, expr.span)
        case "mod", _ if expr.type == INT and is_mask(expr):
            return _small(expr, word(expr, words))
        case "mod", (first, divisor) if expr.type == INT:
            return _rest(expr, word(first, words), divisor, words)
        case "small", (first,):
            return _small(expr, word(first, words))
        case "and", _ if expr.type == INT:
            return _small(expr, word(expr, words))
        case _:
            return None


def _compared(
    expr: ir.Apply, name: str, first: ir.Expr | None, second: ir.Expr | None, words: Words
) -> ir.Expr | None:
    if first is not None and second is not None:
        return ir.Apply(COMPARISONS[WORD][name], (first, second), BOOL, expr.span)
    sides = []
    for found, arg in zip((first, second), expr.args, strict=True):
        if found is None and arg.type != INT:
            return None
        sides.append(ir.Coerce(found or read(arg, words), INT128, expr.span))
    return ir.Apply(COMPARISONS[INT128][name], tuple(sides), BOOL, expr.span)


def _rest(expr: ir.Apply, found: ir.Expr | None, divisor: ir.Expr, words: Words) -> ir.Expr | None:
    if found is None:
        return None
    by = word(divisor, words) if isinstance(divisor, ir.Const) and divisor.value != 0 else None
    if by is not None:
        return ir.Coerce(_row(expr, "mod", found, by), INT, expr.span)
    return ir.Apply(WORD_MOD, (found, read(divisor, words)), INT, expr.span)


def _small(expr: ir.Expr, found: ir.Expr | None) -> ir.Expr | None:
    if found is None:
        return None
    if most(found) < 2**63:
        return ir.Coerce(found, INT, expr.span)
    return ir.Apply(TO_INT, (found,), INT, expr.span)


def most(expr: ir.Expr) -> int:
    """The greatest that a word may be."""
    match expr:
        case ir.Const(value=int(number)):
            return number
        case ir.Coerce(value=value) if value.type == BOOL:
            return 1
        case ir.Apply(op=op, args=(first, ir.Const(value=int(by)))) if op.name == "word rshift":
            return most(first) >> by
        case ir.Apply(op=op, args=(first, second)) if op.name == "word and":
            return min(most(first), most(second))
        case ir.Apply(op=op, args=(first, second)) if op.name in ("word or", "word xor"):
            return (1 << max(most(first), most(second)).bit_length()) - 1
        case ir.Apply(op=op, args=(first, second)) if op.name == "word mod":
            return min(most(first), most(second) - 1)
        case ir.Apply(op=op, args=(first, ir.Const(value=int(by)))) if op.name == "word floordiv":
            return most(first) // by
        case _:
            return MOST
