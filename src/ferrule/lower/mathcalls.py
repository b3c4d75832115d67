"""Calls of `math` whose arguments don't stand in the order of one row: any number, or by keyword.

In: a call of a function of `math`, by the name of its row. Out: rows applied, or None where the
call is an ordinary one.
"""

from __future__ import annotations

import ast
from functools import reduce

from ferrule.base.types import FLOAT, INT, NEVER, List, Tuple
from ferrule.ir.nodes import Const, Expr, MakeList
from ferrule.lower.applying import apply, unknown
from ferrule.lower.scene import Scene
from ferrule.lower.tuples import as_list

_OF_NOTHING = {"math.gcd": 0, "math.lcm": 1}
_CLOSENESS = {"rel_tol": 1e-9, "abs_tol": 0.0}


def math_call(scene: Scene, node: ast.Call, row: str) -> Expr | None:
    """`math.gcd(a, b, c)`, `math.isclose(a, b, rel_tol=…)`, `math.prod(xs, start=…)` …"""
    if takes_all(node, row):
        (only,) = node.args
        assert isinstance(only, ast.Starred)
        return apply(scene, f"{row} of all", (scene.lower(only.value),), node, f"`{row}`")
    if row in _OF_NOTHING and len(node.args) != 2 and not node.keywords:
        return _folded(scene, node, row)
    if row == "math.isclose" and len(node.args) == 2 and node.keywords:
        return _is_close(scene, node)
    if row == "math.prod" and len(node.args) == 1 and len(node.keywords) == 1:
        (keyword,) = node.keywords
        if keyword.arg == "start":
            args = (scene.lower(node.args[0]), scene.lower(keyword.value))
            return apply(scene, row, args, node, f"`{row}`")
    if row in ("math.dist", "math.hypot") and not node.keywords:
        return _of_points(scene, node, row)
    return None


def _folded(scene: Scene, node: ast.Call, row: str) -> Expr:
    """Two by two; of one, with what changes nothing."""
    neutral = Const(_OF_NOTHING[row], INT, scene.span(node))
    values = [scene.lower(arg) for arg in node.args]
    first = values[:1] if len(values) > 1 else [neutral]
    rest = values[1:] if len(values) > 1 else values
    return reduce(lambda a, b: apply(scene, row, (a, b), node, f"`{row}`"), rest, first[0])


def takes_all(node: ast.Call, row: str) -> bool:
    """Whether this is `math.gcd(*xs)` and its like."""
    is_one = len(node.args) == 1 and isinstance(node.args[0], ast.Starred)
    return is_one and row in (*_OF_NOTHING, "math.hypot") and not node.keywords


def _is_close(scene: Scene, node: ast.Call) -> Expr | None:
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if not given.keys() <= _CLOSENESS.keys():
        return None
    span = scene.span(node)
    values = {name: scene.lower(value) for name, value in given.items()}
    limits = [values.get(name) or Const(of, FLOAT, span) for name, of in _CLOSENESS.items()]
    if [*values] != [name for name in _CLOSENESS if name in values] and not all(
        isinstance(value, Const) for value in values.values()
    ):
        return None
    args = [*map(scene.lower, node.args), *limits]
    return apply(scene, "math.isclose", args, node, "`math.isclose`")


def _of_points(scene: Scene, node: ast.Call, row: str) -> Expr | None:
    """Points as tuples, and more than two sides."""
    values = [scene.lower(arg) for arg in node.args]
    if row == "math.hypot":
        if len(values) in (1, 2, 3) or any(value.type == NEVER for value in values):
            return None
        sides = tuple(apply(scene, "float()", (value,), node, "`math.hypot`") for value in values)
        made = MakeList(sides, List(FLOAT), scene.span(node))
        return apply(scene, "math.hypot of all", (made,), node, "`math.hypot`")
    if any(value.type == NEVER for value in values):
        return unknown(scene, node, "`math.dist`")
    points = [as_list(scene, one, node) if isinstance(one.type, Tuple) else one for one in values]
    return apply(scene, row, points, node, "`math.dist`")
