"""NumPy's arrays: elements, views, lengths. Whole arrays are NumPy's own work (`lower/numpy.py`).

In: an array and what is asked of it. Out: IR on rows of `ops/arrays`. An index that is no int, a
mask or a list of indexes is refused.
"""

from __future__ import annotations

import ast

from ferrule.base.types import (
    BOOL,
    INT,
    MIXED_INT,
    NEVER,
    NONE,
    NUMPY_INTS,
    Array,
    Optional,
    Scalar,
    Tuple,
    Type,
)
from ferrule.ir.nodes import Apply, Coerce, Const, Expr, GetField, GetItem, Local, MakeTuple
from ferrule.lower import numpy
from ferrule.lower.applying import apply
from ferrule.lower.numbers import as_python, cast
from ferrule.lower.scene import Scene

_WHOLE = Optional(INT)


def parts_of_index(node: ast.expr) -> list[ast.expr]:
    """The indexes of `a[i, j]`, one for each axis."""
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def get_part(scene: Scene, array: Expr, indexes: list[ast.expr], node: ast.AST) -> Expr:
    """`array[i, 2:5]`: an element, or a view."""
    places = [_index(scene, index) for index in indexes]
    if NEVER in [place.type for place in places if isinstance(place, Expr)]:
        return Const(None, NEVER, scene.span(node))
    return part_at(scene, array, places, node)


Place = Expr | tuple[Expr, Expr, Expr]


def part_at(scene: Scene, array: Expr, places: list[Place], node: ast.AST) -> Expr:
    """The element or view at indexes that are lowered already."""
    type_ = array.type
    assert isinstance(type_, Array)
    if len(places) > type_.ndim:
        raise scene.refusal("F401", node, f"{len(places)} indexes of a {type_}")
    if len(places) == type_.ndim and all(map(_is_int, places)):
        array, places = _flattened(array, places)
        return _element(scene, array, places, node)
    keys = [place for place in places if isinstance(place, Expr) and isinstance(place.type, Array)]
    if keys:
        if len(places) > 1:
            raise scene.refusal("F401", node, "an array among several indexes is not native yet")
        return numpy.picked(scene, array, keys[0], node)
    axis = 0
    for place in places:
        if isinstance(place, tuple):
            array = apply(scene, f"view {axis}", (array, *place), node, "slicing an array")
            axis += 1
        else:
            array = apply(scene, f"pick {axis}", (array, place), node, "indexing an array")
    return array


def _is_int(place: Place) -> bool:
    return isinstance(place, Expr) and not isinstance(place.type, Array)


def _element(scene: Scene, array: Expr, places: list[Place], node: ast.AST) -> Expr:
    suffix = f" {len(places)}" if len(places) > 1 else ""
    args = (array, *(place for place in places if isinstance(place, Expr)))
    return apply(scene, f"getitem{suffix}", args, node, "indexing an array")


def _flattened(array: Expr, places: list[Place]) -> tuple[Expr, list[Place]]:
    """`a[i][j]` is `a[i, j]`: the same element, and no view on the way."""
    while isinstance(array, Apply) and array.op.name == "pick 0":
        array, place = array.args
        places = [place, *places]
    return array, places


def set_part(scene: Scene, array: Expr, places: list[Place], value: Expr, node: ast.AST) -> Expr:
    """`array[i, j] = value` of one element."""
    type_ = array.type
    assert isinstance(type_, Array)
    if value.type == NEVER:
        return Const(None, NEVER, scene.span(node))
    is_element = len(places) == type_.ndim and all(map(_is_int, places))
    if not is_element:
        if len(places) == 1 and isinstance(places[0], Expr) and isinstance(places[0].type, Array):
            return numpy.assign_picked(scene, array, places[0], value, node)
        view = part_at(scene, array, places, node)
        return numpy.assign(scene, view, value, node) if view.type != NEVER else view
    if isinstance(value.type, Array):
        raise scene.refusal("F410", node, "an array put in the place of an element")
    array, places = _flattened(array, places)
    element = type_.element
    assert isinstance(element, Scalar)
    suffix = f" {len(places)}" if len(places) > 1 else ""
    new = cast(scene, value, element, node)
    args = (array, *(place for place in places if isinstance(place, Expr)), new)
    return apply(scene, f"setitem{suffix}", args, node, "assignment to an element")


def lower_places(scene: Scene, node: ast.expr) -> list[Place]:
    """The indexes of a subscript."""
    return [_index(scene, index) for index in parts_of_index(node)]


def _index(scene: Scene, node: ast.expr) -> Place:
    if isinstance(node, ast.Slice):
        return tuple(_bound(scene, part, node) for part in (node.lower, node.upper, node.step))  # type: ignore[return-value]
    return index_of(scene, scene.lower(node), node)


def index_of(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """An index as an int."""
    if value.type in (INT, NEVER) or isinstance(value.type, Array):
        return value
    if value.type in (*NUMPY_INTS, MIXED_INT):
        return as_python(value)
    raise scene.refusal("F401", node, f"an array indexed by a {value.type} is not native yet")


def _bound(scene: Scene, node: ast.expr | None, at: ast.AST) -> Expr:
    if node is None:
        return Const(None, _WHOLE, scene.span(at))
    value = scene.lower(node)
    if value.type in (_WHOLE, NEVER):
        return value
    if value.type == NONE:
        return Const(None, _WHOLE, value.span)
    if value.type == BOOL or isinstance(value.type, Array):
        raise scene.refusal("F401", node, f"a {value.type} as a bound of a slice")
    return Coerce(index_of(scene, value, node), _WHOLE, value.span)


def attribute(scene: Scene, array: Expr, name: str, node: ast.AST) -> Expr:
    """`array.shape`, `array.size`, `array.ndim`."""
    type_ = array.type
    assert isinstance(type_, Array)
    span = scene.span(node)
    is_plain = isinstance(array, Local | GetField | GetItem)
    if name == "size":
        return apply(scene, ".size", (array,), node, "`.size`")
    if name == "ndim" and is_plain:
        return Const(type_.ndim, INT, span)
    if name == "T":
        return apply(scene, "transposed", (array,), node, "`.T`")
    if name == "shape" and is_plain:
        lengths = tuple(
            apply(scene, f"axis {axis}", (array,), node, "`.shape`") for axis in range(type_.ndim)
        )
        return MakeTuple(lengths, Tuple((INT,) * type_.ndim), span)
    raise scene.refusal("F406", node, f"attribute `{name}` of a {type_}")


def element_of(type_: Array) -> Type:
    """What iterating over an array gives: elements, or rows."""
    return type_.element if type_.ndim == 1 else Array(type_.element, type_.ndim - 1)
