"""Locals of any size that only ever hold 64 bits, as hashes and random numbers do, become `u64`.

Before:  `h = 14695981039346656037`, `h = and(mul(h, 1099511628211), 2**64 - 1)` of ints of any size
After:   `h = word mul(h, 1099511628211)`

In: functions as lowered, where what may need more than 64 bits is an int of any size. Out: the same
with such locals and what is made of them in words. A local that starts from an int that is handed
in is taken to be a word too, if a mask makes it one later; a redo where it is none. A local that is
masked only some lines after it was changed counts as masked from the first of them.
"""

from __future__ import annotations

from dataclasses import replace

from ferrule.base.types import BIGINT, INT, WORD, Tuple, Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.ops.words import OF_BIGINT, OF_INT
from ferrule.passes.masking import joined
from ferrule.passes.wording import Words, low, read, word
from ferrule.passes.wordlinks import linked
from ferrule.passes.wordlocals import words_of

Block = tuple[ir.Stmt, ...]


def run(module: Module) -> Module:
    """Finds the words of every function, and those that go from one to another."""
    funcs = tuple(
        replace(func, body=joined(func.body)) if _has_big(func) else func for func in module.funcs
    )
    module = linked(replace(module, funcs=funcs))
    return replace(module, funcs=tuple(map(_worded, module.funcs)))


def _worded(func: Func) -> Func:
    if not _has_big(func):
        return func
    words = words_of(func)
    params = {param.name: param.type for param in func.params if param.type != WORD}
    taken = {*func.locals, *(param.name for param in func.params)}
    names = {name: _fresh(name, taken) if name in params else name for name in sorted(words)}
    heads = [
        ir.Assign(
            ir.Bind(names[name], WORD),
            _checked(ir.Local(name, params[name], func.span)),
            func.span,
        )
        for name in sorted(words & params.keys())
    ]
    body = _block(func.body, names)
    given = {param.name for param in func.params}
    own = (name for name in names.values() if name not in given)
    types: dict[str, Type] = {**func.locals, **dict.fromkeys(own, WORD)}
    return replace(func, body=(*heads, *body), locals=types)


def _fresh(name: str, taken: set[str]) -> str:
    number, found = 1, f"{name}_word"
    while found in taken:
        number, found = number + 1, f"{name}_word_{number}"
    taken.add(found)
    return found


def _checked(local: ir.Local) -> ir.Expr:
    row = OF_INT if local.type == INT else OF_BIGINT
    return ir.Apply(row, (local,), WORD, local.span)


def _has_big(func: Func) -> bool:
    return any(part.type == BIGINT for part in walk.every_expr(func.body))


# Rewriting ---------------------------------------------------------------------------------------


def _block(block: Block, words: Words) -> Block:
    done = (_stmt(stmt, words) for stmt in block)
    return tuple(stmt for stmt in done if not _says_nothing(stmt))


def _says_nothing(stmt: ir.Stmt) -> bool:
    """Whether this is `x = x`: a mask of 64 bits that is taken for granted."""
    match stmt:
        case ir.Assign(target=ir.Bind(name=name, type=type_), value=ir.Local(name=same)):
            return name == same and type_ == WORD
        case _:
            return False


def _stmt(stmt: ir.Stmt, words: Words) -> ir.Stmt:
    match stmt:
        case ir.Assign(target=target, value=value):
            return replace(stmt, target=_target(target, words), value=_value(target, value, words))
        case ir.For(target=target):
            changed: ir.Stmt = replace(stmt, target=_target(target, words))
        case _:
            changed = stmt
    return walk.rebuild_stmt(changed, lambda e: read(e, words), lambda b: _block(b, words))


def _target(target: ir.Target, words: Words) -> ir.Target:
    match target:
        case ir.Bind(name=name) if name in words:
            return replace(target, name=words[name], type=WORD)
        case ir.Bind():
            return target
        case ir.Spread(items=items):
            return ir.Spread(tuple(_target(item, words) for item in items))


def _value(target: ir.Target, value: ir.Expr, words: Words) -> ir.Expr:
    match target, value:
        case ir.Bind(name=name), _ if name in words:
            found = word(value, words)
            inner = value.value if isinstance(value, ir.Coerce) else value
            if found is None and isinstance(inner, ir.Local):
                return _checked(inner)
            return low(value, words) if found is None else found
        case ir.Spread(items=items), ir.MakeTuple(items=parts, span=span):
            new = tuple(_value(item, part, words) for item, part in zip(items, parts, strict=True))
            return ir.MakeTuple(new, Tuple(tuple(part.type for part in new)), span)
        case _:
            return read(value, words)
