"""The tree as text that reads like Python, for tests and for `ferrule show --stage ir`.

In: a module or a function. Out: text; the same tree gives the same text.
"""

from __future__ import annotations

from typing import assert_never

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

STEP = "    "


def show(module: Module) -> str:
    """A whole slice."""
    structs = [
        "\n".join(
            [f"struct {one.rust}:", *(f"{STEP}{name}: {type_}" for name, type_ in one.fields)]
        )
        for one in module.structs
    ]
    return "\n\n".join([*structs, *map(show_func, module.funcs)]) + "\n"


def show_func(func: Func) -> str:
    """One function with its parameters' modes."""
    params = ", ".join(f"{one.name}: {one.mode} {one.type}" for one in func.params)
    facts = " ".join(
        word
        for word, holds in (
            ("fallible", func.fallible),
            ("recursive", func.recursive),
            (f"returns={func.returns_param}", bool(func.returns_param)),
        )
        if holds
    )
    head = f"def {func.name}({params}) -> {func.result}:" + (f"  # {facts}" if facts else "")
    return "\n".join([head, *_block(func.body, 1)])


def _block(block: tuple[ir.Stmt, ...], depth: int) -> list[str]:
    lines = [line for stmt in block for line in _stmt(stmt, depth)]
    return lines or [STEP * depth + "pass"]


def _stmt(stmt: ir.Stmt, depth: int) -> list[str]:
    pad = STEP * depth
    match stmt:
        case ir.If():
            lines = [f"{pad}if {show_expr(stmt.test)}:", *_block(stmt.body, depth + 1)]
            return lines + _otherwise(stmt.orelse, depth)
        case ir.While():
            lines = [f"{pad}while {show_expr(stmt.test)}:", *_block(stmt.body, depth + 1)]
            return lines + _otherwise(stmt.orelse, depth)
        case ir.For():
            head = f"{pad}for {show_target(stmt.target)} in {show_iter(stmt.iter)}:"
            return [head, *_block(stmt.body, depth + 1), *_otherwise(stmt.orelse, depth)]
        case ir.Try():
            lines = [f"{pad}try:", *_block(stmt.body, depth + 1)]
            for handler in stmt.handlers:
                named = f" as {handler.name}" if handler.name else ""
                lines.append(f"{pad}except ({', '.join(handler.kinds)}){named}:")
                lines += _block(handler.body, depth + 1)
            return lines + _otherwise(stmt.orelse, depth)
        case ir.Block(label=label, body=body):
            return [f"{pad}block {label}:", *_block(body, depth + 1)]
        case _:
            return [pad + _simple(stmt)]


def _otherwise(block: tuple[ir.Stmt, ...], depth: int) -> list[str]:
    return [STEP * depth + "else:", *_block(block, depth + 1)] if block else []


def _simple(stmt: ir.Stmt) -> str:
    match stmt:
        case ir.Assign(target=target, value=value):
            return f"{show_target(target)} = {show_expr(value)}"
        case ir.SetField(value=value, name=name, new=new):
            return f"{show_expr(value)}.{name} = {show_expr(new)}"
        case ir.Do(value=value):
            return show_expr(value)
        case ir.Return(value=value):
            return f"return {show_expr(value)}"
        case ir.Raise(kind=kind, message=message):
            return f"raise {kind}({'' if message is None else show_expr(message)})"
        case ir.Print():
            return f"print({', '.join(map(show_expr, walk.in_stmt(stmt)))})"
        case ir.Redo(code=code):
            return f"redo {code}"
        case ir.Leave(label=label):
            return f"leave {label}"
        case _:
            return type(stmt).__name__.lower()


def show_target(target: ir.Target) -> str:
    """What is bound."""
    match target:
        case ir.Bind(name=name):
            return name
        case ir.Spread(items=items):
            return f"({', '.join(map(show_target, items))})"
        case _:
            assert_never(target)


def show_iter(walked: ir.Iter) -> str:
    """What a loop walks over."""
    match walked:
        case ir.OverRange(start=start, stop=stop, step=step):
            return f"range({show_expr(start)}, {show_expr(stop)}, {show_expr(step)})"
        case ir.Over(value=value):
            return show_expr(value)
        case ir.OverItems(value=value, kind=kind):
            return f"{show_expr(value)}.{kind}()"
        case ir.OverEnumerate(iter=iter_, start=start):
            return f"enumerate({show_iter(iter_)}, {show_expr(start)})"
        case ir.OverZip(iters=iters):
            return f"zip({', '.join(map(show_iter, iters))})"
        case ir.OverReversed(iter=iter_):
            return f"reversed({show_iter(iter_)})"
        case _:
            assert_never(walked)


def show_expr(expr: ir.Expr) -> str:
    """An expression; `!` marks an operation that can't fail, `^` the last read of a local."""
    parts = [show_expr(part) for part in walk.inside(expr)]
    match expr:
        case ir.Const(value=value):
            return repr(value)
        case ir.Local(name=name, last=last):
            return f"{name}^" if last else name
        case ir.Apply(op=op, proved=proved):
            return f"{op.name}{'!' if proved else ''}({', '.join(parts)})"
        case ir.Call(func=func):
            return f"{func}({', '.join(parts)})"
        case ir.GetField(name=name):
            return f"{parts[0]}.{name}"
        case ir.GetItem(index=index):
            return f"{parts[0]}.{index}"
        case ir.Choose():
            return f"({parts[1]} if {parts[0]} else {parts[2]})"
        case ir.Logic(is_and=is_and):
            return f"({(' and ' if is_and else ' or ').join(parts)})"
        case ir.Let(name=name):
            return f"(let {name} = {parts[0]} in {parts[1]})"
        case ir.Coerce(type=type_):
            return f"({parts[0]} as {type_})"
        case ir.Collect(elements=elements, clauses=clauses):
            return f"[{': '.join(map(show_expr, elements))}{_clauses(clauses)}]"
        case ir.Fold(kind=kind, element=element, clauses=clauses):
            return f"{kind}({show_expr(element)}{_clauses(clauses)})"
        case _:
            return f"{type(expr).__name__}({', '.join(parts)})"


def _clauses(clauses: tuple[ir.Clause, ...]) -> str:
    text = ""
    for clause in clauses:
        text += f" for {show_target(clause.target)} in {show_iter(clause.iter)}"
        text += "".join(f" if {show_expr(test)}" for test in clause.tests)
    return text
