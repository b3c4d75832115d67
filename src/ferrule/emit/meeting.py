"""Which counted instances and containers a function meets, itself or in a function that it calls.

In: a function of the slice. Out: the structs of what it meets. A function that meets none needs
nothing of what keeps them apart from what is owned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ferrule.base.types import Struct, Type, parts
from ferrule.emit.types import Structs
from ferrule.ir import module as mod
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func


def met_by(func: Func, funcs: Mapping[str, Func], structs: Structs) -> list[mod.Struct]:
    """The counted structs that a call may meet."""
    names: set[str] = set()
    for one in _called(func, funcs):
        for type_ in _types(one):
            _collect(type_, names, structs)
    return [structs[name] for name in sorted(names) if structs[name].counted]


def _called(func: Func, funcs: Mapping[str, Func]) -> list[Func]:
    """A function and all that it calls."""
    found, queue = {func.name: func}, [func]
    while queue:
        for expr in walk.every_expr(queue.pop().body):
            if isinstance(expr, ir.Call) and expr.func in funcs and expr.func not in found:
                found[expr.func] = funcs[expr.func]
                queue.append(funcs[expr.func])
    return list(found.values())


def _types(func: Func) -> Iterator[Type]:
    yield func.result
    yield from func.locals.values()
    yield from (param.type for param in func.params)
    for expr in walk.every_expr(func.body):
        yield expr.type


def _collect(type_: Type, names: set[str], structs: Structs) -> None:
    if isinstance(type_, Struct):
        if type_.name not in names and type_.name in structs:
            names.add(type_.name)
            for _, inner in structs[type_.name].fields:
                _collect(inner, names, structs)
        return
    for part in parts(type_):
        _collect(part, names, structs)
