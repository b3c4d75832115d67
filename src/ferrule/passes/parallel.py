"""Which comprehensions may really be worked out side by side.

Before:  `[turn(i, grid) for i in prange(n)]`, wanted parallel
After:   the same, or no longer wanted parallel, and a note that says what is in the way

In: functions whose parameters' modes are known. What a turn calls must change nothing
that it was given, print nothing, and work on values that threads may share: no counted handles, and
nothing that only the interpreter can answer. A function that calls itself stays where the depth of
Python's stack is known. rustc holds all of it against its own rules once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ferrule.base.diag import Diagnostic
from ferrule.base.records import FuncName
from ferrule.base.types import (
    BIGINT,
    BOOL,
    CHAR,
    COMPLEX,
    FLOAT,
    INT,
    INT128,
    NEVER,
    NONE,
    NUMBER,
    RANGE,
    STR,
    WORD,
    Struct,
    Type,
    parts,
)
from ferrule.ir import module as ir_module
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

_FREE = {BIGINT, BOOL, CHAR, COMPLEX, FLOAT, INT, INT128, NEVER, NONE, NUMBER, RANGE, STR, WORD}
Notes = dict[FuncName, tuple[Diagnostic, ...]]


def run(module: Module) -> Module:
    """Takes back what can't be, and says why."""
    if not any(_wanted(func) for func in module.funcs):
        return module
    notes: Notes = dict(module.notes)
    funcs = tuple(_checked(func, module, notes) for func in module.funcs)
    return replace(module, funcs=funcs, notes=notes)


def _wanted(func: Func) -> bool:
    exprs = walk.every_expr(func.body)
    return any(isinstance(expr, ir.Collect) and expr.parallel for expr in exprs)


def _checked(func: Func, module: Module, notes: Notes) -> Func:
    def change(expr: ir.Expr) -> ir.Expr:
        made = walk.rebuild(expr, change)
        if not isinstance(made, ir.Collect) or not made.parallel:
            return made
        why = _against(made, module)
        if not why:
            return made
        note = Diagnostic("F504", made.span, why)
        notes[func.origin] = (*notes.get(func.origin, ()), note)
        return replace(made, parallel=False)

    def block(body: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(walk.rebuild_stmt(stmt, change, block) for stmt in body)

    return replace(func, body=block(func.body))


def _against(node: ir.Collect, module: Module) -> str:
    """What is in the way; empty where nothing is."""
    clause, element = node.clauses[0], node.elements[0]
    over = clause.iter
    if not isinstance(element, ir.Call) or not _counts(over):
        return "only a loop that counts one by one can be parallel"
    funcs = {func.name: func for func in module.funcs}
    turn = funcs[element.func]
    changed = [param.name for param in turn.params if param.mode not in ("value", "ref")]
    if changed:
        return f"a turn may change `{changed[0]}`, which other turns look at"
    structs = {struct.name: struct for struct in module.structs}
    for func in _reached(turn, funcs):
        name = func.origin.qualname.rpartition(".")[2]
        if func.name in _called(_reached(func, funcs)):
            return f"`{name}` calls itself"
        for what in _effects(func):
            return f"{'a turn' if func is turn else f'`{name}`'} {what}"
        for type_ in _types(func):
            if not _is_free(type_, structs, frozenset()):
                return f"a {type_} can't be shared by threads"
    return ""


def _counts(over: ir.Iter) -> bool:
    match over:
        case ir.OverRange(step=ir.Const(value=1)):
            return True
    return False


def _reached(first: Func, funcs: Mapping[str, Func]) -> list[Func]:
    found = {first.name: first}
    queue = [first]
    while queue:
        for expr in walk.every_expr(queue.pop().body):
            if isinstance(expr, ir.Call) and expr.func not in found:
                found[expr.func] = funcs[expr.func]
                queue.append(funcs[expr.func])
    return list(found.values())


def _called(funcs: list[Func]) -> set[str]:
    exprs = (expr for func in funcs for expr in walk.every_expr(func.body))
    return {expr.func for expr in exprs if isinstance(expr, ir.Call)}


def _effects(func: Func) -> Iterator[str]:
    for stmt in walk.every_stmt(func.body):
        if isinstance(stmt, ir.Print):
            yield "prints"
    for expr in walk.every_expr(func.body):
        if isinstance(expr, ir.Apply) and not expr.op.pure and not expr.op.mutates:
            yield f"does `{expr.op.name}`, whose order counts"


def _types(func: Func) -> Iterator[Type]:
    yield func.result
    yield from (param.type for param in func.params)
    yield from (expr.type for expr in walk.every_expr(func.body))


def _is_free(type_: Type, structs: Mapping[str, ir_module.Struct], passed: frozenset[str]) -> bool:
    if isinstance(type_, Struct):
        struct = structs.get(type_.name)
        if type_.name in passed:
            return True
        if type_.counted or struct is None or struct.counted or struct.lent:
            return False
        passed |= {type_.name}
        return all(_is_free(held, structs, passed) for _, held in struct.fields)
    inner = parts(type_)
    return all(_is_free(part, structs, passed) for part in inner) if inner else type_ in _FREE
