"""What an instance borrows stays as it is while the instance is in use.

Before:  `rates = Rates(table)`, `table[k] = v`, `rates.total()`     After:  the function is refused

In: a function with its bindings and accesses, and the slice's lent attributes. Out: nothing, or a
refusal. The borrow checker would find the same; this says it in Python's words, and before rustc.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.types import Struct as StructType
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Param
from ferrule.passes.accesses import Access
from ferrule.passes.definitions import Bindings
from ferrule.passes.live import facts
from ferrule.passes.places import is_shared, places

Params = Mapping[str, tuple[Param, ...]]


def check_loans(
    func: Func, bound: Bindings, found: tuple[Access, ...], module: Module, params: Params
) -> None:
    """Refuses a function that changes what an instance still borrows."""
    lending = frozenset(struct.name for struct in module.structs if struct.lent)
    is_entry = func.name in module.called_by_python
    if is_entry and isinstance(func.result, StructType) and func.result.name in lending:
        message = f"a {func.result} with what it was made of leaves the slice"
        raise Refused(Diagnostic("F303", func.span, message))
    loans = list(_loans(func, lending, params)) if lending else []
    if not loans:
        return
    live = facts(func)
    for access in found:
        if access.kind == "read" or (access.kind == "take" and not is_shared(access.expr.type)):
            continue
        roots = {further.root for place in access.places for further in bound.expand(place)}
        for borrower, lenders in loans:
            if roots & lenders and _is_in_use(borrower, access.stmt, live):
                message = f"`{borrower}` still looks at what is changed here"
                raise Refused(Diagnostic("F301", access.stmt.span, message))


def _loans(
    func: Func, lending: frozenset[str], params: Params
) -> Iterator[tuple[str, frozenset[str]]]:
    """The locals that borrow, and from whom."""
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.Assign(target=ir.Bind(name=name, type=StructType(kind)), value=value):
                if kind in lending:
                    yield name, frozenset(_lenders(value, params))
            case _:
                pass


def _lenders(value: ir.Expr, params: Params) -> Iterator[str]:
    match value:
        case ir.MakeStruct(fields=fields, lent=lent):
            lent_parts = [part for name, part in fields if name in lent]
        case ir.Call(func=callee, args=args):
            given = zip(params[callee], args, strict=True)
            lent_parts = [arg for param, arg in given if param.mode in ("ref", "mut")]
        case _:
            lent_parts = [value]
    for part in lent_parts:
        for place in places(part):
            yield place.root


def _is_in_use(name: str, stmt: ir.Stmt, live: Mapping[int, frozenset[str]]) -> bool:
    if name in live.get(id(stmt), frozenset()) and name not in walk.bound_by(stmt):
        return True
    return any(name in walk.reads(expr) for expr in walk.in_stmt(stmt))
