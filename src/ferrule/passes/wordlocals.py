"""Which locals of any size only ever hold words, ints from 0 to 2**64 - 1.

In: a function as lowered, its lines joined. Out: the names of such locals. A local that starts from
an int that is handed in is taken to be a word too, if a mask makes it one later.
"""

from __future__ import annotations

from ferrule.base.types import BIGINT, INT, WORD
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.passes.masking import is_mask
from ferrule.passes.wording import Words, word


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


def words_of(func: Func) -> frozenset[str]:
    """The locals that hold words, if those do that are taken to."""
    bindings = _bindings(func)
    able = {
        name: [one for one in exprs if one is not None]
        for name, exprs in bindings.items()
        if None not in exprs and name not in func.maybe_unbound
    }
    # What is handed in may be any int, unless all callers hand in words.
    given = {param.name for param in func.params if param.type != WORD}
    linked = {one.name for one in func.params if one.type == WORD and one.name not in bindings}
    able = {
        name: exprs for name, exprs in able.items() if name not in given or any(map(is_cut, exprs))
    }
    words = frozenset(able)
    while True:
        names = {name: name for name in words | linked}
        kept = frozenset(name for name in words if _is_kept(able[name], names))
        if kept == words:
            return words | linked
        words = kept


def _is_kept(exprs: list[ir.Expr], words: Words) -> bool:
    """Whether all are words, or are taken to be because a mask makes others so."""
    others = [one for one in exprs if word(one, words) is None]
    return not others or (all(map(is_seed, others)) and any(map(is_cut, exprs)))


def is_seed(expr: ir.Expr) -> bool:
    """Whether this is a local as it is, which the run will show to be a word or not."""
    inner = expr.value if isinstance(expr, ir.Coerce) else expr
    return isinstance(inner, ir.Local) and inner.type in (INT, BIGINT)


def is_cut(expr: ir.Expr) -> bool:
    """Whether a mask of 64 bits has a part in it, so that words are what is meant."""
    return any(
        is_mask(part, least=2**63) or (isinstance(part, ir.Call) and part.type == WORD)
        for part in walk.every_part(expr)
    )
