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
from ferrule.passes.masking import is_mask, joined
from ferrule.passes.wording import Words, low, read, word

Block = tuple[ir.Stmt, ...]


def run(module: Module) -> Module:
    """Finds the words of every function."""
    return replace(module, funcs=tuple(map(_worded, module.funcs)))


def _worded(func: Func) -> Func:
    if not _has_big(func):
        return func
    func = replace(func, body=joined(func.body))
    bindings = _bindings(func)
    words = _words(func, bindings)
    params = {param.name: param.type for param in func.params}
    taken = {*func.locals, *params}
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
    types: dict[str, Type] = {**func.locals, **dict.fromkeys(names.values(), WORD)}
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


# Which locals ------------------------------------------------------------------------------------


def _bindings(func: Func) -> dict[str, list[ir.Expr | None]]:
    """All that the locals of any size are bound to; None for what is not an expression."""
    found: dict[str, list[ir.Expr | None]] = {}
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.Assign(target=target, value=value):
                _bind(found, target, value)
            case ir.For(target=target):
                _bind(found, target, None)
            case _:
                pass
    for expr in walk.every_expr(func.body):
        for name in walk.own_names(expr):
            found.setdefault(name, []).append(None)
    return found


def _bind(found: dict[str, list[ir.Expr | None]], target: ir.Target, value: ir.Expr | None) -> None:
    match target, value:
        case ir.Bind(name=name, type=type_), _:
            is_big = type_ == BIGINT and (value is None or value.type == BIGINT)
            found.setdefault(name, []).append(value if is_big else None)
        case ir.Spread(items=items), ir.MakeTuple(items=parts):
            for item, part in zip(items, parts, strict=True):
                _bind(found, item, part)
        case ir.Spread(items=items), _:
            for item in items:
                _bind(found, item, None)


def _words(func: Func, bindings: dict[str, list[ir.Expr | None]]) -> frozenset[str]:
    """The locals that hold words, if those do that are taken to."""
    able = {
        name: [one for one in exprs if one is not None]
        for name, exprs in bindings.items()
        if None not in exprs and name not in func.maybe_unbound
    }
    # What is handed in may be any int.
    given = {param.name for param in func.params}
    able = {
        name: exprs for name, exprs in able.items() if name not in given or any(map(_is_cut, exprs))
    }
    words = frozenset(able)
    while True:
        names = {name: name for name in words}
        kept = frozenset(name for name in words if _is_kept(able[name], names))
        if kept == words:
            return words
        words = kept


def _is_kept(exprs: list[ir.Expr], words: Words) -> bool:
    """Whether all are words, or are taken to be because a mask makes others so."""
    others = [one for one in exprs if word(one, words) is None]
    return not others or (all(map(_is_seed, others)) and any(map(_is_cut, exprs)))


def _is_seed(expr: ir.Expr) -> bool:
    """Whether this is a local as it is, which the run will show to be a word or not."""
    inner = expr.value if isinstance(expr, ir.Coerce) else expr
    return isinstance(inner, ir.Local) and inner.type in (INT, BIGINT)


def _is_cut(expr: ir.Expr) -> bool:
    """Whether a mask of 64 bits has a part in it, so that words are what is meant."""
    return any(is_mask(part, least=2**63) for part in walk.every_part(expr))


# Rewriting ---------------------------------------------------------------------------------------


def _block(block: Block, words: Words) -> Block:
    return tuple(_stmt(stmt, words) for stmt in block)


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
