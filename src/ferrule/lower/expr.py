"""Expressions: an `ast` expression in a scene → a typed IR expression, or a refusal."""

from __future__ import annotations

import ast
from dataclasses import replace

from ferrule.base.records import Guard
from ferrule.base.types import (
    BIGINT,
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    MATCH,
    MIXED_BOOL,
    NEVER,
    NONE,
    NP_BOOL,
    RANGE,
    Array,
    Deque,
    OneOf,
    Optional,
    Struct,
    Tuple,
)
from ferrule.ir.nodes import (
    Apply,
    Choose,
    Coerce,
    Const,
    Expr,
    GetField,
    GetItem,
    IsNone,
    Let,
    Local,
    Logic,
    MakeTuple,
)
from ferrule.lower import arrays, numpy
from ferrule.lower.applying import apply, has_row, unknown
from ferrule.lower.calls import lower_call
from ferrule.lower.captures import lower_global
from ferrule.lower.classes import class_of
from ferrule.lower.collect import lower_collect, lower_generator
from ferrule.lower.comparing import lower_compare, negated
from ferrule.lower.constants import MAX_INT, constant_type
from ferrule.lower.displays import dict_display, display, starred_display
from ferrule.lower.dunder import (
    arithmetic,
    method_of,
    truth_of_object,
)
from ferrule.lower.facts import as_known, facts
from ferrule.lower.format import lower_format
from ferrule.lower.identity import (
    has_plain_truth,
    instance,
)
from ferrule.lower.kinds import name_of_type
from ferrule.lower.members import (
    class_constant,
    constant_of_instance,
    is_property,
    read_property,
)
from ferrule.lower.missing import item_or_missing
from ferrule.lower.numbers import is_numpy
from ferrule.lower.scene import Scene
from ferrule.lower.tuples import joined_tuples, tuple_slice
from ferrule.lower.unions import truth_of_union

_BINARY: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("add", "+"),
    ast.Sub: ("sub", "-"),
    ast.Mult: ("mul", "*"),
    ast.Div: ("truediv", "/"),
    ast.FloorDiv: ("floordiv", "//"),
    ast.Mod: ("mod", "%"),
    ast.Pow: ("pow", "**"),
    ast.LShift: ("lshift", "<<"),
    ast.RShift: ("rshift", ">>"),
    ast.BitAnd: ("and", "&"),
    ast.BitOr: ("or", "|"),
    ast.BitXor: ("xor", "^"),
    ast.MatMult: ("matmul", "@"),
}
_UNARY = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}
_NUMBERS = (BOOL, INT, BIGINT, FLOAT, COMPLEX)
_PARTS = ("real", "imag", "numerator", "denominator")
_MOST_SHIFT = 1 << 12  # bits of a constant that is worked out beforehand


def lower_expr(scene: Scene, node: ast.expr) -> Expr:
    """Lower one expression. Raises Refused."""
    match node:
        case ast.Constant():
            return constant(scene, node, node.value)
        case ast.Name():
            return lower_name(scene, node)
        case ast.BinOp(left, operator, right):
            return binary(scene, operator, lower_expr(scene, left), lower_expr(scene, right), node)
        case ast.UnaryOp():
            return _unary(scene, node)
        case ast.BoolOp():
            return _bool_op(scene, node)
        case ast.Compare():
            return lower_compare(scene, node)
        case ast.IfExp():
            return _choose(scene, node)
        case ast.Call():
            return lower_call(scene, node)
        case ast.Attribute():
            return _attribute(scene, node)
        case ast.Subscript():
            return _subscript(scene, node)
        case ast.Tuple(elts=items) if any(isinstance(i, ast.Starred) for i in items):
            as_list = ast.copy_location(ast.List(items, ast.Load()), node)
            listed = starred_display(scene, as_list, items)
            return apply(scene, "tuple()", (listed,), node, "unpacking with *")
        case ast.Tuple(elts=items):
            values = tuple(lower_expr(scene, item) for item in items)
            return MakeTuple(values, Tuple(tuple(v.type for v in values)), scene.span(node))
        case ast.List(elts=items) | ast.Set(elts=items):
            return display(scene, node, items)
        case ast.Dict():
            return dict_display(scene, node)
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            return lower_collect(scene, node)
        case ast.GeneratorExp():
            return lower_generator(scene, node)
        case ast.JoinedStr():
            return lower_format(scene, node)
        case _:
            raise scene.refusal("F402", node, f"{_kind(node)} is not native yet")


def _kind(node: ast.AST) -> str:
    names = {
        "Lambda": "a lambda",
        "NamedExpr": "an assignment expression",
        "Yield": "a generator",
        "YieldFrom": "a generator",
        "Await": "await",
        "Starred": "unpacking with *",
        "Tuple": "unpacking with *",
    }
    return names.get(type(node).__name__, f"{type(node).__name__} syntax")


def constant(scene: Scene, node: ast.AST, value: object) -> Expr:
    """A literal, or a captured constant of a plain type."""
    type_ = constant_type(value)
    if type_ is None:
        raise scene.refusal("F403", node, f"a constant of type {type(value).__name__}")
    return Const(value, type_, scene.span(node))


def lower_name(scene: Scene, node: ast.Name) -> Expr:
    """A read of a local, else of a global."""
    name = scene.renamed.get(node.id) or scene.webs.get(node)
    if name is not None:
        if scene.is_unborn and is_self(scene, node):
            raise scene.refusal("F412", node, f"`{node.id}` is used before it is made")
        if name in scene.exceptions:
            raise scene.refusal("F404", node, "an exception object other than in str(e)")
        return scene.read(name, node)
    return lower_global(scene, node)


def binary(scene: Scene, operator: ast.operator, left: Expr, right: Expr, node: ast.AST) -> Expr:
    """`left operator right`."""
    name, symbol = _BINARY[type(operator)]
    if isinstance(left.type, Struct) or isinstance(right.type, Struct):
        called = arithmetic(scene, name, left, right, node)
        if called is not None:
            return called
    if isinstance(left.type, Array) or isinstance(right.type, Array):
        whole = numpy.operated(scene, name, (left, right), node)
        if whole is not None:
            return whole
    if name == "add" and isinstance(left.type, Tuple) and isinstance(right.type, Tuple):
        whole = joined_tuples(scene, left, right)
        if whole is not None:
            return whole
    if isinstance(left, Const) and isinstance(right, Const):
        folded = _folded(scene, operator, left, right, node)
        if folded is not None:
            return folded
    return apply(scene, name, (left, right), node, f"`{symbol}`")


def operator_name(operator: ast.operator) -> str:
    """The name of an operator, as its method has it."""
    return _BINARY[type(operator)][0]


def _folded(
    scene: Scene, operator: ast.operator, left: Const, right: Const, node: ast.AST
) -> Expr | None:
    """A power of two int literals, worked out by Python itself, so that its type is known."""
    if not isinstance(operator, ast.Pow | ast.LShift):
        return None
    if type(left.value) is not int or type(right.value) is not int:
        return None
    if isinstance(operator, ast.Pow) and left.value and -_MOST_SHIFT <= right.value < 0:
        return Const(left.value**right.value, FLOAT, scene.span(node))
    if not 0 <= right.value <= _MOST_SHIFT or abs(left.value) > _MOST_SHIFT:
        return None
    value = left.value**right.value if isinstance(operator, ast.Pow) else left.value << right.value
    return Const(value, INT if abs(value) <= MAX_INT else BIGINT, scene.span(node))


def _unary(scene: Scene, node: ast.UnaryOp) -> Expr:
    if isinstance(node.op, ast.Not):
        return negated(scene, truth(scene, node.operand), node)
    value = lower_expr(scene, node.operand)
    if isinstance(value.type, Struct):
        method = method_of(scene, value, _UNARY[type(node.op)], node)
        if method is not None:
            return method(())
    if isinstance(value.type, Array):
        whole = numpy.operated(scene, _UNARY[type(node.op)].strip("_"), (value,), node)
        if whole is not None:
            return whole
    if isinstance(node.op, ast.USub):
        if isinstance(value, Const) and type(value.value) in (int, float):
            negative = -value.value  # type: ignore[operator]
            return Const(negative, constant_type(negative) or value.type, scene.span(node))
        return apply(scene, "neg", (value,), node, "unary `-`")
    if isinstance(node.op, ast.Invert):
        return apply(scene, "invert", (value,), node, "`~`")
    return apply(scene, "pos", (value,), node, "unary `+`")


def truth(scene: Scene, node: ast.expr) -> Expr:
    """An expression as a condition: a bool."""
    if isinstance(node, ast.BoolOp):
        return _logic(scene, node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return negated(scene, truth(scene, node.operand), node)
    return truth_of(scene, lower_expr(scene, node), node)


def truth_of(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """The truth of a value."""
    if value.type == BOOL:
        return value
    if value.type in (NP_BOOL, MIXED_BOOL):
        return Coerce(value, BOOL, value.span)
    if isinstance(value, Const) and value.type != NEVER:
        return Const(bool(value.value), BOOL, value.span)
    if isinstance(value, Let) and isinstance(value.body, Const):
        return replace(value, body=truth_of(scene, value.body, node), type=BOOL)
    if isinstance(value.type, Optional):
        return _truth_of_optional(scene, value, node)
    if isinstance(value.type, OneOf):
        return truth_of_union(value, value.span)
    if isinstance(value, Local | GetField | Coerce):
        if isinstance(value.type, Struct) and has_plain_truth(scene, value.type):
            return Const(True, BOOL, value.span)
        if value.type == MATCH:
            return Const(True, BOOL, value.span)
        if value.type == NONE:
            return Const(False, BOOL, value.span)
    if isinstance(value.type, Struct):
        return truth_of_object(scene, value, node)
    if isinstance(value.type, Tuple) and isinstance(value, Local | GetItem):
        return Const(bool(value.type.items), BOOL, value.span)
    return apply(scene, "bool()", (value,), node, "the truth of a value")


def _truth_of_optional(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    assert isinstance(value.type, Optional)
    some = negated(scene, IsNone(value, BOOL, value.span), node)
    inner = scene.type(value.type.inner)
    if inner == MATCH or (isinstance(inner, Struct) and has_plain_truth(scene, inner)):
        return some
    if not isinstance(value, Local):
        held = Local(scene.fresh("asked", node), value.type, value.span)
        return Let(held.name, value, _truth_of_optional(scene, held, node), BOOL, value.span)
    is_true = truth_of(scene, Coerce(value, inner, value.span), node)
    return Logic(True, (some, is_true), BOOL, value.span)


def _logic(scene: Scene, node: ast.BoolOp) -> Expr:
    """`and` / `or` as a condition; what the earlier items prove holds for the later ones."""
    is_and = isinstance(node.op, ast.And)
    items: list[Expr] = []
    saved = dict(scene.narrowed)
    for item in node.values:
        value = truth(scene, item)
        if isinstance(value, Const) and value.type == BOOL:
            if bool(value.value) != is_and:
                items.append(value)
                break
            continue
        items.append(value)
        scene.narrowed.update(facts(scene, item, is_and))
    scene.narrowed = saved
    if not items:
        return Const(is_and, BOOL, scene.span(node))
    if len(items) == 1:
        return items[0]
    return Logic(is_and, tuple(items), BOOL, scene.span(node))


def _bool_op(scene: Scene, node: ast.BoolOp) -> Expr:
    """`a or b` as a value."""
    first = lower_expr(scene, node.values[0])
    if first.type == BOOL:
        rest = [lower_expr(scene, item) for item in node.values[1:]]
        if all(value.type == BOOL for value in rest):
            return _logic(scene, node)
    is_and = isinstance(node.op, ast.And)
    return _value_logic(scene, node, is_and, list(node.values))


def _value_logic(scene: Scene, node: ast.BoolOp, is_and: bool, items: list[ast.expr]) -> Expr:
    first = lower_expr(scene, items[0])
    if len(items) == 1:
        return first
    if first.type == NONE and isinstance(first, Local | Const):
        return first if is_and else _value_logic(scene, node, is_and, items[1:])
    rest = _value_logic(scene, node, is_and, items[1:])
    name = scene.fresh("either", node)
    held = Local(name, first.type, scene.span(node))
    kept: Expr = held
    if isinstance(first.type, Optional) and not is_and:  # what is true is not None
        kept = Coerce(held, scene.type(first.type.inner), held.span)
    type_ = scene.merge(kept.type, rest.type, node, "`and`/`or`")
    kept = scene.coerce(kept, type_, node)
    other = scene.coerce(rest, type_, node)
    test = truth_of(scene, held, node)
    body, orelse = (other, kept) if is_and else (kept, other)
    span = scene.span(node)
    choice = Choose(test, body, orelse, scene.type(type_), span)
    return Let(name, first, choice, choice.type, span)


def _choose(scene: Scene, node: ast.IfExp) -> Expr:
    test = truth(scene, node.test)
    if isinstance(test, Const):
        return lower_expr(scene, node.body if test.value else node.orelse)
    with scene.narrowing(facts(scene, node.test, True)):
        body = lower_expr(scene, node.body)
    with scene.narrowing(facts(scene, node.test, False)):
        orelse = lower_expr(scene, node.orelse)
    type_ = scene.merge(body.type, orelse.type, node, "this expression")
    return Choose(
        test,
        scene.coerce(body, type_, node),
        scene.coerce(orelse, type_, node),
        scene.type(type_),
        scene.span(node),
    )


def _attribute(scene: Scene, node: ast.Attribute) -> Expr:
    is_name = node.attr in ("__name__", "__qualname__", "__class__")
    if not is_name and (owner := class_of(scene, node.value)) is not None:
        held = class_constant(scene, owner, node.attr, node)
        if held is not None:
            home, _, qualname = owner.name.partition(":")
            scene.guards.add(Guard(home, qualname, "class", owner.name))
            return held
    if isinstance(node.value, ast.Name) and scene.is_global(node.value):
        return lower_global(scene, node)
    if is_self(scene, node.value) and scene.is_unborn:
        assert scene.instance.class_name is not None
        struct = Struct(scene.instance.class_name)
        if (held := constant_of_instance(scene, struct, node.attr, node)) is not None:
            return held
        if node.attr in scene.own_fields:
            raise scene.refusal("F412", node, "the instance is used before it is made")
        return scene.read(init_field(node.attr), node)
    if (named := name_of_type(scene, node)) is not None:
        return named
    value = instance(scene, lower_expr(scene, node.value))
    if value.type == NEVER:
        return unknown(scene, node, f"`.{node.attr}`")
    if isinstance(value.type, Struct):
        return as_known(scene, struct_field(scene, value, node.attr, node), node)
    if isinstance(value.type, Array):
        return arrays.attribute(scene, value, node.attr, node)
    if value.type in _NUMBERS and node.attr in _PARTS:
        return apply(scene, node.attr, (value,), node, f"`.{node.attr}`")
    if has_row(f".{node.attr}") and (isinstance(value.type, Deque) or value.type == RANGE):
        return apply(scene, f".{node.attr}", (value,), node, f"`.{node.attr}`")
    raise scene.refusal("F406", node, f"attribute `{node.attr}` of a {value.type}")


def is_self(scene: Scene, node: ast.expr) -> bool:
    """Whether this is the first parameter of a method."""
    instance = scene.instance
    if instance.class_name is None or not isinstance(node, ast.Name):
        return False
    arguments = instance.node.args
    first = (*arguments.posonlyargs, *arguments.args)[:1]
    return bool(first) and first[0].arg == node.id


def init_field(name: str) -> str:
    """The local that holds an attribute while `__init__` runs."""
    return f"self_{name}"


def struct_field(scene: Scene, value: Expr, name: str, node: ast.AST) -> Expr:
    """`value.name` of a struct: a plain attribute of its instances."""
    struct = value.type
    assert isinstance(struct, Struct)
    if scene.slice.class_source(struct) is None:
        raise scene.refusal("F406", node, f"the class of {struct} has no text")
    members = scene.slice.members(struct)
    if is_property(members.get(name)):
        return read_property(scene, value, name, node)
    if name in members:
        raise scene.refusal("F406", node, f"`{name}` is a method or property of {struct}")
    constant_ = constant_of_instance(scene, struct, name, node)
    if constant_ is not None and isinstance(value, Local):
        return constant_
    hole = scene.slice.field(struct, name)
    type_ = scene.type(hole)
    if type_ == NEVER:
        return unknown(scene, node, f"`.{name}`")
    return GetField(value, name, type_, scene.span(node))


def _subscript(scene: Scene, node: ast.Subscript) -> Expr:
    value = lower_expr(scene, node.value)
    if isinstance(value.type, Array):
        return arrays.part_at(scene, value, arrays.lower_places(scene, node.slice), node)
    if isinstance(node.slice, ast.Slice) and isinstance(value.type, Tuple):
        return tuple_slice(scene, value, node.slice, node)
    if isinstance(node.slice, ast.Slice):
        return lower_slice(scene, value, node.slice, node)
    index = lower_expr(scene, node.slice)
    return get_item(scene, value, index, node)


def get_item(scene: Scene, value: Expr, index: Expr, node: ast.AST) -> Expr:
    """`value[index]`."""
    if isinstance(value.type, Array):
        return arrays.part_at(scene, value, [arrays.index_of(scene, index, node)], node)
    if isinstance(value.type, Tuple):
        return _tuple_item(scene, value, index, node)
    if isinstance(value.type, Struct):
        method = method_of(scene, value, "__getitem__", node)
        if method is not None:
            return method((index,))
    known = item_or_missing(scene, value, index, node)
    return known or apply(scene, "getitem", (value, index), node, "indexing")


def _tuple_item(scene: Scene, value: Expr, index: Expr, node: ast.AST) -> Expr:
    assert isinstance(value.type, Tuple)
    items = value.type.items
    if isinstance(index, Const) and type(index.value) is int:
        if -len(items) <= index.value < len(items):
            place = index.value % len(items)
            if isinstance(value, MakeTuple) and all(map(_is_length, value.items)):
                return value.items[place]  # `a.shape[k]`
            return GetItem(value, place, scene.type(items[place]), scene.span(node))
        raise scene.refusal("F407", node, "a tuple index out of range")
    raise scene.refusal("F407", node, "a tuple indexed by a variable")


def _is_length(value: Expr) -> bool:
    return isinstance(value, Apply) and value.op.name.startswith("axis ")


def slice_bound(scene: Scene, node: ast.expr | None, at: ast.AST) -> Expr:
    """A slice's bound as an Optional int."""
    wanted = Optional(INT)
    if node is None:
        return Const(None, wanted, scene.span(at))
    value = lower_expr(scene, node)
    if is_numpy(value.type):
        value = arrays.index_of(scene, value, node)
    if value.type == BIGINT and scene.is_final:
        value = scene.coerce(value, INT, node)
    if value.type not in (INT, BIGINT, BOOL, NONE, wanted, NEVER):
        raise scene.refusal("F401", node, f"a slice bound of type {value.type}")
    if value.type in (wanted, NEVER):
        return value
    if value.type == NONE:
        return Const(None, wanted, value.span)
    inner = Coerce(value, INT, value.span) if value.type == BOOL else value
    return Coerce(inner, wanted, value.span)


def lower_slice(scene: Scene, value: Expr, bounds: ast.Slice, node: ast.AST) -> Expr:
    """`value[a:b:c]`."""
    lower = slice_bound(scene, bounds.lower, node)
    upper = slice_bound(scene, bounds.upper, node)
    if bounds.step is None:
        return apply(scene, "slice", (value, lower, upper), node, "slicing")
    step = slice_bound(scene, bounds.step, node)
    return apply(scene, "slice step", (value, lower, upper, step), node, "slicing")
