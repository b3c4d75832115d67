"""Displays: `[a, *xs]`, `{a, b}`, `{**d, k: v}`.

In: the text of a display in a scene. Out: the container; its parts are lowered in their order.
"""

from __future__ import annotations

import ast

from ferrule.base.types import Dict, List, Set
from ferrule.ir.nodes import Expr, MakeDict, MakeList, MakeSet
from ferrule.lower.applying import apply
from ferrule.lower.containers import collected
from ferrule.lower.scene import Scene


def display(scene: Scene, node: ast.List | ast.Set, items: list[ast.expr]) -> Expr:
    """`[a, b]`, `{a, b}`, also with `*xs` among them."""
    if any(isinstance(item, ast.Starred) for item in items):
        return starred_display(scene, node, items)
    hole = scene.hole(node, "element")
    values = [scene.lower(item) for item in items]
    for value in values:
        scene.merge(hole, value.type, node, "this display")
    coerced = tuple(scene.coerce(value, hole, node) for value in values)
    span = scene.span(node)
    if isinstance(node, ast.List):
        return MakeList(coerced, scene.type(List(hole)), span)
    return MakeSet(coerced, scene.type(Set(hole)), span)


def starred_display(scene: Scene, node: ast.List | ast.Set, items: list[ast.expr]) -> Expr:
    """`[a, *xs, b]`: the parts as lists, one after the other."""
    if isinstance(node, ast.Set):
        raise scene.refusal("F402", node, "unpacking with * into a set is not native yet")
    parts: list[Expr] = []
    for number, item in enumerate(items):
        at = ast.copy_location(ast.List([], ast.Load()), item)
        if isinstance(item, ast.Starred):
            parts.append(collected(scene, "list", item.value, at))
        elif number and not isinstance(items[number - 1], ast.Starred):
            continue
        else:
            run = _run_of_plain(items[number:])
            parts.append(display(scene, ast.copy_location(ast.List(run, ast.Load()), item), run))
    whole = parts[0]
    for part, item in zip(parts[1:], items[1:], strict=False):
        whole = apply(scene, "add", (whole, part), item, "unpacking with *")
    return whole


def _run_of_plain(items: list[ast.expr]) -> list[ast.expr]:
    run: list[ast.expr] = []
    for item in items:
        if isinstance(item, ast.Starred):
            break
        run.append(item)
    return run


def _merged_dict(scene: Scene, node: ast.Dict) -> Expr:
    """`{**a, "b": 1, **c}`: the parts as dicts, one merged into the other."""
    whole: Expr | None = None
    for key, value in zip(node.keys, node.values, strict=True):
        pair = ast.copy_location(ast.Dict([key], [value]), value)
        part = scene.lower(value if key is None else pair)
        if whole is None and key is None:
            empty = ast.copy_location(ast.Dict([], []), node)
            whole = scene.lower(empty)
        whole = part if whole is None else apply(scene, "or", (whole, part), value, "`**`")
    assert whole is not None
    return whole


def dict_display(scene: Scene, node: ast.Dict) -> Expr:
    """`{k: v}`, also with `**d` among them."""
    if None in node.keys:
        return _merged_dict(scene, node)
    key_hole, value_hole = scene.hole(node, "key"), scene.hole(node, "value")
    pairs: list[tuple[Expr, Expr]] = []
    for key, value in zip(node.keys, node.values, strict=True):
        assert key is not None
        pairs.append((scene.lower(key), scene.lower(value)))
    for first, second in pairs:
        scene.merge(key_hole, first.type, node, "this dict")
        scene.merge(value_hole, second.type, node, "this dict")
    coerced = tuple(
        (scene.coerce(first, key_hole, node), scene.coerce(second, value_hole, node))
        for first, second in pairs
    )
    return MakeDict(coerced, scene.type(Dict(key_hole, value_hole)), scene.span(node))
