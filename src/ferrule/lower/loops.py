"""What a loop or comprehension walks over, and the targets that it binds."""

from __future__ import annotations

import ast

from ferrule.base.diag import Diagnostic
from ferrule.base.records import Guard
from ferrule.base.types import (
    BYTES,
    CHAR,
    INT,
    LONGEST_TUPLE,
    MATCH,
    NEVER,
    PATTERN,
    RANGE,
    STR,
    Array,
    Deque,
    Dict,
    Frozen,
    Hole,
    List,
    Row,
    Scalar,
    Set,
    Struct,
    Tuple,
    Type,
    is_immutable,
    members_of,
)
from ferrule.base.unit import SERIAL, WITHIN
from ferrule.ir.nodes import (
    Apply,
    Bind,
    Const,
    Expr,
    Iter,
    MakeTuple,
    Over,
    OverEnumerate,
    OverItems,
    OverRange,
    OverReversed,
    OverZip,
    Spread,
    Target,
)
from ferrule.lower import arrays
from ferrule.lower.applying import apply
from ferrule.lower.generators import generator_of, in_a_list
from ferrule.lower.mapped import as_generator, columns_of, rows_of
from ferrule.lower.numbers import is_numpy
from ferrule.lower.order import may_wait
from ferrule.lower.scene import Scene
from ferrule.lower.streams import grouped, rewritten, stream
from ferrule.lower.tuples import as_list
from ferrule.lower.widening import widen
from ferrule.ops.regexes import ALL_MATCHES

Element = Type

_LARGE_START = 1 << 62  # no list is so long that counting from below this leaves 64 bits


def lower_iter(scene: Scene, node: ast.expr, *, is_whole: bool = False) -> tuple[Iter, Element]:
    """An iterable and the type of its elements. Raises Refused.

    `is_whole` where all of it is walked at once, with nothing in between that could tell.
    """
    match node:
        case ast.Call(func=ast.Name(id=name), args=[inner, ast.Constant(value=why)]) if (
            name == SERIAL
        ):
            scene.notes.append(Diagnostic("F504", scene.span(inner), str(why)))
            return lower_iter(scene, inner, is_whole=is_whole)
        case ast.Call(func=ast.Name(id=name) as func) if scene.is_global(func) and not is_shadowed(
            scene, name
        ):
            found = _builtin_iter(scene, node, name)
            if found is not None:
                scene.guards.add(Guard(scene.instance.module.name, name, "builtin", name))
                return found
        case ast.Call(func=func) if is_prange(scene, func):
            found = _builtin_iter(scene, node, "range")
            if found is not None:
                scene.guards.add(_prange_guard(scene, func))
                return found
        case ast.Call(func=ast.Attribute(attr="items" | "values" | "keys") as func, args=[]):
            found = _dict_iter(scene, func)
            if found is not None:
                return found
        case ast.Call(func=ast.Attribute(attr="finditer") as func, args=[text], keywords=[]):
            found = _matches_iter(scene, func, text, node)
            if found is not None:
                return found
    generator = as_generator(scene, node) or rewritten(scene, node) or columns_of(node)
    found = stream(scene, node, is_whole=is_whole) if generator is None else None
    if found is not None:
        return found
    source = generator_of(scene, node) if generator is None else None
    if source is not None:
        value = in_a_list(scene, source, is_early=not is_whole)
    else:
        value = scene.lower(generator or node)
    if isinstance(value.type, Tuple) and (
        _is_mixed(scene, value.type) or _is_long_display(value, value.type)
    ):
        value = as_list(scene, value, node)
    return Over(value), element_of(scene, value, node)


def _is_long_display(value: Expr, type_: Tuple) -> bool:
    """Whether these are more items than any tuple has that is kept: they are only walked."""
    return isinstance(value, Const | MakeTuple) and len(type_.items) > LONGEST_TUPLE


def _is_mixed(scene: Scene, type_: Tuple) -> bool:
    """Whether a tuple's items have types of their own, which one type can hold."""
    tops = [scene.slice.types.top(item) for item in type_.items]
    if all(isinstance(top, Tuple) for top in tops):
        rows = {str(scene.slice.types.resolve(top)) for top in tops}
        return len(rows) > 1 and len({len(top.items) for top in tops}) == 1  # type: ignore[union-attr]
    return all(map(members_of, tops)) and len(set(tops)) > 1


def lower_walked(
    scene: Scene, node: ast.expr, target: ast.expr, users: list[ast.AST]
) -> tuple[Iter, Element]:
    """The same, where it is known who sees the elements: `zip(*rows)` may give lists then."""
    groups = grouped(scene, node, target, users)
    if groups is not None:
        return groups
    generator = node if isinstance(node, ast.GeneratorExp) else as_generator(scene, node)
    generator = generator or rewritten(scene, node)
    if generator is not None:
        items = scene.lower(generator)
        if scene.is_final and not may_wait(items, users):
            raise scene.refusal("F402", node, "a generator whose items are used one by one")
        return Over(items), element_of(scene, items, node)
    rows = rows_of(node, target, users)
    if rows is None or is_shadowed(scene, "zip"):
        return lower_iter(scene, node)
    value = _as_lists(scene, rows)
    if scene.is_final and not _is_table(value.type):
        raise scene.refusal("F411", node, f"`zip(*…)` of a {value.type} is not native yet")
    scene.guards.add(Guard(scene.instance.module.name, "zip", "builtin", "zip"))
    columns = apply(scene, "columns", (value,), node, "`zip(*…)`")
    return Over(columns), element_of(scene, columns, node)


def _as_lists(scene: Scene, rows: ast.expr) -> Expr:
    """Rows, those that are texts or tuples as lists."""
    value = scene.lower(rows)
    inner = scene.slice.types.top(value.type.element) if isinstance(value.type, List) else None
    if inner not in (STR, CHAR) and not isinstance(inner, Row):
        return value
    name = ast.copy_location(ast.Name("row", ast.Load()), rows)
    made = ast.copy_location(ast.List([ast.copy_location(ast.Starred(name), rows)]), rows)
    target = ast.copy_location(ast.Name("row", ast.Store()), rows)
    whole = ast.ListComp(made, [ast.comprehension(target, rows, [], 0)])
    return scene.lower(ast.copy_location(whole, rows))


def _is_table(type_: Type) -> bool:
    is_nested = isinstance(type_, List) and isinstance(type_.element, List)
    return is_nested and is_immutable(type_.element.element)  # type: ignore[union-attr]


def is_prange(scene: Scene, func: ast.expr) -> bool:
    """Whether this is `ferrule.prange`, which is `range`."""
    imports = scene.instance.module.imports
    match func:
        case ast.Name(id=name) if scene.is_global(func):
            return imports.get(name) == ("ferrule", "prange")
        case ast.Attribute(value=ast.Name(id=owner) as held, attr="prange"):
            return scene.is_global(held) and imports.get(owner) == ("ferrule", None)
    return False


def _prange_guard(scene: Scene, func: ast.expr) -> Guard:
    if isinstance(func, ast.Name) and not func.id.startswith(WITHIN):
        return Guard(scene.instance.module.name, func.id, "builtin", "range")
    return Guard("ferrule", "prange", "builtin", "range")


def is_shadowed(scene: Scene, name: str) -> bool:
    """Whether the module binds this name itself."""
    module = scene.instance.module
    return (
        name in module.functions
        or name in module.classes
        or name in module.imports
        or name in module.constants
        or name in module.rebound
    )


def element_of(scene: Scene, value: Expr, node: ast.AST) -> Type:
    """The type of what iterating over a value gives."""
    match value.type:
        case List(element) | Deque(element) | Set(element) | Frozen(element) | Row(element):
            return element
        case Dict(key, _):
            return key
        case Array() as array:
            return arrays.element_of(array)
        case Tuple(items) if items:
            first = items[0]
            hole = scene.hole(node, "walked")
            for item in items:
                scene.merge(hole, item, node, "this tuple")
            if scene.is_final and any(scene.type(i) != scene.type(first) for i in items):
                raise scene.refusal("F401", node, "a loop over a tuple of mixed types")
            return hole
    if value.type in (STR, CHAR):
        return CHAR
    if value.type in (BYTES, RANGE):
        return INT
    if value.type == NEVER:
        return NEVER
    if isinstance(value.type, Struct):
        raise scene.refusal("F401", node, f"iterating over a {value.type} is not native yet")
    raise scene.refusal("F401", node, f"iterating over a {value.type} is not native")


def _builtin_iter(scene: Scene, node: ast.Call, name: str) -> tuple[Iter, Element] | None:
    if any(isinstance(arg, ast.Starred) for arg in node.args):
        return None
    match name, node.args, node.keywords:
        case "range", [_, *_] as args, [] if len(args) <= 3:
            return over_range(scene, args, node), INT
        case "enumerate", [inner], []:
            return _enumerate(scene, inner, None, node)
        case "enumerate", [inner, start], []:
            return _enumerate(scene, inner, start, node)
        case "enumerate", [inner], [ast.keyword(arg="start", value=start)]:
            return _enumerate(scene, inner, start, node)
        case "zip", [_, *_] as args, []:
            parts = [lower_iter(scene, arg) for arg in args]
            return OverZip(tuple(p for p, _ in parts)), Tuple(tuple(t for _, t in parts))
        case "zip", [one, other], [ast.keyword(arg="strict", value=ast.Constant(value=strict))]:
            parts = [lower_iter(scene, arg) for arg in (one, other)]
            if strict and not all(_has_length(part) for part, _ in parts):
                raise scene.refusal("F411", node, "this strict `zip` is not native yet")
            walked = OverZip(tuple(p for p, _ in parts), bool(strict))
            return walked, Tuple(tuple(t for _, t in parts))
        case "reversed", [inner], []:
            iter_, element = lower_iter(scene, inner)
            if (
                (isinstance(iter_, OverRange) and _is_one(iter_.step))
                or (isinstance(iter_, Over) and isinstance(iter_.value.type, List | Deque | Row))
                or (isinstance(iter_, Over) and iter_.value.type in (STR, BYTES, RANGE, NEVER))
            ):
                return OverReversed(iter_), element
            raise scene.refusal("F401", node, "`reversed` of this is not native yet")
        case _:
            return None


def _has_length(walked: Iter) -> bool:
    """Whether it is known beforehand how many elements there are."""
    return isinstance(walked, Over) and isinstance(walked.value.type, List | Deque | Row | Scalar)


def _is_one(step: Expr) -> bool:
    return isinstance(step, Const) and step.value in (1, -1)


def over_range(scene: Scene, args: list[ast.expr], node: ast.AST) -> OverRange:
    """`range(...)` with its one to three arguments."""
    values = [_int(scene, arg) for arg in args]
    span = scene.span(node)
    zero, one = Const(0, INT, span), Const(1, INT, span)
    if len(values) == 1:
        return OverRange(zero, values[0], one)
    if len(values) == 2:
        return OverRange(values[0], values[1], one)
    return OverRange(values[0], values[1], values[2])


def _int(scene: Scene, node: ast.expr) -> Expr:
    value = scene.lower(node)
    if value.type == NEVER:
        return value
    if is_numpy(value.type):
        value = arrays.index_of(scene, value, node)
    coerced = scene.coerce(value, INT, node)
    if scene.is_final and coerced.type != INT:
        raise scene.refusal("F202", node, f"a {value.type} where range() needs an int")
    return coerced


def _is_small(start: Expr) -> bool:
    return isinstance(start, Const) and type(start.value) is int and abs(start.value) < _LARGE_START


def _enumerate(
    scene: Scene, inner: ast.expr, start: ast.expr | None, node: ast.AST
) -> tuple[Iter, Element]:
    iter_, element = lower_iter(scene, inner)
    first = _int(scene, start) if start is not None else Const(0, INT, scene.span(node))
    if scene.is_final and not _is_small(first):
        raise scene.refusal("F411", node, "a start of `enumerate` that is no constant")
    return OverEnumerate(iter_, first), Tuple((INT, element))


def _dict_iter(scene: Scene, node: ast.Attribute) -> tuple[Iter, Element] | None:
    if isinstance(node.value, ast.Name) and scene.is_global(node.value):
        module = scene.instance.module
        if node.value.id in module.imports:
            return None
    value = scene.lower(node.value)
    match value.type:
        case Dict(key, item):
            if node.attr == "keys":
                return Over(value), key
            element = item if node.attr == "values" else Tuple((key, item))
            return OverItems(value, node.attr), element
    if value.type == NEVER:
        return Over(value), NEVER
    return None


def _matches_iter(
    scene: Scene, func: ast.Attribute, text: ast.expr, node: ast.AST
) -> tuple[Iter, Element] | None:
    """All matches of a pattern: they are found before the first turn, which nobody can tell."""
    imports = scene.instance.module.imports
    if (
        isinstance(func.value, ast.Name)
        and scene.is_global(func.value)
        and func.value.id in imports
    ):
        return None
    pattern = scene.lower(func.value)
    if pattern.type not in (PATTERN, NEVER):
        return None
    found = apply(scene, ALL_MATCHES, (pattern, scene.lower(text)), node, "`.finditer()`")
    return Over(found), MATCH


# Targets ---------------------------------------------------------------------------------------


def bind_target(scene: Scene, node: ast.expr, type_: Type, names: dict[str, str]) -> Target:
    """A target and the types of its locals; `names` maps comprehension variables."""
    if isinstance(node, ast.Name):
        name = names.get(node.id) or scene.webs.get(node)
        if name is None:
            raise scene.refusal("F408", node, f"the global `{node.id}` is assigned")
        hole = scene.local_hole(name)
        scene.merge(hole, type_, node, f"`{node.id}`")
        widen(scene, name)
        return Bind(name, scene.type(hole))
    if isinstance(node, ast.Tuple | ast.List):
        return Spread(_spread(scene, node, scene.slice.types.top(type_), names))
    raise scene.refusal("F410", node, "this loop or unpacking target is not native yet")


def fits(scene: Scene, node: ast.expr, type_: Type) -> bool:
    """Whether a target takes a value apart as it is: names, and tuples of their lengths."""
    if isinstance(node, ast.Name):
        return True
    if not isinstance(node, ast.Tuple | ast.List):
        return False
    type_ = scene.slice.types.top(type_)
    if type_ == NEVER:
        return not any(isinstance(item, ast.Starred) for item in node.elts)
    if not isinstance(type_, Tuple) or len(type_.items) != len(node.elts):
        return False
    return all(fits(scene, one, part) for one, part in zip(node.elts, type_.items, strict=True))


def _spread(
    scene: Scene, node: ast.Tuple | ast.List, type_: Type, names: dict[str, str]
) -> tuple[Target, ...]:
    if any(isinstance(item, ast.Starred) for item in node.elts):
        raise scene.refusal("F410", node, "unpacking with * is not native yet")
    if type_ == NEVER:
        parts: tuple[Type, ...] = (NEVER,) * len(node.elts)
    elif isinstance(type_, Tuple) and len(type_.items) == len(node.elts):
        parts = type_.items
    elif isinstance(type_, Tuple):
        raise scene.refusal("F410", node, "the tuple has another length than the targets")
    else:
        raise scene.refusal("F410", node, f"unpacking a {type_} is not native yet")
    return tuple(
        bind_target(scene, item, part, names) for item, part in zip(node.elts, parts, strict=True)
    )


def target_names(node: ast.expr) -> list[str]:
    """The names that a target binds."""
    return [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)]


__all__ = ["Apply", "Hole", "bind_target", "lower_iter", "over_range", "target_names"]
