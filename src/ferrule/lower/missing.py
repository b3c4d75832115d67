"""Dicts that know what stands for a missing key: `defaultdict` and `Counter`.

In: such a dict, a key. Out: the operation of a plain dict that does the same: `d.setdefault(k, 0)`
for `d[k]` of a `defaultdict(int)`, `c.get(k, 0)` for `c[k]` of a `Counter`.
"""

from __future__ import annotations

import ast

from ferrule.base.types import BOOL, FACTORIES, FLOAT, INT, STR, Dict, List, Set
from ferrule.ir.nodes import Const, Expr, MakeDict, MakeList, MakeSet
from ferrule.lower.applying import apply
from ferrule.lower.containers import as_items
from ferrule.lower.loops import is_shadowed
from ferrule.lower.scene import Scene
from ferrule.ops.counters import MAKE as COUNTER

DEFAULT_DICT = "collections.defaultdict"
_PLAIN = {"int": (0, INT), "float": (0.0, FLOAT), "bool": (False, BOOL), "str": ("", STR)}


def made_kind(scene: Scene, row: str, node: ast.Call) -> Expr | None:
    """`defaultdict(int)`, `Counter()`, `Counter(xs)`; None for other forms of them."""
    if node.keywords or len(node.args) > 1:
        return None
    span = scene.span(node)
    if row == COUNTER and not node.args:
        counts = Dict(scene.hole(node, "key"), scene.hole(node, "value"), "Counter")
        scene.merge(counts.value, INT, node, "the counts")
        return MakeDict((), scene.type(counts), span)
    if row == COUNTER:
        items = as_items(scene, node.args[0], node)
        return apply(scene, COUNTER, (items,), node, "`Counter`")
    match node.args:
        case [ast.Name(id=name) as factory] if (
            name in FACTORIES and scene.is_global(factory) and not is_shadowed(scene, name)
        ):
            kind = f"defaultdict {name}"
            held = Dict(scene.hole(node, "key"), scene.hole(node, "value"), kind)
            scene.merge(held.value, _default(scene, name, node).type, node, "the values")
            return MakeDict((), scene.type(held), span)
    return None


def item_or_missing(scene: Scene, value: Expr, index: Expr, node: ast.AST) -> Expr | None:
    """`value[index]`; None where a missing key is an error."""
    type_ = value.type
    if not isinstance(type_, Dict) or not type_.kind:
        return None
    if type_.kind == "Counter":
        nothing = Const(0, INT, scene.span(node))
        return apply(scene, ".get", (value, index, nothing), node, "indexing")
    default = _default(scene, type_.kind.partition(" ")[2], node)
    return apply(scene, ".setdefault", (value, index, default), node, "indexing")


def _default(scene: Scene, factory: str, node: ast.AST) -> Expr:
    """What a factory makes."""
    span = scene.span(node)
    if factory in _PLAIN:
        return Const(*_PLAIN[factory], span)
    if factory == "list":
        return MakeList((), scene.type(List(scene.hole(node, "missing"))), span)
    if factory == "set":
        return MakeSet((), scene.type(Set(scene.hole(node, "missing"))), span)
    made = Dict(scene.hole(node, "missing key"), scene.hole(node, "missing value"))
    return MakeDict((), scene.type(made), span)
