"""Assignments: names, unpacking, items, slices and attributes; augmented ones; `del`."""

from __future__ import annotations

import ast

from ferrule.base.span import Span
from ferrule.base.types import (
    INT,
    NEVER,
    NONE,
    Array,
    Deque,
    Dict,
    Function,
    List,
    Optional,
    Row,
    Set,
    Struct,
    Tuple,
    Type,
)
from ferrule.ir.nodes import (
    Apply,
    Assign,
    Bind,
    Coerce,
    Const,
    Do,
    Expr,
    GetField,
    GetItem,
    Local,
    MakeTuple,
    SetField,
    Spread,
    Stmt,
    Target,
)
from ferrule.lower import arrays, numpy
from ferrule.lower.applying import apply
from ferrule.lower.containers import as_items, listed
from ferrule.lower.dunder import method_of
from ferrule.lower.expr import (
    binary,
    get_item,
    init_field,
    is_self,
    operator_name,
    slice_bound,
    struct_field,
)
from ferrule.lower.identity import instance
from ferrule.lower.loops import bind_target, fits
from ferrule.lower.members import set_property
from ferrule.lower.order import may_swap
from ferrule.lower.scene import Scene
from ferrule.lower.widening import widen, widen_attribute, widen_within


def lower_assign(scene: Scene, node: ast.Assign | ast.AnnAssign) -> list[Stmt]:
    """`a = b = value`, `a: T = value`."""
    if isinstance(node, ast.AnnAssign):
        if node.value is None:
            return []
        targets: list[ast.expr] = [node.target]
        value_node = node.value
    else:
        targets, value_node = node.targets, node.value
    if scene.is_unborn and is_self(scene, value_node):
        return _hold_itself(scene, targets, node)
    first = targets[0]
    if len(targets) == 1 and isinstance(first, ast.Tuple | ast.List):
        return unpack(scene, first, scene.lower(value_node), node)
    value = _value(scene, first, value_node, node)
    if len(targets) == 1:
        return store(scene, first, value, node)
    if not isinstance(value, Const | Local):
        name = scene.fresh("value", node)
        scene.merge(scene.local_hole(name), value.type, node, "the value")
        held: list[Stmt] = [Assign(Bind(name, value.type), value, scene.span(node))]
        value = scene.read(name, node)
    else:
        held = []
    for target in targets:
        held += store(scene, target, value, node)
    return held


def _value(scene: Scene, target: ast.expr, value: ast.expr, node: ast.stmt) -> Expr:
    """What is assigned; a slice takes any iterable."""
    is_slice = isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Slice)
    if is_slice and isinstance(value, ast.Call | ast.GeneratorExp | ast.Tuple):
        return as_items(scene, value, node)
    return scene.lower(value)


def _hold_itself(
    scene: Scene, targets: list[ast.expr], node: ast.Assign | ast.AnnAssign
) -> list[Stmt]:
    """`self.x = self` in `__init__`: None until the instance is made."""
    stored = [
        part.attr
        for part in ast.walk(scene.instance.node)
        if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)
    ]
    done: list[Stmt] = []
    for target in targets:
        is_own = isinstance(target, ast.Attribute) and is_self(scene, target.value)
        if not is_own or node not in scene.instance.node.body:
            raise scene.refusal("F412", node, "the instance is used before it is made")
        assert isinstance(target, ast.Attribute)
        if stored.count(target.attr) > 1:
            raise scene.refusal("F412", node, f"`{target.attr}` is assigned more than once")
        assert scene.instance.class_name is not None
        wanted = Optional(Struct(scene.instance.class_name))
        nothing = Const(None, wanted, scene.span(node))
        done += _store_attribute(scene, target, nothing, node)
        scene.own_fields.append(target.attr)
    return done


def store(scene: Scene, target: ast.expr, value: Expr, node: ast.stmt) -> list[Stmt]:
    """`target = value` for one target."""
    span = scene.span(node)
    match target:
        case ast.Name():
            if isinstance(value, Const) and target in scene.instance.unread:
                return []  # `x = 0` before a loop that binds it anyway
            return [_store_name(scene, target, value, node)]
        case ast.Subscript(value=container, slice=ast.Slice() as bounds):
            place = scene.lower(container)
            if isinstance(place.type, Array):
                return store_in_array(scene, place, bounds, value, node)
            return _store_slice(scene, place, bounds, value, node)
        case ast.Subscript(value=container, slice=index):
            place = scene.lower(container)
            if isinstance(place.type, Array):
                return store_in_array(scene, place, index, value, node)
            key = scene.lower(index)
            before, value = _first(scene, value, (place, key), node)
            return [*before, Do(set_item(scene, place, key, value, node), span)]
        case ast.Attribute():
            return _store_attribute(scene, target, value, node)
        case ast.Tuple() | ast.List():
            return unpack(scene, target, value, node)
        case _:
            raise scene.refusal("F410", node, "this assignment is not native yet")


def _store_name(scene: Scene, target: ast.Name, value: Expr, node: ast.AST) -> Stmt:
    name = scene.webs.get(target)
    if name is None:
        raise scene.refusal("F408", node, f"the global `{target.id}` is assigned")
    hole = scene.local_hole(name)
    coerced = scene.flow(value, hole, node, f"`{target.id}`")
    type_ = scene.type(hole)
    if isinstance(type_, Function):
        return Do(coerced, scene.span(node))  # the type says it all
    if isinstance(type_, Optional) and value.type not in (NONE, NEVER):
        if isinstance(value.type, Optional):
            widen(scene, name)
        else:
            widen_within(scene, name)
            scene.narrowed[name] = type_
    else:
        widen(scene, name)
    return Assign(Bind(name, type_), coerced, scene.span(node))


def _first(
    scene: Scene, value: Expr, others: tuple[Expr, ...], node: ast.AST
) -> tuple[list[Stmt], Expr]:
    """A value that Python evaluates before the target's parts, held where that can be told."""
    if may_swap(value, *others):
        return [], value
    return _held(scene, value, "value", node)


def set_item(scene: Scene, place: Expr, key: Expr, value: Expr, node: ast.AST) -> Expr:
    """`place[key] = value`."""
    if isinstance(place.type, Struct):
        method = method_of(scene, place, "__setitem__", node)
        if method is not None:
            return method((key, value))
    return apply(scene, "setitem", (place, key, value), node, "assignment to an item")


def _store_slice(
    scene: Scene, place: Expr, bounds: ast.Slice, value: Expr, node: ast.AST
) -> list[Stmt]:
    lower = slice_bound(scene, bounds.lower, node)
    upper = slice_bound(scene, bounds.upper, node)
    what = "assignment to a slice"
    before, value = _first(scene, value, (place, lower, upper), node)
    if bounds.step is None:
        done = apply(scene, "setslice", (place, lower, upper, value), node, what)
    else:
        step = slice_bound(scene, bounds.step, node)
        done = apply(scene, "setslice step", (place, lower, upper, step, value), node, what)
    return [*before, Do(done, scene.span(node))]


def _store_attribute(scene: Scene, target: ast.Attribute, value: Expr, node: ast.AST) -> list[Stmt]:
    span = scene.span(node)
    if scene.is_unborn and is_self(scene, target.value):
        name = init_field(target.attr)
        hole = scene.local_hole(name)
        coerced = scene.flow(value, hole, node, f"`self.{target.attr}`")
        assert scene.instance.class_name is not None
        field = scene.slice.field(Struct(scene.instance.class_name), target.attr)
        scene.merge(field, hole, node, f"`self.{target.attr}`")
        return [Assign(Bind(name, scene.type(hole)), coerced, span)]
    owner = instance(scene, scene.lower(target.value))
    if owner.type == NEVER:
        return [Do(owner, span)]
    if not isinstance(owner.type, Struct):
        raise scene.refusal("F406", node, f"attribute `{target.attr}` of a {owner.type}")
    before, value = _first(scene, value, (owner,), node)
    done = set_property(scene, owner, target.attr, value, node)
    if done is not None:
        return [*before, Do(done, span)]
    check_plain_attribute(scene, owner.type, target.attr, node)
    hole = scene.slice.field(owner.type, target.attr)
    coerced = scene.flow(value, hole, node, f"`.{target.attr}`")
    widen_attribute(scene, target.attr)
    return [*before, SetField(owner, target.attr, coerced, span)]


def check_plain_attribute(scene: Scene, struct: Struct, name: str, node: ast.AST) -> None:
    """Refuse to assign what is a method or property of the class."""
    lineage = scene.slice.lineage(struct)
    if any(source.is_frozen for _, source in lineage):
        raise scene.refusal("F406", node, f"`{struct}` is frozen")
    if not lineage or name in scene.slice.members(struct):
        raise scene.refusal("F406", node, f"`{name}` is no plain attribute of {struct}")


# Unpacking -------------------------------------------------------------------------------------


def unpack(scene: Scene, target: ast.Tuple | ast.List, value: Expr, node: ast.stmt) -> list[Stmt]:
    """`a, b = …`; items and attributes as targets go through temporaries."""
    if any(isinstance(item, ast.Starred) for item in target.elts):
        return _unpack_starred(scene, target, value, node)
    type_ = scene.slice.types.top(value.type)
    if isinstance(type_, List | Row):
        return _unpack_list(scene, target, value, node)
    if fits(scene, target, type_):
        bound = bind_target(scene, target, value.type, {})
        return [Assign(bound, _fitted(scene, value, bound, node), scene.span(node))]
    return _through_temporaries(scene, target, value, node)


def _fitted(scene: Scene, value: Expr, bound: Target, node: ast.AST) -> Expr:
    """The value in the representation of the targets' types."""
    return scene.coerce(value, _target_type(bound), node)


def _target_type(target: Target) -> Type:
    if isinstance(target, Bind):
        return target.type
    return Tuple(tuple(map(_target_type, target.items)))


def _through_temporaries(
    scene: Scene, target: ast.Tuple | ast.List, value: Expr, node: ast.stmt
) -> list[Stmt]:
    span = scene.span(node)
    type_ = scene.slice.types.top(value.type)
    if type_ == NEVER:
        return [Do(value, span)]
    if not isinstance(type_, Tuple) or len(type_.items) != len(target.elts):
        raise scene.refusal("F410", node, f"unpacking a {type_} here is not native yet")
    names = [scene.fresh("item", item) for item in target.elts]
    statements: list[Stmt] = []
    binds: list[Target] = []
    for name, item in zip(names, type_.items, strict=True):
        scene.merge(scene.local_hole(name), item, node, "an item")
        binds.append(Bind(name, scene.type(scene.local_hole(name))))
    statements.append(Assign(Spread(tuple(binds)), value, span))
    for name, inner in zip(names, target.elts, strict=True):
        statements += store(scene, inner, scene.read(name, node), node)
    return statements


def _unpack_list(
    scene: Scene, target: ast.Tuple | ast.List, value: Expr, node: ast.stmt
) -> list[Stmt]:
    """`a, b = some_list`: the length is checked, then the elements are taken."""
    count = len(target.elts)
    if count not in (1, 2, 3, 4) or any(isinstance(i, ast.Starred) for i in target.elts):
        raise scene.refusal("F410", node, "this unpacking of a list is not native yet")
    items = apply(scene, f"unpack {count}", (value,), node, "unpacking a list")
    if fits(scene, target, items.type):
        bound = bind_target(scene, target, items.type, {})
        return [Assign(bound, _fitted(scene, items, bound, node), scene.span(node))]
    return _through_temporaries(scene, target, items, node)


def _unpack_starred(
    scene: Scene, target: ast.Tuple | ast.List, value: Expr, node: ast.stmt
) -> list[Stmt]:
    """`a, *rest, z = xs`: the length is checked, then the elements are taken one by one."""
    places = [n for n, item in enumerate(target.elts) if isinstance(item, ast.Starred)]
    before, after = places[0], len(target.elts) - places[0] - 1
    statements, whole = _held(scene, listed(scene, value, node), "items", node)
    span = scene.span(node)
    if whole.type == NEVER:
        return [*statements, Do(whole, span)]
    least = f"at least {before + after}"
    checked = apply(scene, least, (whole,), node, "unpacking with *")
    statements.append(Do(checked, span))
    for number, item in enumerate(target.elts):
        at = number if number <= before else number - len(target.elts)
        if isinstance(item, ast.Starred):
            bounds = (_bound(before, span), _bound(-after if after else None, span))
            part = apply(scene, "slice", (whole, *bounds), item, "unpacking with *")
            statements += store(scene, item.value, part, node)
        else:
            index = Const(at, INT, span)
            part = apply(scene, "getitem", (whole, index), item, "unpacking with *")
            statements += store(scene, item, part, node)
    return statements


def _bound(value: int | None, span: Span) -> Expr:
    constant = Const(value, Optional(INT) if value is None else INT, span)
    return constant if value is None else Coerce(constant, Optional(INT), span)


# Augmented -------------------------------------------------------------------------------------


def lower_augmented(scene: Scene, node: ast.AugAssign) -> list[Stmt]:
    """`target op= value`."""
    match node.target:
        case ast.Name() as name:
            web = scene.webs.get(name)
            if web is None:
                raise scene.refusal("F408", node, f"the global `{name.id}` is assigned")
            left = scene.read(web, node)
            value = scene.lower(node.value)
            in_place = _in_place(scene, node.op, left, value, node)
            if in_place is not None:
                return [Do(in_place, scene.span(node))]
            return [_store_name(scene, name, binary(scene, node.op, left, value, node), node)]
        case ast.Subscript(value=container, slice=index) if not isinstance(index, ast.Slice):
            return _augmented_item(scene, node, container, index)
        case ast.Attribute() as attribute:
            return _augmented_attribute(scene, node, attribute)
        case ast.Subscript(value=container, slice=index) if isinstance(
            (place := scene.lower(container)).type, Array
        ):
            return augmented_in_array(scene, node, place, index)
        case _:
            raise scene.refusal("F410", node, "this augmented assignment is not native yet")


# What an augmented assignment does to a set itself: its aliases see it.
_SET_UPDATES: dict[type[ast.operator], str] = {
    ast.BitOr: ".update",
    ast.BitAnd: ".intersection_update",
    ast.Sub: ".difference_update",
    ast.BitXor: ".symmetric_difference_update",
}


def _in_place(
    scene: Scene, operator: ast.operator, left: Expr, value: Expr, node: ast.AST
) -> Expr | None:
    """`xs += ys` of a list changes the list itself."""
    if isinstance(left.type, List | Deque) and isinstance(operator, ast.Add):
        return apply(scene, ".extend", (left, value), node, "`+=`")
    if isinstance(left.type, List) and isinstance(operator, ast.Mult):
        return apply(scene, "imul", (left, value), node, "`*=`")
    if isinstance(left.type, Dict) and isinstance(operator, ast.BitOr):
        return apply(scene, ".update", (left, value), node, "`|=`")
    if isinstance(left.type, Set) and type(operator) in _SET_UPDATES:
        return apply(
            scene, _SET_UPDATES[type(operator)], (left, value), node, "this `op=` of a set"
        )
    if isinstance(left.type, Array) and value.type != NEVER:
        return numpy.in_place(scene, operator_name(operator), left, value, node)
    if isinstance(left.type, Struct):
        return _in_place_method(scene, operator, left, node)
    if isinstance(left.type, List | Deque | Set | Dict):
        raise scene.refusal("F401", node, f"an augmented assignment to a {left.type}")
    return None


def _in_place_method(
    scene: Scene, operator: ast.operator, left: Expr, node: ast.AST
) -> Expr | None:
    """Without a method of its own, `a += b` is `a = a + b`."""
    assert isinstance(left.type, Struct)
    is_known = scene.slice.class_source(left.type) is not None
    name = f"__i{operator_name(operator)}__"
    if not is_known or name in scene.slice.members(left.type):
        raise scene.refusal("F401", node, f"an augmented assignment to a {left.type}")
    return None


def _held(scene: Scene, value: Expr, base: str, node: ast.AST) -> tuple[list[Stmt], Expr]:
    """A value that is needed twice, evaluated once."""
    if isinstance(value, Const | Local):
        return [], value
    name = scene.fresh(base, node)
    scene.merge(scene.local_hole(name), value.type, node, "the value")
    bind = Bind(name, scene.type(value.type))
    return [Assign(bind, value, scene.span(node))], scene.read(name, node)


def _is_stable(value: Expr) -> bool:
    """Whether evaluating twice gives the same place."""
    match value:
        case Const() | Local():
            return True
        case GetField(value=inner) | GetItem(value=inner) | Coerce(value=inner):
            return _is_stable(inner)
        case _:
            return False


def _augmented_item(
    scene: Scene, node: ast.AugAssign, container: ast.expr, index: ast.expr
) -> list[Stmt]:
    place = scene.lower(container)
    if isinstance(place.type, Array):
        return augmented_in_array(scene, node, place, index)
    before: list[Stmt] = []
    key = scene.lower(index)
    if not _is_stable(place):
        place, more = _stable_place(scene, place, container)
        before += more
    held, key = _held(scene, key, "index", index)
    before += held
    old = get_item(scene, place, key, node.target)
    value = scene.lower(node.value)
    in_place = _in_place(scene, node.op, old, value, node)
    if in_place is not None:
        return [*before, Do(in_place, scene.span(node))]
    new = binary(scene, node.op, old, value, node)
    return [*before, Do(set_item(scene, place, key, new, node.target), scene.span(node))]


def _stable_place(scene: Scene, place: Expr, node: ast.AST) -> tuple[Expr, list[Stmt]]:
    """`grid[i][j] += …`: the inner indexes are held, the path is walked twice."""
    if isinstance(place, Apply) and place.op.name == "getitem" and isinstance(node, ast.Subscript):
        inner, index = place.args
        statements: list[Stmt] = []
        if not _is_stable(inner):
            inner, statements = _stable_place(scene, inner, node.value)
        held, index = _held(scene, index, "index", node.slice)
        return apply(scene, "getitem", (inner, index), node, "indexing"), [*statements, *held]
    if isinstance(place, GetField) and isinstance(node, ast.Attribute):
        inner, statements = _stable_place(scene, place.value, node.value)
        return GetField(inner, place.name, place.type, place.span), statements
    raise scene.refusal("F410", node, "this augmented assignment is not native yet")


def _augmented_attribute(scene: Scene, node: ast.AugAssign, target: ast.Attribute) -> list[Stmt]:
    if scene.is_unborn and is_self(scene, target.value):
        left = scene.read(init_field(target.attr), node)
        value = scene.lower(node.value)
        new = binary(scene, node.op, left, value, node)
        return _store_attribute(scene, target, new, node)
    owner = instance(scene, scene.lower(target.value))
    if owner.type == NEVER:
        return [Do(owner, scene.span(node))]
    if not isinstance(owner.type, Struct):
        raise scene.refusal("F406", node, f"attribute `{target.attr}` of a {owner.type}")
    before: list[Stmt] = []
    if not _is_stable(owner):
        owner, before = _stable_place(scene, owner, target.value)
    old = struct_field(scene, owner, target.attr, node)
    value = scene.lower(node.value)
    in_place = _in_place(scene, node.op, old, value, node)
    if in_place is not None:
        return [*before, Do(in_place, scene.span(node))]
    new = binary(scene, node.op, old, value, node)
    done = set_property(scene, owner, target.attr, new, node)
    if done is not None:
        return [*before, Do(done, scene.span(node))]
    assert isinstance(owner.type, Struct)
    check_plain_attribute(scene, owner.type, target.attr, node)
    hole = scene.slice.field(owner.type, target.attr)
    new = scene.flow(new, hole, node, f"`.{target.attr}`")
    return [*before, SetField(owner, target.attr, new, scene.span(node))]


# Arrays ----------------------------------------------------------------------------------------


def store_in_array(
    scene: Scene, place: Expr, index: ast.expr, value: Expr, node: ast.AST
) -> list[Stmt]:
    """`array[i, j] = value`."""
    places = arrays.lower_places(scene, index)
    indexes = tuple(one for one in places if isinstance(one, Expr))
    before, value = _first(scene, value, (place, *indexes), node)
    done = arrays.set_part(scene, place, places, value, node)
    return [*before, Do(done, scene.span(node))]


def augmented_in_array(
    scene: Scene, node: ast.AugAssign, place: Expr, index: ast.expr
) -> list[Stmt]:
    """`array[i, j] op= value`: the indexes are worked out once."""
    before, place = _held(scene, place, "array", node.target)
    places: list[arrays.Place] = []
    for one in arrays.lower_places(scene, index):
        if not isinstance(one, Expr):
            places.append(one)
            continue
        held, key = ([], one) if _is_stable(one) else _held(scene, one, "index", index)
        before += held
        places.append(key)
    old = arrays.part_at(scene, place, places, node.target)
    if isinstance(old.type, Array):
        if any(isinstance(one, Expr) and isinstance(one.type, Array) for one in places):
            raise scene.refusal("F410", node, "`op=` on picked elements is not native yet")
        name = operator_name(node.op)
        done = numpy.in_place(scene, name, old, scene.lower(node.value), node)
        return [*before, Do(done, scene.span(node))]
    new = binary(scene, node.op, old, scene.lower(node.value), node)
    done = arrays.set_part(scene, place, places, new, node.target)
    return [*before, Do(done, scene.span(node))]


# del -------------------------------------------------------------------------------------------


def lower_delete(scene: Scene, node: ast.Delete) -> list[Stmt]:
    """`del xs[i]`, `del d[k]`, `del xs[a:b]`."""
    statements: list[Stmt] = []
    for target in node.targets:
        match target:
            case ast.Subscript(value=container, slice=ast.Slice(lower=lo, upper=hi, step=None)):
                place = scene.lower(container)
                args: tuple[Expr, ...] = (
                    place,
                    slice_bound(scene, lo, node),
                    slice_bound(scene, hi, node),
                )
                done = apply(scene, "delslice", args, node, "`del`")
            case ast.Subscript(value=container, slice=ast.Slice() as bounds):
                place = scene.lower(container)
                parts = (bounds.lower, bounds.upper, bounds.step)
                args = (place, *(slice_bound(scene, part, node) for part in parts))
                done = apply(scene, "delslice step", args, node, "`del`")
            case ast.Subscript(value=container, slice=index):
                place = scene.lower(container)
                done = apply(scene, "delitem", (place, scene.lower(index)), node, "`del`")
            case _:
                raise scene.refusal("F410", node, "`del` of this is not native yet")
        statements.append(Do(done, scene.span(node)))
    return statements


__all__ = ["MakeTuple", "lower_assign", "lower_augmented", "lower_delete", "store", "unpack"]
