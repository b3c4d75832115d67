"""Which arrays that come in a function may write to, by any name that it has for them.

Before:  `part = a[1:]`, `part[0] = 1.0`      After:  `Func.writes = {a}`

In: any tree. Out: the same tree with `Func.writes` set. Where in doubt a parameter counts as
written to: then its elements are kept until the call is sure of its answer. Arrays that an object
holds can't be kept that way: such a function is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferrule.base.diag import Diagnostic
from ferrule.base.types import Array, List, Struct, Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

Written = Mapping[str, frozenset[str]]


def run(module: Module) -> Module:
    """Finds what is written to; functions for which nothing can be kept are in the reasons."""
    found = _written(module)
    funcs = tuple(replace(func, writes=found[func.name]) for func in module.funcs)
    reasons = dict(module.reasons)
    entries = {entry.func for entry in module.entries} | {
        way for entry in module.entries for way in entry.ways
    }
    for func in funcs:
        odd = [
            param for param in func.params if param.name in func.writes and not _is_kept(param.type)
        ]
        if odd and func.name in entries and func.origin not in reasons:
            words = f"changes an array that is held by a {odd[0].type}"
            reasons[func.origin] = (Diagnostic("F410", func.span, words),)
    return replace(module, funcs=funcs, reasons=reasons)


def _is_kept(type_: Type) -> bool:
    """Whether the elements of its arrays can be kept and put back."""
    match type_:
        case Array():
            return True
        case List(element):
            return _is_kept(element)
        case _:
            return False


def _written(module: Module) -> Written:
    """The parameters of each function that it may write to."""
    found: dict[str, frozenset[str]] = {func.name: frozenset() for func in module.funcs}
    grown = True
    while grown:
        grown = False
        for func in module.funcs:
            now = _written_by(func, module, found)
            grown |= now != found[func.name]
            found[func.name] = now
    return found


def _written_by(func: Func, module: Module, found: Written) -> frozenset[str]:
    names = _names(func)
    roots: set[str] = set()
    funcs = {one.name: one for one in module.funcs}
    for expr in walk.every_expr(func.body):
        if isinstance(expr, ir.Apply) and _is_write(expr):
            roots |= _arrays_in(expr.args[0])
        elif isinstance(expr, ir.Call):
            for param, arg in zip(funcs[expr.func].params, expr.args, strict=True):
                if param.name in found[expr.func]:
                    roots |= _arrays_in(arg)
    reached = _closed(roots, names)
    return frozenset(param.name for param in func.params if param.name in reached)


def _is_write(expr: ir.Apply) -> bool:
    return not expr.op.pure and bool(expr.args) and isinstance(expr.args[0].type, Array)


def _names(func: Func) -> Mapping[str, set[str]]:
    """For each local the others that it may have its array from."""
    found: dict[str, set[str]] = {}
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.Assign(target=target, value=value):
                _bound(found, target, _arrays_in(value))
            case ir.For(target=target, iter=iter_):
                for value in walk.in_iter(iter_):
                    _bound(found, target, _arrays_in(value))
            case _:
                pass
    for expr in walk.every_expr(func.body):
        if isinstance(expr, ir.Let):
            found.setdefault(expr.name, set()).update(_arrays_in(expr.value))
        for clause in getattr(expr, "clauses", ()):
            for value in walk.in_iter(clause.iter):
                _bound(found, clause.target, _arrays_in(value))
    return found


def _bound(found: dict[str, set[str]], target: ir.Target, roots: set[str]) -> None:
    for name in walk.bound(target):
        found.setdefault(name, set()).update(roots)


def _arrays_in(expr: ir.Expr) -> set[str]:
    """The locals whose arrays an expression may be, or be a part of."""
    if isinstance(expr, ir.Apply) and expr.op.name in ("numpy", "numpy made"):
        return set()  # NumPy makes a new array
    if isinstance(expr, ir.Local):
        return {expr.name} if _holds_array(expr.type) else set()
    return {name for part in walk.inside(expr) for name in _arrays_in(part)}


def _closed(roots: set[str], names: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(roots), list(roots)
    while waiting:
        for name in names.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


def _holds_array(type_: Type) -> bool:
    """Whether a value is an array, or may hold one."""
    return isinstance(type_, Array | Struct) or any(map(_holds_array, parts(type_)))
