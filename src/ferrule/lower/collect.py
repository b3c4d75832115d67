"""Comprehensions, generator expressions inside folds, and the folds themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from ferrule.base.records import Guard
from ferrule.base.types import (
    BIGINT,
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NONE,
    NUMBER,
    Dict,
    List,
    Row,
    Set,
    Tuple,
    Type,
)
from ferrule.ir.nodes import (
    Bind,
    Clause,
    Coerce,
    Collect,
    Const,
    Expr,
    Fold,
    Iter,
    Local,
    MakeList,
    MakeTuple,
    Over,
)
from ferrule.ir.walk import in_iter
from ferrule.lower.applying import apply, unknown
from ferrule.lower.facts import facts
from ferrule.lower.loops import bind_target, is_shadowed, lower_iter, lower_walked, target_names
from ferrule.lower.mapped import as_generator
from ferrule.lower.order import with_default
from ferrule.lower.scene import Scene


def lower_collect(scene: Scene, node: ast.ListComp | ast.SetComp | ast.DictComp) -> Expr:
    """A list, set or dict comprehension."""
    made = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
    with _clauses(scene, node.generators, *made) as clauses:
        elements: tuple[Expr, ...]
        if isinstance(node, ast.DictComp):
            elements = (scene.lower(node.key), scene.lower(node.value))
        else:
            elements = (scene.lower(node.elt),)
        holes = tuple(scene.hole(node, f"element{i}") for i in range(len(elements)))
        for hole, element in zip(holes, elements, strict=True):
            scene.merge(hole, element.type, node, "this comprehension")
        coerced = tuple(
            scene.coerce(element, hole, node) for hole, element in zip(holes, elements, strict=True)
        )
    type_: Type
    if isinstance(node, ast.DictComp):
        type_ = Dict(holes[0], holes[1])
    elif isinstance(node, ast.SetComp):
        type_ = Set(holes[0])
    else:
        type_ = List(holes[0])
    return Collect(coerced, clauses, scene.type(type_), scene.span(node))


def lower_generator(scene: Scene, node: ast.GeneratorExp) -> Expr:
    """A generator expression that is used up at once where it stands: as a list."""
    with _clauses(scene, node.generators, node.elt) as clauses:
        element = scene.lower(node.elt)
        hole = scene.hole(node, "element")
        scene.merge(hole, element.type, node, "this generator")
        coerced = scene.coerce(element, hole, node)
    return Collect((coerced,), clauses, scene.type(List(hole)), scene.span(node))


@contextmanager
def _clauses(
    scene: Scene, generators: list[ast.comprehension], *made: ast.AST
) -> Iterator[tuple[Clause, ...]]:
    """The clauses of a comprehension, within which what it makes is lowered."""
    saved = dict(scene.renamed)
    narrowed = dict(scene.narrowed)
    clauses: list[Clause] = []
    for number, generator in enumerate(generators):
        if generator.is_async:
            raise scene.refusal("F402", generator.target, "an async comprehension")
        users = [*generator.ifs, *generators[number + 1 :], *made]
        iter_, element = lower_walked(scene, generator.iter, generator.target, users)
        if isinstance(scene.slice.types.top(element), List | Row):
            iter_, element = _taken_apart(scene, generator.target, iter_, element)
        names = {
            name: scene.inner_name(name, generator.target)
            for name in target_names(generator.target)
        }
        scene.renamed.update(names)
        target = bind_target(scene, generator.target, element, names)
        tests = tuple(_told(scene, test) for test in generator.ifs)
        clauses.append(Clause(target, iter_, tests))
    try:
        yield tuple(clauses)
    finally:
        scene.renamed = saved
        scene.narrowed = narrowed


def _taken_apart(scene: Scene, target: ast.expr, walked: Iter, element: Type) -> tuple[Iter, Type]:
    """`for a, b in rows`, of lists: as tuples of that length, else the call is given back."""
    if not isinstance(target, ast.Tuple | ast.List):
        return walked, element
    name = scene.fresh("row", target)
    hole = scene.local_hole(name)
    scene.merge(hole, element, target, "the rows")
    row = Local(name, scene.type(hole), scene.span(target))
    whole = apply(scene, f"parts {len(target.elts)}", (row,), target, "unpacking a list")
    clauses = (Clause(Bind(name, row.type), walked, ()),)
    held = List(scene.hole(target, "rows"))
    scene.merge(held.element, whole.type, target, "the rows")
    made = Collect((whole,), clauses, scene.type(held), scene.span(target))
    return Over(made), whole.type


def lower_next(scene: Scene, node: ast.Call) -> Expr:
    """`next(iter(xs))`, `next(… for …)`, with a default or without: the first there is."""
    source: ast.expr
    match node.args[0]:
        case ast.Call(func=ast.Name(id="iter") as func, args=[inner], keywords=[]) if (
            scene.is_global(func) and not is_shadowed(scene, "iter")
        ):
            scene.guards.add(Guard(scene.instance.module.name, "iter", "builtin", "iter"))
            source = inner
        case ast.GeneratorExp() as generator:
            source = generator
        case _:
            raise scene.refusal("F411", node, "this call of `next` is not native yet")
    element, clauses = _elements(scene, "next", source, node)
    if element.type == NEVER:
        return unknown(scene, node, "`next`")
    default = scene.lower(node.args[1]) if len(node.args) == 2 else None
    hole = scene.hole(node, "first")
    scene.merge(hole, element.type, node, "`next`")
    if default is not None:
        scene.merge(hole, default.type, node, "`next`")
        default = scene.coerce(default, hole, node)
        held = default.value if isinstance(default, Coerce) else default
        if not isinstance(held, Const | Local):
            raise scene.refusal("F411", node, "this default of `next` is not native yet")
    coerced = scene.coerce(element, hole, node)
    return Fold("next", coerced, clauses, default, scene.type(hole), scene.span(node))


def _told(scene: Scene, test: ast.expr) -> Expr:
    """A condition; what follows it knows that it holds."""
    value = scene.test(test)
    scene.narrowed.update(facts(scene, test, True))
    return value


# Folds -----------------------------------------------------------------------------------------


def lower_fold(scene: Scene, kind: str, node: ast.Call) -> Expr:
    """`sum any all min max` of one iterable, with the start or default where one is given."""
    extra = _extra(scene, kind, node)
    element, clauses = _elements(scene, kind, node.args[0], node)
    return _folded(scene, kind, element, clauses, extra, node)


def _elements(
    scene: Scene, kind: str, node_of: ast.expr, node: ast.Call
) -> tuple[Expr, tuple[Clause, ...]]:
    """What is walked, item by item."""
    source = as_generator(scene, node_of) or node_of
    if isinstance(source, ast.GeneratorExp | ast.ListComp):
        with _clauses(scene, source.generators, source.elt) as clauses:
            element = scene.lower(source.elt)
            if kind in ("any", "all"):
                element = scene.test(source.elt)
    else:
        iter_, type_ = lower_iter(scene, source, is_whole=kind not in ("any", "all"))
        name = scene.inner_name("item", node)
        hole = scene.local_hole(name)
        scene.merge(hole, type_, node, kind)
        final = scene.type(hole)
        element = Local(name, final, scene.span(node))
        clauses = (Clause(Bind(name, final), iter_, ()),)
        if kind in ("any", "all") and final not in (BOOL, NEVER):
            element = apply(scene, "bool()", (element,), node, f"`{kind}`")
    return element, clauses


def _extra(scene: Scene, kind: str, node: ast.Call) -> Expr | None:
    names = {"sum": "start", "min": "default", "max": "default"}
    if len(node.args) == 2 and kind == "sum" and not node.keywords:
        return scene.lower(node.args[1])
    if len(node.args) == 1 and not node.keywords:
        return None
    match node.args, node.keywords:
        case [_], [ast.keyword(arg=name, value=value)] if name == names.get(kind):
            return scene.lower(value)
    raise scene.refusal("F411", node, f"these arguments of `{kind}` are not native yet")


def _folded(
    scene: Scene,
    kind: str,
    element: Expr,
    clauses: tuple[Clause, ...],
    extra: Expr | None,
    node: ast.Call,
) -> Expr:
    span = scene.span(node)
    if element.type == NEVER:
        return unknown(scene, node, f"`{kind}`")
    if kind in ("any", "all"):
        return Fold(kind, element, clauses, None, BOOL, span)
    if kind == "sum":
        return _sum(scene, element, clauses, extra, node)
    type_: Type = element.type
    if extra is not None:
        if extra.type == NONE:
            raise scene.refusal("F411", node, f"`{kind}` with default None")
        type_ = scene.merge(type_, extra.type, node, kind)
        extra = scene.coerce(extra, type_, node)
    coerced, final = scene.coerce(element, type_, node), scene.type(type_)
    walked = in_iter(clauses[0].iter)
    return with_default(
        scene, extra, walked, node, lambda held: Fold(kind, coerced, clauses, held, final, span)
    )


def _sum(
    scene: Scene,
    element: Expr,
    clauses: tuple[Clause, ...],
    start: Expr | None,
    node: ast.Call,
) -> Expr:
    """Of nothing, `sum` is its start, the int 0: the sum of floats is an int or a float."""
    span = scene.span(node)
    element = Coerce(element, INT, span) if element.type == BOOL else element
    is_big = BIGINT in (element.type, start.type if start is not None else INT)
    if is_big or (scene.is_wide(node) and element.type == INT):
        return _wide_sum(scene, element, clauses, start, node)
    if element.type == COMPLEX and (start is None or start.type == COMPLEX):
        # Of nothing it would be the int 0: the sum of some is all that is native.
        return Fold("sum", element, clauses, start, COMPLEX, span)
    if isinstance(scene.slice.types.top(element.type), List | Row) and start is not None:
        return _joined(scene, element, clauses, start, node)
    if element.type not in (INT, FLOAT, NUMBER):
        raise scene.refusal("F401", node, f"`sum` of elements of type {element.type}")
    if start is None and element.type == INT:
        return Fold("sum", element, clauses, None, INT, span)
    if start is not None and start.type == element.type:
        return Fold("sum", element, clauses, start, element.type, span)
    if start is None and element.type == FLOAT:
        return Fold("sum", element, clauses, None, NUMBER, span)
    if start is not None and start.type not in (INT, FLOAT, NUMBER):
        raise scene.refusal("F411", node, "this start of `sum` is not native yet")
    first = None if start is None else scene.coerce(start, NUMBER, node)
    return Fold("sum", scene.coerce(element, NUMBER, node), clauses, first, NUMBER, span)


def _joined(
    scene: Scene, element: Expr, clauses: tuple[Clause, ...], start: Expr, node: ast.Call
) -> Expr:
    """`sum(lists, [])` and `sum(tuples, ())`: the items of all of them, one after the other."""
    inner = scene.slice.types.top(element.type)
    assert isinstance(inner, List | Row)
    is_empty = (isinstance(start, MakeList) and not start.items) or (
        isinstance(start, MakeTuple | Const) and start.type == Tuple(())
    )
    if not is_empty or isinstance(inner, List) != isinstance(start, MakeList):
        raise scene.refusal("F411", node, "this start of `sum` is not native yet")
    name = scene.fresh("part", node)
    hole = scene.local_hole(name)
    scene.merge(hole, inner.element, node, "`sum`")
    item = Local(name, scene.type(hole), scene.span(node))
    whole = (*clauses, Clause(Bind(name, item.type), Over(element), ()))
    made = Collect((item,), whole, scene.type(List(hole)), scene.span(node))
    return made if isinstance(inner, List) else apply(scene, "tuple()", (made,), node, "`sum`")


def _wide_sum(
    scene: Scene,
    element: Expr,
    clauses: tuple[Clause, ...],
    start: Expr | None,
    node: ast.Call,
) -> Expr:
    """A sum of ints of any size."""
    kinds = (element.type, BIGINT if start is None else start.type)
    if not set(kinds) <= {BIGINT, INT, BOOL}:
        raise scene.refusal("F411", node, "this start of `sum` is not native yet")
    first = None if start is None else scene.coerce(start, BIGINT, node)
    item = scene.coerce(element, BIGINT, node)
    return Fold("sum", item, clauses, first, BIGINT, scene.span(node))
