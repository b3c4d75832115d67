"""`print(*items, sep=…)` as the one text that it is.

In: a call of `print` with unpacked arguments. Out: one argument, the texts of all of them joined,
and the keywords that are left.
"""

from __future__ import annotations

import ast
from typing import TypeVar

from ferrule.lower.loops import is_shadowed
from ferrule.lower.scene import Scene

Node = TypeVar("Node", bound=ast.AST)


def spread_texts(scene: Scene, node: ast.Call) -> tuple[list[ast.expr], list[ast.keyword]]:
    """The arguments and the keywords of the same `print` without unpacking. Raises Refused."""
    name = _at(ast.Name("str", ast.Load()), node)
    separators = [one.value for one in node.keywords if one.arg == "sep"]
    separator = separators[0] if separators else _at(ast.Constant(" "), node)
    is_plain = isinstance(separator, ast.Constant) and isinstance(separator.value, str)
    if is_shadowed(scene, "str") or not scene.is_global(name) or not is_plain:
        raise scene.refusal("F411", node, "this `print` with unpacking is not native yet")
    parts = [_texts(arg, number) for number, arg in enumerate(node.args)]
    match parts:
        case [ast.Starred(value=ast.ListComp(text, clauses))]:
            source: ast.expr = _at(ast.GeneratorExp(text, clauses), node)
        case _:
            source = _at(ast.List(parts, ast.Load()), node)
    join = _at(ast.Attribute(separator, "join", ast.Load()), node)
    whole = _at(ast.Call(join, [source], []), node)
    return [whole], [one for one in node.keywords if one.arg != "sep"]


def _texts(arg: ast.expr, number: int) -> ast.expr:
    """`str(arg)`, and of an unpacked one the texts of its items."""
    if not isinstance(arg, ast.Starred):
        return _at(ast.Call(_at(ast.Name("str", ast.Load()), arg), [arg], []), arg, number)
    source = arg.value
    if isinstance(source, ast.GeneratorExp):  # Python has all items before it makes their texts
        source = ast.copy_location(ast.ListComp(source.elt, source.generators), source)
    item = _at(ast.Name("item", ast.Load()), arg, number)
    text = _at(ast.Call(_at(ast.Name("str", ast.Load()), arg), [item], []), arg, number)
    target = _at(ast.Name("item", ast.Store()), arg, number)
    made = ast.ListComp(text, [ast.comprehension(target, source, [], 0)])
    return _at(ast.Starred(_at(made, arg, number), ast.Load()), arg)


def _at(made: Node, node: ast.AST, number: int | None = None) -> Node:
    """A node at this place; a number sets its column apart from that of the node itself."""
    placed = ast.copy_location(made, node)
    if number is not None:
        placed.col_offset += 1000 * (number + 1)  # type: ignore[attr-defined]
    return placed
