"""`random`: generators made from a seed, their methods, and the functions of the module.

In: a call. Out: rows of the table on a generator. The functions draw from the generator that the
module keeps, which goes back to Python in the state that the call leaves.
"""

from __future__ import annotations

import ast

from ferrule.base.records import Guard
from ferrule.base.types import FLOAT, INT, NEVER, RANDOM, STR, List, Row, Tuple
from ferrule.ir.nodes import Apply, Bind, Clause, Collect, Const, Expr, Let, Local, Over
from ferrule.lower.applying import apply, has_row, unknown
from ferrule.lower.scene import Scene
from ferrule.lower.tuples import as_list
from ferrule.ops.randoms import CHOICES, MAKE, PLACE, SAMPLE, SHARED, WEIGHTED
from ferrule.ops.table import rows

_NAMES: dict[str, tuple[str, ...]] = {
    "randint": ("a", "b"),
    "randrange": ("start", "stop", "step"),
    "uniform": ("a", "b"),
    "triangular": ("low", "high", "mode"),
    "gauss": ("mu", "sigma"),
    "normalvariate": ("mu", "sigma"),
    "expovariate": ("lambd",),
    "seed": ("a",),
}
_DEFAULTS = {"gauss": (0.0, 1.0), "normalvariate": (0.0, 1.0)}


def module_function(scene: Scene, node: ast.Call, name: str, where: tuple[str, str]) -> Expr | None:
    """`random.Random(seed)`, `random.randint(a, b)` …; None for what is not known here."""
    is_known = name in ("Random", "choice", "sample", "choices") or has_row(f".{name}")
    if not is_known:
        return None
    scene.guards.add(Guard(where[0], where[1], "random", f"random.{name}"))
    if name == "Random":
        if len(node.args) != 1 or node.keywords:
            raise scene.refusal("F411", node, "a generator of `random` without a seed")
        seed = scene.lower(node.args[0])
        return apply(scene, MAKE, (seed,), node, "`random.Random`")
    (row,) = rows(SHARED)
    return drawn(scene, Apply(row, (), RANDOM, scene.span(node)), name, node)


def drawn(scene: Scene, generator: Expr, name: str, node: ast.Call) -> Expr:
    """A method of a generator."""
    what = f"`.{name}()`"
    scene.guards.add(Guard("random", "Random", "random", "random.Random"))
    if name == "choice" and len(node.args) == 1 and not node.keywords:
        return _choice(scene, generator, node)
    if name == "sample" and 1 <= len(node.args) <= 2:
        return _some(scene, generator, SAMPLE, node)
    if name == "choices" and 1 <= len(node.args) <= 2:
        return _some(scene, generator, CHOICES, node)
    given = [scene.lower(arg) for arg in node.args]
    names = _NAMES.get(name, ())
    for keyword in node.keywords:
        if len(given) >= len(names) or keyword.arg != names[len(given)]:
            raise scene.refusal("F411", node, f"this keyword argument of {what}")
        given.append(scene.lower(keyword.value))
    span = scene.span(node)
    for default in _DEFAULTS.get(name, ())[len(given) :]:
        given.append(Const(default, FLOAT, span))
    return apply(scene, f".{name}", (generator, *given), node, what)


def _choice(scene: Scene, generator: Expr, node: ast.Call) -> Expr:
    """`choice(items)`: the item at a place that is drawn."""
    (source,) = node.args
    match source:
        case ast.Call(func=ast.Name(id="range") as func, args=[stop], keywords=[]) if (
            scene.is_global(func)
        ):
            scene.guards.add(Guard(scene.instance.module.name, "range", "builtin", "range"))
            return apply(scene, PLACE, (generator, scene.lower(stop)), node, "`choice`")
    items = scene.lower(source)
    if isinstance(items.type, Tuple):
        items = as_list(scene, items, node)
    if items.type == NEVER:
        return unknown(scene, node, "`choice`")
    span = scene.span(node)
    name = scene.fresh("items", node)
    held = items if isinstance(items, Local) else Local(name, items.type, span)
    length = apply(scene, "len()", (held,), node, "`choice`")
    place = apply(scene, PLACE, (generator, length), node, "`choice`")
    found = apply(scene, "getitem", (held, place), node, "`choice`")
    return found if held is items else Let(name, items, found, found.type, span)


def _some(scene: Scene, generator: Expr, row: str, node: ast.Call) -> Expr:
    """`sample(items, k)` and `choices(items, weights, k=k)`: the items at the places drawn."""
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    weights = given.pop("weights", None)
    if row == CHOICES and len(node.args) == 2:
        weights = node.args[1]
    count = given.pop("k", node.args[1] if row == SAMPLE and len(node.args) == 2 else None)
    if given or (row == SAMPLE and (count is None or weights is not None)):
        raise scene.refusal("F411", node, "these arguments of a sample are not native yet")
    span = scene.span(node)
    many = scene.lower(count) if count is not None else Const(1, INT, span)
    match node.args[0]:
        case ast.Call(func=ast.Name(id="range") as func, args=[stop], keywords=[]) if (
            scene.is_global(func) and weights is None
        ):
            scene.guards.add(Guard(scene.instance.module.name, "range", "builtin", "range"))
            return apply(scene, row, (generator, scene.lower(stop), many), node, "a sample")
    items = scene.lower(node.args[0])
    if isinstance(items.type, Tuple):
        items = as_list(scene, items, node)
    if NEVER in (items.type, many.type):
        return unknown(scene, node, "a sample")
    if not isinstance(items.type, List | Row) and items.type != STR:
        raise scene.refusal("F411", node, f"a sample of a {items.type} is not native yet")
    name = scene.fresh("items", node)
    held = items if isinstance(items, Local) else Local(name, items.type, span)
    length = apply(scene, "len()", (held,), node, "a sample")
    args: tuple[Expr, ...] = (generator, length, many)
    if weights is not None:
        listed = scene.lower(weights)
        if isinstance(listed.type, Tuple):
            listed = as_list(scene, listed, node)
        row, args = WEIGHTED, (generator, length, listed, many)
    places = apply(scene, row, args, node, "a sample")
    if places.type == NEVER:
        return places
    place = Local(scene.fresh("place", node), INT, span)
    scene.merge(scene.local_hole(place.name), INT, node, "a place")
    item = apply(scene, "getitem", (held, place), node, "a sample")
    made = scene.hole(node, "sample")
    scene.merge(made, item.type, node, "a sample")
    element = scene.coerce(item, made, node)
    clauses = (Clause(Bind(place.name, INT), Over(places), ()),)
    found = Collect((element,), clauses, scene.type(List(made)), span)
    return found if held is items else Let(name, items, found, found.type, span)


__all__ = ["drawn", "module_function"]
