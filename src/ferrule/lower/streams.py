"""`itertools`: walks that are made while they are walked, or as lists where nobody can tell.

In: a call of one of its functions where something is walked. Out: the walk and the type of its
elements. Python too has the items of what it chooses from in a tuple before the first choice.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeVar

from ferrule.base.types import FLOAT, INT, NEVER, NUMBER, List, Type, contains
from ferrule.ir.nodes import Const, Expr, Iter, Over, OverRange
from ferrule.lower.applying import apply, has_row, unknown
from ferrule.lower.constants import MAX_INT
from ferrule.lower.imported import guard_name, name_in
from ferrule.lower.scene import Scene

Node = TypeVar("Node", bound=ast.AST)
Found = tuple[Iter, Type]

_HOME = "itertools"
_CHOOSING = ("permutations", "combinations", "combinations_with_replacement")
_STEPS = {"mul": "mul", "max": "max", "min": "min"}


def rewritten(scene: Scene, node: ast.expr) -> ast.GeneratorExp | None:
    """`chain.from_iterable(xss)` and `compress(xs, ys)` as the generators that they are."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr="from_iterable"), args=[source]) if (
            name_in(scene, owner, _HOME) == "chain" and not node.keywords
        ):
            guard_name(scene, owner, _HOME, "chain")
            inner = _clause("part", source, node)
            return _generator("item", [inner, _clause("item", _name("part", node), node)], node)
        case ast.Call(func=func, args=[data, chosen], keywords=[]) if (
            name_in(scene, func, _HOME) == "compress"
        ):
            guard_name(scene, func, _HOME, "compress")
            both = _at(ast.Call(_name("zip", node), [data, chosen], []), node)
            target = _at(
                ast.Tuple([_store("item", node), _store("wanted", node)], ast.Store()), node
            )
            clause = ast.comprehension(target, both, [_name("wanted", node)], 0)
            return _generator("item", [clause], node)
        case ast.Call(
            func=func, args=[ast.Constant() | ast.Name() as value, times], keywords=[]
        ) if name_in(scene, func, _HOME) == "repeat":
            guard_name(scene, func, _HOME, "repeat")
            turns = _at(ast.Call(_name("range", node), [times], []), node)
            return _at(ast.GeneratorExp(value, [_clause("turn", turns, node)]), node)
    return None


def stream(scene: Scene, node: ast.expr, *, is_whole: bool) -> Found | None:
    """The walk over what a function of `itertools` gives; None for anything else."""
    if not isinstance(node, ast.Call):
        return None
    name = name_in(scene, node.func, _HOME)
    if not name:
        return None
    found = _made(scene, name, node, is_whole=is_whole)
    if found is None:
        raise scene.refusal("F411", node, f"this call of `itertools.{name}` is not native yet")
    guard_name(scene, node.func, _HOME, name)
    return found


def _made(scene: Scene, name: str, node: ast.Call, *, is_whole: bool) -> Found | None:
    if any(isinstance(arg, ast.Starred) for arg in node.args):
        return None
    match name, node.args, node.keywords:
        case ("permutations", [source], []):
            return _over(scene, "permutations", [source], node)
        case (_, [source, count], []) if name in _CHOOSING:
            return _chosen(scene, name, source, count, node)
        case ("product", [source], [ast.keyword(arg="repeat", value=count)]):
            return _chosen(scene, "product", source, count, node)
        case ("product", [_, _] | [_, _, _], []):
            return _over(scene, "product", node.args, node)
        case ("pairwise" | "accumulate" | "cycle", [source], []):
            if name == "cycle" and is_whole:
                return None
            return _over(scene, name, [source], node)
        case ("accumulate", [source, function], []):
            step = name_in(scene, function, "operator")
            if isinstance(function, ast.Name) and scene.is_global(function) and not step:
                step = function.id
            known = _STEPS.get(step)
            return _over(scene, f"accumulate {known}", [source], node) if known else None
        case ("zip_longest", [_, _], []):
            return _over(scene, name, node.args, node)
        case ("zip_longest", [one, other], [ast.keyword(arg="fillvalue", value=fill)]):
            value = scene.lower(fill)
            if not isinstance(value, Const):
                return None
            items = (_items(scene, one, node, 0), _items(scene, other, node, 1))
            return _walked(scene, "zip_longest filled", (*items, value, value), node)
        case ("count", [], []) | ("count", [_], []) | ("count", [_, _], []) if not is_whole:
            return _counted(scene, node)
        case ("chain", [_, *_], []):
            return _chained(scene, node)
    return None


def grouped(
    scene: Scene, node: ast.expr, target: ast.expr, users: Sequence[ast.AST]
) -> Found | None:
    """`for key, group in groupby(xs)`, where each group is walked once and at once: as lists."""
    if not isinstance(node, ast.Call) or name_in(scene, node.func, _HOME) != "groupby":
        return None
    match target:
        case ast.Tuple(elts=[ast.Name(), ast.Name(id=group)]) if _is_walked_once(group, users):
            pass
        case _:
            return None
    key = node.args[1] if len(node.args) == 2 and not node.keywords else None
    if len(node.args) == 1 and [one.arg for one in node.keywords] == ["key"]:
        key = node.keywords[0].value
    if key is None and (len(node.args) != 1 or node.keywords):
        return None
    keys = _keys(scene, key, node) if key is not None else ()
    if keys is None:
        return None
    guard_name(scene, node.func, _HOME, "groupby")
    args = (*keys, _items(scene, node.args[0], node, 0))
    for one in args:
        held = scene.slice.types.resolve(one.type)
        if any(contains(held, loose) for loose in (FLOAT, NUMBER)) and one is args[0]:
            raise scene.refusal("F411", node, "`groupby` of floats is not native yet")
    return _walked(scene, "groupby by" if keys else "groupby", args, node)


def _keys(scene: Scene, key: ast.expr, node: ast.Call) -> tuple[Expr] | None:
    """The keys of all items, worked out before."""
    match key, node.args[0]:
        case ast.Lambda(args=ast.arguments(args=[one]), body=body), ast.Name() as source if (
            not _calls_own(scene, body)
        ):
            clause = ast.comprehension(_store(one.arg, node), source, [], 0)
            found = scene.lower(_at(ast.ListComp(body, [clause]), key))
            return (found,) if isinstance(found.type, List) else (unknown(scene, node, "keys"),)
    return None


def _calls_own(scene: Scene, node: ast.expr) -> bool:
    """Whether a function of the program is called: what it does may show between two items."""
    own = scene.instance.module.functions
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in own
        for one in ast.walk(node)
    )


def _is_walked_once(name: str, users: Sequence[ast.AST]) -> bool:
    """Whether a name is used once, and not again and again in a loop."""
    every = [node for user in users for node in ast.walk(user)]
    if any(isinstance(node, ast.For | ast.While | ast.Lambda) for node in every):
        return False
    uses = [node for node in every if isinstance(node, ast.Name) and node.id == name]
    inner = [
        node
        for node in every
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp)
        and any(use in ast.walk(node) for use in uses)
    ]
    return len(uses) < 2 and all(one.generators[0].iter is uses[0] for one in inner)


def _over(scene: Scene, name: str, sources: Sequence[ast.expr], node: ast.Call) -> Found:
    items = tuple(_items(scene, one, node, number) for number, one in enumerate(sources))
    return _walked(scene, name, items, node)


def _chosen(scene: Scene, name: str, source: ast.expr, count: ast.expr, node: ast.Call) -> Found:
    """Choices of so many: tuples of that length where it is a small constant."""
    items, number = _items(scene, source, node, 0), scene.lower(count)
    if isinstance(number, Const) and has_row(f"{_HOME}.{name} {number.value}"):
        return _walked(scene, f"{name} {number.value}", (items,), node)
    form = "product of" if name == "product" else name
    return _walked(scene, form, (items, number), node)


def _walked(scene: Scene, name: str, args: tuple[Expr, ...], node: ast.Call) -> Found:
    found = apply(scene, f"{_HOME}.{name}", args, node, f"`itertools.{name}`")
    if found.type == NEVER:
        return Over(found), NEVER
    return Over(found), found.type.element  # type: ignore[union-attr]


def _items(scene: Scene, source: ast.expr, node: ast.AST, number: int) -> Expr:
    """All items in a list of their own."""
    starred = _at(ast.Starred(source, ast.Load()), source)
    starred.end_col_offset = (starred.end_col_offset or 0) + 1000 * (number + 1)
    place = _at(ast.List([starred], ast.Load()), starred)
    found = scene.lower(place)
    return found if isinstance(found.type, List) else unknown(scene, node, "`itertools`")


def _chained(scene: Scene, node: ast.Call) -> Found:
    """One after the other; Python asks for the items of a later one only then, which may show."""
    parts: list[ast.expr] = [ast.Starred(arg, ast.Load()) for arg in node.args]
    for part, arg in zip(parts, node.args, strict=True):
        ast.copy_location(part, arg)
    found = scene.lower(_at(ast.List(parts, ast.Load()), node))
    if not isinstance(found.type, List):
        return Over(unknown(scene, node, "`chain`")), NEVER
    return Over(found), found.type.element


def _counted(scene: Scene, node: ast.Call) -> Found:
    """`count(start, step)`: nobody counts to the end of 64 bits."""
    span = scene.span(node)
    values = [scene.lower(arg) for arg in node.args]
    start = values[0] if values else Const(0, INT, span)
    step = values[1] if len(values) > 1 else Const(1, INT, span)
    if start.type == NEVER:
        return Over(start), NEVER
    is_upwards = isinstance(step, Const) and isinstance(step.value, int) and step.value > 0
    if start.type != INT or not is_upwards:
        raise scene.refusal("F411", node, "this call of `itertools.count` is not native yet")
    return OverRange(start, Const(MAX_INT, INT, span), step), INT


def _generator(name: str, clauses: list[ast.comprehension], node: ast.AST) -> ast.GeneratorExp:
    return _at(ast.GeneratorExp(_name(name, node), clauses), node)


def _clause(name: str, source: ast.expr, node: ast.AST) -> ast.comprehension:
    return ast.comprehension(_store(name, node), source, [], 0)


def _name(name: str, node: ast.AST) -> ast.expr:
    return _at(ast.Name(name, ast.Load()), node)


def _store(name: str, node: ast.AST) -> ast.expr:
    return _at(ast.Name(name, ast.Store()), node)


def _at(made: Node, node: ast.AST) -> Node:
    return ast.copy_location(made, node)
