"""Attributes that only look at a container that somebody else holds: they borrow it.

Before:  `Evaluator(tokens, variables)` would need a second owner for `variables`
After:   `struct Evaluator<'a> { variables: &'a Dict<Str, f64>, … }`

In: a slice whose ownership was refused, and its parameters. Out: the slice with `Struct.lent` and
`MakeStruct.lent` set. Only classes whose instances live in locals alone, so that the borrow checker
sees that no instance outlives what it borrows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ferrule.base.types import Deque, Dict, List, Set, Type, contains
from ferrule.base.types import Struct as StructType
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Param
from ferrule.passes.accesses import accesses
from ferrule.passes.definitions import bindings
from ferrule.passes.places import is_shared, places

Params = Mapping[str, tuple[Param, ...]]
Lent = dict[str, frozenset[str]]


def lent(module: Module, params: Params) -> Module | None:
    """The slice with the attributes that can borrow; None where there are none."""
    found = _lendable(module, params)
    if not found:
        return None
    structs = tuple(
        replace(struct, lent=found.get(struct.name, frozenset())) for struct in module.structs
    )
    funcs = tuple(_lending(func, found) for func in module.funcs)
    return replace(module, structs=structs, funcs=funcs)


def _lendable(module: Module, params: Params) -> Lent:
    changed = frozenset(step for func in module.funcs for step in _touched(func, params))
    found: Lent = {}
    for struct in module.structs:
        if not _lives_in_locals(StructType(struct.name), module):
            continue
        fields = frozenset(
            name
            for name, type_ in struct.fields
            if isinstance(type_, List | Deque | Dict | Set)
            and f".{name}" not in changed
            and _is_given(struct.name, name, module)
        )
        if fields:
            found[struct.name] = fields
    return found


def _touched(func: Func, params: Params) -> Iterator[str]:
    """The attributes through which something is changed, replaced or given away."""
    bound = bindings(func, frozenset())
    for access in accesses(func.body, params):
        if access.kind == "read" or (access.kind == "take" and not is_shared(access.expr.type)):
            continue
        for place in access.places:
            for further in bound.expand(place):
                yield from further.way


def _lives_in_locals(type_: StructType, module: Module) -> bool:
    """Whether no instance is held by another value."""
    return not any(_holds(one, type_) for one in _types(module))


def _types(module: Module) -> Iterator[Type]:
    for struct in module.structs:
        for _, type_ in struct.fields:
            yield List(type_)
    for func in module.funcs:
        yield func.result
        yield from func.locals.values()
        for param in func.params:
            yield param.type


def _holds(type_: Type, inner: StructType) -> bool:
    return type_ != inner and contains(type_, inner)


def _is_given(name: str, field: str, module: Module) -> bool:
    """Whether every instance is made with something for this attribute that lives elsewhere."""
    for func in module.funcs:
        for expr in walk.every_expr(func.body):
            if not isinstance(expr, ir.MakeStruct) or expr.type != StructType(name):
                continue
            roots = {place.root for place in places(dict(expr.fields)[field])}
            if not roots or not _outlives(func, roots, module):
                return False
    return True


def _outlives(func: Func, roots: set[str], module: Module) -> bool:
    """Whether what these locals hold lives on when the function gives an instance back."""
    if not isinstance(func.result, StructType):
        return True
    numbers = [number for number, param in enumerate(func.params) if param.name in roots]
    if len(numbers) != len(roots):
        return False
    calls = (
        expr
        for other in module.funcs
        for expr in walk.every_expr(other.body)
        if isinstance(expr, ir.Call) and expr.func == func.name
    )
    return all(places(call.args[number]) for call in calls for number in numbers)


def _lending(func: Func, found: Lent) -> Func:
    def change(expr: ir.Expr) -> ir.Expr:
        if isinstance(expr, ir.MakeStruct) and isinstance(expr.type, StructType):
            expr = replace(expr, lent=found.get(expr.type.name, frozenset()))
        return walk.rebuild(expr, change)

    def block(stmts: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(walk.rebuild_stmt(stmt, change, block) for stmt in stmts)

    return replace(func, body=block(func.body))
