"""Locals and parameters get names that Rust accepts and that hide none of the slice's functions.

Before:  `def deposit(self, fn)`      After:  `def deposit(this, fn_)`

What is never read gets a name with `_` in front, which tells Rust that this is meant.

In: any tree. Out: the same tree with such locals renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

_WORDS = """
    abstract as async await become box break const continue crate do dyn else enum extern false
    final fn for gen if impl in let loop macro match mod move mut override priv pub ref return
    Self static struct super trait true try type typeof unsafe unsized use virtual where while
    yield Ok Err Some None _ call
"""
_RESERVED = frozenset(_WORDS.split())

Names = Mapping[str, str]


def run(module: Module) -> Module:
    """Renames functions, and the locals of every function."""
    module = _with_functions(module)
    functions = frozenset(func.name for func in module.funcs)
    return replace(module, funcs=tuple(_renamed(func, functions) for func in module.funcs))


def _with_functions(module: Module) -> Module:
    taken = {func.name for func in module.funcs}
    names: dict[str, str] = {}
    for func in module.funcs:
        if func.name in _RESERVED or not func.name.isidentifier():
            names[func.name] = _free(func.name, taken)
            taken.add(names[func.name])
    if not names:
        return module
    funcs = tuple(
        replace(func, name=names.get(func.name, func.name), body=_calls(func.body, names))
        for func in module.funcs
    )
    entries = tuple(
        replace(
            one,
            func=names.get(one.func, one.func),
            others=tuple(names.get(other, other) for other in one.others),
        )
        for one in module.entries
    )
    return replace(module, funcs=funcs, entries=entries)


def _calls(block: tuple[ir.Stmt, ...], names: Names) -> tuple[ir.Stmt, ...]:
    def expr(one: ir.Expr) -> ir.Expr:
        if isinstance(one, ir.Call):
            one = replace(one, func=names.get(one.func, one.func))
        return walk.rebuild(one, expr)

    return tuple(
        walk.rebuild_stmt(stmt, expr, lambda inner: _calls(inner, names)) for stmt in block
    )


def _renamed(func: Func, functions: frozenset[str]) -> Func:
    present = _present(func)
    taken = set(present) | functions
    names: dict[str, str] = {}
    read = frozenset(e.name for e in walk.every_expr(func.body) if isinstance(e, ir.Local))
    for name in present:
        if name not in read:
            if not name.startswith("_"):
                names[name] = _free(f"_{name}", taken, "")
                taken.add(names[name])
        elif "." in name:  # what a class holds, which comes in as an argument
            names[name] = _free(name.rpartition(".")[2].lower(), {*taken, *_RESERVED}, "")
            taken.add(names[name])
        elif name == "self" or name in _RESERVED or name in functions or not name.isidentifier():
            names[name] = _free(name, taken)
            taken.add(names[name])
        elif name.isupper() and len(name) > 1:  # a global, which comes in as an argument
            lower = name.lower()
            is_free = lower not in {*taken, *_RESERVED}
            names[name] = lower if is_free else _free(lower, {*taken, *_RESERVED})
            taken.add(names[name])
    if not names:
        return func
    params = tuple(replace(one, name=names.get(one.name, one.name)) for one in func.params)
    types = {names.get(name, name): type_ for name, type_ in func.locals.items()}
    return replace(func, params=params, locals=types, body=_block(func.body, names))


def _present(func: Func) -> dict[str, None]:
    """All names of a function, in the order of the text."""
    found = dict.fromkeys(param.name for param in func.params)
    for stmt in walk.every_stmt(func.body):
        found.update(dict.fromkeys(walk.bound_by(stmt)))
    for expr in walk.every_expr(func.body):
        found.update(dict.fromkeys(walk.own_names(expr)))
        if isinstance(expr, ir.Local):
            found[expr.name] = None
    return found


def _free(name: str, taken: set[str], suffix: str = "_") -> str:
    base = {"self": "this", "_": "unused"}.get(name, f"{name}{suffix}")
    base = base if base.isidentifier() else "".join(c if c.isalnum() else "_" for c in base)
    while base in taken:
        base += "_"
    return base


def _block(block: tuple[ir.Stmt, ...], names: Names) -> tuple[ir.Stmt, ...]:
    return tuple(_stmt(stmt, names) for stmt in block)


def _stmt(stmt: ir.Stmt, names: Names) -> ir.Stmt:
    match stmt:
        case ir.Assign() | ir.For():
            stmt = replace(stmt, target=_target(stmt.target, names))
        case ir.Try(handlers=handlers):
            renamed = tuple(
                replace(one, name=names.get(one.name, one.name) if one.name else None)
                for one in handlers
            )
            stmt = replace(stmt, handlers=renamed)
        case _:
            pass
    return walk.rebuild_stmt(stmt, lambda e: _expr(e, names), lambda b: _block(b, names))


def _expr(expr: ir.Expr, names: Names) -> ir.Expr:
    match expr:
        case ir.Local(name=name) if name in names:
            return replace(expr, name=names[name])
        case ir.Let(name=name):
            expr = replace(expr, name=names.get(name, name))
        case ir.Collect(clauses=clauses) | ir.Fold(clauses=clauses):
            renamed = tuple(replace(one, target=_target(one.target, names)) for one in clauses)
            expr = replace(expr, clauses=renamed)
        case ir.Sort() | ir.Best():
            expr = replace(expr, target=_target(expr.target, names))
        case _:
            pass
    return walk.rebuild(expr, lambda part: _expr(part, names))


def _target(target: ir.Target, names: Names) -> ir.Target:
    if isinstance(target, ir.Spread):
        return ir.Spread(tuple(_target(item, names) for item in target.items))
    return replace(target, name=names.get(target.name, target.name))
