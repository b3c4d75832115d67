"""What every tree obeys, whichever pass it comes from.

In: a slice. Out: its faults in words; none for a good one. Types are all known, names are bound,
calls fit the functions that they call, operations have their operands, attributes exist and
functions return what they say. That a name is bound *before* it is read is not for the tree to say:
Python looks at run time, and so does the slice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ferrule.base.types import NEVER, Hole, Struct, Type, parts
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module


def faults(module: Module) -> Iterator[str]:
    """Everything that is wrong with a slice."""
    funcs = {func.name: func for func in module.funcs}
    fields = {one.name: dict(one.fields) for one in (*module.structs, *module.handles)}
    if len(funcs) != len(module.funcs):
        yield "two functions have one name"
    for entry in module.entries:
        for name in entry.ways:
            if name not in funcs:
                yield f"the entry `{name}` is no function"
    for func in module.funcs:
        for fault in _in_func(func, funcs, fields):
            yield f"{func.name}: {fault}"


def _in_func(
    func: Func, funcs: Mapping[str, Func], fields: Mapping[str, Mapping[str, Type]]
) -> Iterator[str]:
    declared = (func.result, *func.locals.values(), *(param.type for param in func.params))
    for type_ in declared:
        if _is_open(type_):
            yield f"the type {type_} is not known"
    known = {*func.locals, *walk.assigned(func.body), *(param.name for param in func.params)}
    for stmt in walk.every_stmt(func.body):
        known |= set(walk.bound_by(stmt))
        if isinstance(stmt, ir.Return) and stmt.value is not None:
            yield from _differ(stmt.value.type, func.result, f"line {stmt.span.line} returns")
    for expr in walk.every_expr(func.body):
        known |= set(walk.own_names(expr))
    for expr in walk.every_expr(func.body):
        place = f"line {expr.span.line}"
        if _is_open(expr.type):
            yield f"{place}: the type {expr.type} is not known"
        match expr:
            case ir.Local(name=name) if name not in known:
                yield f"{place}: `{name}` is bound nowhere"
            case ir.Call():
                yield from _call(expr, funcs, place)
            case ir.Apply(op=op, args=args) if len(args) != len(op.arguments):
                yield f"{place}: `{op.name}` has {len(args)} operands"
            case ir.GetField(value=value, name=name) if isinstance(value.type, Struct):
                if name not in fields.get(value.type.name, {}):
                    yield f"{place}: {value.type} has no attribute `{name}`"


def _call(expr: ir.Call, funcs: Mapping[str, Func], place: str) -> Iterator[str]:
    callee = funcs.get(expr.func)
    if callee is None:
        yield f"{place}: `{expr.func}` is no function of the slice"
        return
    if len(expr.args) != len(callee.params):
        yield f"{place}: `{expr.func}` is called with {len(expr.args)} arguments"
    for arg, param in zip(expr.args, callee.params, strict=False):
        yield from _differ(arg.type, param.type, f"{place}: `{param.name}` of `{expr.func}`")
    yield from _differ(expr.type, callee.result, f"{place}: `{expr.func}` gives")


def _differ(have: Type, want: Type, what: str) -> Iterator[str]:
    if NEVER not in (have, want) and have != want:
        yield f"{what} a {have} where {want} is said"


def _is_open(type_: Type) -> bool:
    return isinstance(type_, Hole) or any(map(_is_open, parts(type_)))
