"""`map` and `filter` as the generator expressions that they are, and the columns of `zip(*rows)`.

In: a call's text. Out: `(f(item) for item in xs)`, `(item for item in xs if f(item))`. The nodes
that are made stand where the call does; those of the function and of the iterables are the same.
"""

from __future__ import annotations

import ast
from typing import TypeVar

from ferrule.base.records import Guard
from ferrule.base.unit import FUNCTION
from ferrule.lower.scene import Scene

Node = TypeVar("Node", bound=ast.AST)

# What looks at a row's items alone, so that it can't tell a tuple from a list.
_READERS = frozenset(
    {
        *("list", "tuple", "set", "sum", "min", "max", "len", "sorted", "any", "all"),
        *("enumerate", "zip", "reversed", "map", "filter"),
    }
)


def as_generator(scene: Scene, node: ast.expr) -> ast.GeneratorExp | None:
    """What a call of `map` or `filter` walks; None where it is something else."""
    match node:
        case ast.Call(func=ast.Name(id="map" | "filter" as name) as func, keywords=[]) if (
            scene.is_global(func) and not _is_bound(scene, name)
        ):
            pass
        case _:
            return None
    if len(node.args) < 2 or any(isinstance(arg, ast.Starred) for arg in node.args):
        return None
    made = _mapped(node) if name == "map" else _filtered(node)
    if made is not None:
        scene.guards.add(Guard(scene.instance.module.name, name, "builtin", name))
    return made


def _is_bound(scene: Scene, name: str) -> bool:
    module = scene.instance.module
    return any(
        name in names
        for names in (module.functions, module.classes, module.imports, module.constants)
    )


def _mapped(node: ast.Call) -> ast.GeneratorExp | None:
    function, *sources = node.args
    names = _names(function, len(sources))
    if names is None:
        return None
    targets: list[ast.expr] = [_at(ast.Name(name, ast.Store()), node) for name in names]
    if len(sources) == 1:
        target, walked = targets[0], sources[0]
    else:
        target = _at(ast.Tuple(targets, ast.Store()), node)
        walked = _at(ast.Call(_at(ast.Name("zip", ast.Load()), node), sources, []), node)
    clause = ast.comprehension(target, walked, [], 0)
    return _at(ast.GeneratorExp(_called(function, names), [clause]), node)


def _filtered(node: ast.Call) -> ast.GeneratorExp | None:
    if len(node.args) != 2:
        return None
    function, source = node.args
    is_none = isinstance(function, ast.Constant) and function.value is None
    names = ["item"] if is_none else _names(function, 1)
    if names is None:
        return None
    item = _at(ast.Name(names[0], ast.Load()), node)
    test = item if is_none else _called(function, names)
    target = _at(ast.Name(names[0], ast.Store()), node)
    clause = ast.comprehension(target, source, [test], 0)
    return _at(ast.GeneratorExp(_at(ast.Name(names[0], ast.Load()), node), [clause]), node)


def _names(function: ast.expr, count: int) -> list[str] | None:
    """Names for the items; None where the function can't be called on so many."""
    if isinstance(function, ast.Lambda):
        arguments = function.args
        others = (arguments.vararg, arguments.kwarg, arguments.kwonlyargs, arguments.defaults)
        names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        return names if len(names) == count and not any(others) else None
    if not isinstance(function, ast.Name | ast.Attribute) and not is_wrapped(function):
        return None
    taken = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    base = "item" if "item" not in taken else "item_"
    return [base] if count == 1 else [f"{base}{number}" for number in range(count)]


def _called(function: ast.expr, names: list[str]) -> ast.expr:
    """The function applied to the items; a lambda is its body over its own parameters."""
    if isinstance(function, ast.Lambda):
        return function.body
    items: list[ast.expr] = [_at(ast.Name(name, ast.Load()), function) for name in names]
    match function:
        case ast.Attribute(value=ast.Name(id="str"), attr=attribute):
            method = _at(ast.Attribute(items[0], attribute, ast.Load()), function)
            return _at(ast.Call(method, items[1:], []), function)
        case ast.Call(args=[ast.Constant(value=str(name))], keywords=keywords) if is_wrapped(
            function
        ):
            func = _at(ast.Name(name, ast.Load()), function)
            return _at(ast.Call(func, items, keywords), function)
    return _at(ast.Call(function, items, []), function)


def is_wrapped(node: ast.expr) -> bool:
    """Whether this is an inner function as a value."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == FUNCTION


def _at(made: Node, node: ast.AST) -> Node:
    return ast.copy_location(made, node)


def rows_of(node: ast.expr, target: ast.expr, users: list[ast.AST]) -> ast.expr | None:
    """The `rows` of `for column in zip(*rows)`, where nobody can tell a column from a list."""
    match node, target:
        case (
            ast.Call(func=ast.Name(id="zip"), args=[ast.Starred(value=rows)], keywords=[]),
            ast.Name(id=column),
        ):
            return rows if _is_only_read(column, users) else None
    return None


def columns_of(node: ast.expr) -> ast.GeneratorExp | None:
    """`zip(*rows)` where the columns have to be tuples."""
    match node:
        case ast.Call(func=ast.Name(id="zip"), args=[ast.Starred()], keywords=[]):
            column = _at(ast.Name("column", ast.Load()), node)
            made = _at(ast.Call(_at(ast.Name("tuple", ast.Load()), node), [column], []), node)
            target = _at(ast.Name("column", ast.Store()), node)
            for place, one in enumerate((column, made, made.func, target)):
                one.col_offset += 1000 * (place + 1)
            return _at(ast.GeneratorExp(made, [ast.comprehension(target, node, [], 0)]), node)
    return None


def _is_only_read(name: str, users: list[ast.AST]) -> bool:
    """Whether only a name's items are looked at."""
    seen: set[ast.AST] = set()
    every = [node for user in users for node in ast.walk(user)]
    for node in every:
        match node:
            case ast.Call(func=ast.Name(id=function), args=args) if function in _READERS:
                seen.update(arg for arg in args if isinstance(arg, ast.Name))
            case ast.comprehension(iter=ast.Name() as walked):
                seen.add(walked)
            case ast.For(iter=ast.Name() as walked):
                seen.add(walked)
            case ast.Subscript(value=ast.Name() as value, slice=index, ctx=ast.Load()):
                if not isinstance(index, ast.Slice):
                    seen.add(value)
    return all(node in seen for node in every if isinstance(node, ast.Name) and node.id == name)
