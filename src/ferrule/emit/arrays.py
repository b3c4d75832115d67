"""What a slice does to arrays that come in: which it may write to, and whether NumPy might warn.

In: a slice. Out: for each function the parameters whose elements may change, by any name that the
function has for them or for a part of them. Where in doubt a parameter counts as written to: then
its elements are kept until the call is sure of its answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ferrule.base.types import MIXED, NUMPY_FLOATS, Array, Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

Written = Mapping[str, frozenset[str]]


def written(module: Module) -> Written:
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
        if isinstance(expr, ir.Apply) and not expr.op.pure and expr.args:
            roots |= _arrays_in(expr.args[0])
        elif isinstance(expr, ir.Call):
            for param, arg in zip(funcs[expr.func].params, expr.args, strict=True):
                if param.name in found[expr.func]:
                    roots |= _arrays_in(arg)
    reached = _closed(roots, names)
    return frozenset(param.name for param in func.params if param.name in reached)


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
    """The locals that hold arrays anywhere in an expression."""
    return {
        part.name
        for part in walk.every_part(expr)
        if isinstance(part, ir.Local) and holds_array(part.type)
    }


def _closed(roots: set[str], names: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(roots), list(roots)
    while waiting:
        for name in names.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


def holds_array(type_: Type) -> bool:
    """Whether a value is an array, or may hold one."""
    return isinstance(type_, Array) or any(map(holds_array, parts(type_)))


def uses_floats(module: Module) -> bool:
    """Whether NumPy's floats are worked on, so that NumPy might have warned."""
    return any(
        isinstance(expr, ir.Apply) and set(map(_type_of, expr.args)) & {*NUMPY_FLOATS, MIXED}
        for func in module.funcs
        for expr in walk.every_expr(func.body)
    )


def _type_of(expr: ir.Expr) -> Type:
    return expr.type


def array_params(func: Func, names: frozenset[str]) -> Iterator[str]:
    """Those of the parameters that are arrays themselves."""
    return (param.name for param in func.params if param.name in names)
