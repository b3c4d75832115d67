"""Functions that give the call back for lists longer than any in practice, where that proves more.

Before:  `for i in range(len(xs)): … i * i`      After:  `if len(xs) > 2**30: redo` at the head

In: a module and the proofs found with and without lists taken to be short. Out: the module with
such a check at the head of the functions that gain by it. A product of two ints below 2**31 fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from ferrule.base.types import BOOL, INT, STR, List, Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Param
from ferrule.ops import table

FEW = 2**30
# The functions whose lists are taken to be short; the proofs found then, by the `id` of operations.
Short: TypeAlias = frozenset[str]
Proofs: TypeAlias = Mapping[int, bool]
_LARGE = 600  # a module of more expressions than this is gone through only once
_MOST = 6  # more functions than this are not tried one by one


def choose(module: Module, prove: Callable[[Short], Proofs]) -> tuple[Short, Proofs]:
    """The functions that gain by taking their lists to be short, and all proofs then."""
    plain = prove(frozenset())
    able = [func.name for func in module.funcs if any(map(has_length, func.params))]
    if not 0 < len(able) <= _MOST or not _is_worth_it(module, plain):
        return frozenset(), plain
    short = frozenset(able)
    best = prove(short)
    if _count(best) <= _count(plain):
        return frozenset(), plain
    for name in able:
        fewer = prove(short - {name})
        if _count(fewer) == _count(best):
            short, best = short - {name}, fewer
    return short, best


def _count(proofs: Proofs) -> int:
    return sum(proofs.values())


def _is_worth_it(module: Module, proofs: Proofs) -> bool:
    """Whether a small module has products that may overflow; nothing else of lengths ever does."""
    exprs = [expr for func in module.funcs for expr in walk.every_expr(func.body)]
    return len(exprs) <= _LARGE and any(
        isinstance(expr, ir.Apply)
        and expr.op.name in ("mul", "lshift")
        and expr.type == INT
        and not proofs.get(id(expr), False)
        for expr in exprs
    )


def has_length(param: Param) -> bool:
    """Whether the parameter is a list or a text."""
    return isinstance(param.type, List) or param.type == STR


def guarded(func: Func) -> Func:
    """The function with a check of its parameters' lengths at its head."""
    tests = tuple(_is_long(param, func) for param in func.params if has_length(param))
    test = tests[0] if len(tests) == 1 else ir.Logic(False, tests, BOOL, func.span)
    check = ir.If(test, (ir.Redo("F401", func.span),), (), func.span)
    return replace(func, body=(check, *func.body))


def _is_long(param: Param, func: Func) -> ir.Expr:
    local = ir.Local(param.name, param.type, func.span)
    measure = next(op for op in table.rows("len()") if _takes(op.arguments[0], param.type))
    size = ir.Apply(measure, (local,), INT, func.span)
    greater = next(op for op in table.rows("gt") if op.arguments == (INT, INT))
    return ir.Apply(greater, (size, ir.Const(FEW, INT, func.span)), BOOL, func.span)


def _takes(argument: Type, type_: Type) -> bool:
    return argument == STR if type_ == STR else isinstance(argument, List)
