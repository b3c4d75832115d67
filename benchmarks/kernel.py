"""The part of a program that its timed function needs, as a module of its own.

In: a program's text and the name of a function. Out: the text of that function and of all that it
refers to in its module (functions, classes, constants, imports), in the order of the program.
Assumes that names are bound once, at the top of the module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator


def needed(text: str, function: str) -> list[ast.stmt]:
    """The statements at the top of the module that the function needs, in their order."""
    tree = ast.parse(text)
    makers = {name: statement for statement in tree.body for name in _bound(statement)}
    wanted: list[ast.stmt] = []
    waiting = [function]
    while waiting:
        statement = makers.get(waiting.pop())
        if statement is None or statement in wanted:
            continue
        wanted.append(statement)
        waiting += [node.id for node in ast.walk(statement) if isinstance(node, ast.Name)]
    return [statement for statement in tree.body if statement in wanted]


def functions(text: str, function: str) -> list[str]:
    """The names of the functions that the function calls, itself among them."""
    found = needed(text, function)
    return [statement.name for statement in found if isinstance(statement, ast.FunctionDef)]


def source(text: str, function: str) -> str:
    """The needed part as text, as it was written."""
    lines = text.splitlines()
    pieces = []
    for statement in needed(text, function):
        decorators = getattr(statement, "decorator_list", [])
        first = min([statement.lineno, *(node.lineno for node in decorators)])
        pieces.append("\n".join(lines[first - 1 : statement.end_lineno]))
    return "\n\n".join(pieces) + "\n"


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef() | ast.ClassDef():
            yield statement.name
        case ast.Import() | ast.ImportFrom():
            for alias in statement.names:
                yield (alias.asname or alias.name).split(".")[0]
        case ast.Assign() | ast.AnnAssign():
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id
