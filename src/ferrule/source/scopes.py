"""Which names a function binds, and which it takes from around it.

In: a function's text. Out: sets of names. A comprehension's variables count as neither.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def parameters(arguments: ast.arguments) -> list[str]:
    """All parameters' names, `*args` and `**kwargs` included."""
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
    return [argument.arg for argument in every]


def own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a block, those of functions and classes inside it left out."""
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Scope):
            waiting.extend(reversed(_children(node)))


def every_node(node: ast.AST) -> list[ast.AST]:
    """A node and all below it, as `ast.walk` finds them, in less time: whole modules are looked
    through again and again."""
    found = [node]
    for one in found:
        found += _children(one)
    return found


def _children(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for value in map(node.__dict__.get, node._fields):
        if isinstance(value, list):
            found += [one for one in value if isinstance(one, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def bound(function: ast.FunctionDef) -> set[str]:
    """Parameters and the names that the function binds itself."""
    found = set(parameters(function.args))
    hidden: set[str] = set()
    for node in own_nodes(function.body):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                found.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found |= {(one.asname or one.name).partition(".")[0] for one in names}
            case ast.Global(names=outer) | ast.Nonlocal(names=outer):
                hidden |= set(outer)
    return (found | _matched(function)) - hidden


def _matched(function: ast.FunctionDef) -> set[str]:
    found = set()
    for node in own_nodes(function.body):
        if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            found.add(node.name)
    return found


def walked(function: ast.FunctionDef) -> set[str]:
    """The variables of the comprehensions anywhere in a function, and of its lambdas."""
    found: set[str] = set()
    for node in every_node(function):
        if isinstance(node, _COMPREHENSIONS):
            for generator in node.generators:
                for inner in ast.walk(generator.target):
                    if isinstance(inner, ast.Name):
                        found.add(inner.id)
        elif isinstance(node, ast.Lambda):
            found |= set(parameters(node.args))
    return found


def loaded(function: ast.FunctionDef) -> set[str]:
    """The names that a function reads, its inner functions included."""
    return {
        node.id
        for stmt in function.body
        for node in every_node(stmt)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
