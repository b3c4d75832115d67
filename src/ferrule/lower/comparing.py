"""Comparisons: one and in chains, with containers, ranges and None; and `not`.

In: an `ast.Compare` in a scene, or lowered operands. Out: a bool, each operand evaluated once.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from ferrule.base.records import Guard
from ferrule.base.types import (
    BIGINT,
    BOOL,
    BYTES,
    CHAR,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NONE,
    NUMBER,
    STR,
    Array,
    Deque,
    Dict,
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
    Const,
    Expr,
    IsNone,
    Let,
    Local,
    Logic,
)
from ferrule.lower import numpy
from ferrule.lower.applying import apply, unknown
from ferrule.lower.containers import view_of
from ferrule.lower.dunder import (
    comparison,
    contained,
)
from ferrule.lower.identity import (
    has_plain_equality,
    same,
    struct_of,
)
from ferrule.lower.kinds import compared_type
from ferrule.lower.loops import is_shadowed, over_range
from ferrule.lower.ordering import found_by_equality
from ferrule.lower.scene import Scene
from ferrule.lower.tuples import as_list, items_of

_COMPARE: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("eq", "=="),
    ast.NotEq: ("ne", "!="),
    ast.Lt: ("lt", "<"),
    ast.LtE: ("le", "<="),
    ast.Gt: ("gt", ">"),
    ast.GtE: ("ge", ">="),
    ast.In: ("in", "in"),
    ast.NotIn: ("not in", "not in"),
}


def negated(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """`not value` of a bool."""
    if isinstance(value, Const) and value.type != NEVER:
        return Const(not value.value, BOOL, value.span)
    match value:
        case Apply(op=op, args=(IsNone() as is_none,)) if op.name == "not":
            return is_none
        case Apply(op=op, args=(number,)) if op.name == "bool()" and number.type in (INT, BIGINT):
            zero = Const(0, INT, value.span)
            return apply(scene, "eq", (number, zero), node, "`not`")
    if isinstance(value, Let) and isinstance(value.body, Const):
        return replace(value, body=negated(scene, value.body, node))
    return apply(scene, "not", (value,), node, "`not`")


def lower_compare(scene: Scene, node: ast.Compare) -> Expr:
    """`a < b`, `a in b < c`."""
    if len(node.ops) == 1:
        if (asked := compared_type(scene, node)) is not None:
            return asked
        left = scene.lower(node.left)
        return _comparison(scene, node.ops[0], left, node.comparators[0], node)
    return _chain(scene, node, scene.lower(node.left), 0)


def _chain(scene: Scene, node: ast.Compare, left: Expr, index: int) -> Expr:
    """`a < b < c`: each operand is evaluated once, later ones only where needed."""
    operator, right_node = node.ops[index], node.comparators[index]
    if index == len(node.ops) - 1:
        return _comparison(scene, operator, left, right_node, node)
    right = scene.lower(right_node)
    span = scene.span(node)
    if isinstance(right, Const | Local):
        test = compare(scene, operator, left, right, node)
        return Logic(True, (test, _chain(scene, node, right, index + 1)), BOOL, span)
    # The operand in the middle is evaluated after the left one and used twice.
    name, left_name = scene.fresh("middle", node), scene.fresh("left", node)
    middle = Local(name, right.type, span)
    first = left if isinstance(left, Const | Local) else Local(left_name, left.type, span)
    test = compare(scene, operator, first, middle, node)
    both = Logic(True, (test, _chain(scene, node, middle, index + 1)), BOOL, span)
    inner = Let(name, right, both, BOOL, span)
    return inner if first is left else Let(left_name, left, inner, BOOL, span)


def _comparison(
    scene: Scene, operator: ast.cmpop, left: Expr, right_node: ast.expr, node: ast.AST
) -> Expr:
    if isinstance(operator, ast.In | ast.NotIn) and isinstance(
        right_node, ast.Tuple | ast.List | ast.Set
    ):
        return _in_display(scene, operator, left, right_node, node)
    if isinstance(operator, ast.In | ast.NotIn):
        viewed = view_of(scene, right_node, ("keys", "values"))
        if viewed is not None:
            return compare(scene, operator, left, viewed, node)
    found = _in_range(scene, operator, left, right_node, node)
    return found or compare(scene, operator, left, scene.lower(right_node), node)


def compare(scene: Scene, operator: ast.cmpop, left: Expr, right: Expr, node: ast.AST) -> Expr:
    """One comparison."""
    if isinstance(operator, ast.Is | ast.IsNot):
        return _identity(scene, operator, left, right, node)
    name, symbol = _COMPARE[type(operator)]
    if isinstance(left.type, Array) or isinstance(right.type, Array):
        whole = numpy.operated(scene, name, (left, right), node)
        if whole is not None:
            return whole
    if name in ("eq", "ne") and NONE in (left.type, right.type):
        return _none_equality(scene, name, left, right, node)
    if name in ("eq", "ne") and (items := _item_by_item(scene, name, left, right, node)):
        return items
    found = found_by_equality(scene, left, right, node) if name in ("in", "not in") else None
    if found is not None:
        is_told = name == "in" or found.type == NEVER
        return found if is_told else negated(scene, found, node)
    if name in ("in", "not in") and isinstance(right.type, Struct):
        called = contained(scene, name, left, right, node)
    elif isinstance(left.type, Struct) or isinstance(right.type, Struct):
        called = comparison(scene, name, left, right, node)
    else:
        called = None
    if called is not None:
        return called
    struct = struct_of(scene, left.type)
    if struct is not None and name in ("eq", "ne") and has_plain_equality(scene, struct):
        test = same(scene, left, right, node)
        if test is not None:
            return test if name == "eq" else negated(scene, test, node)
    if name in ("in", "not in") and isinstance(right.type, Tuple) and right.type.items:
        right = as_list(scene, right, node)
    if name in ("eq", "ne") and _are_never_equal(left, right):
        return Const(name == "ne", BOOL, scene.span(node))
    return apply(scene, name, (left, right), node, f"`{symbol}`")


def _item_by_item(scene: Scene, name: str, left: Expr, right: Expr, node: ast.AST) -> Expr | None:
    """`(a, b) == (c, d)` of tuples in which there are instances of a dataclass."""
    if not isinstance(left.type, Tuple) or not isinstance(right.type, Tuple):
        return None
    if not any(_has_made_equality(scene, item) for item in left.type.items):
        return None
    first, second = items_of(scene, left), items_of(scene, right)
    if first is None or second is None or len(first) != len(second):
        return None
    tests = tuple(compare(scene, ast.Eq(), a, b, node) for a, b in zip(first, second, strict=True))
    if any(test.type != BOOL for test in tests):
        return unknown(scene, node, "`==`")
    whole = Logic(True, tests, BOOL, scene.span(node))
    return whole if name == "eq" else negated(scene, whole, node)


def _has_made_equality(scene: Scene, type_: Type) -> bool:
    """Whether `==` of instances looks at their attributes, so that each is equal to itself."""
    struct = struct_of(scene, type_)
    member = scene.slice.members(struct).get("__eq__") if struct is not None else None
    return member is not None and "__eq__" in member.source.generated


def _are_never_equal(left: Expr, right: Expr) -> bool:
    """Whether no value of one type equals one of the other, and evaluating them can't be seen."""
    kinds = (_kind_of(left.type), _kind_of(right.type))
    is_plain = all(isinstance(value, Const | Local) for value in (left, right))
    return is_plain and "" not in kinds and kinds[0] != kinds[1]


def _kind_of(type_: Type) -> str:
    if type_ in (BOOL, INT, BIGINT, FLOAT, NUMBER, COMPLEX):
        return "number"
    if type_ in (STR, CHAR):
        return "text"
    if type_ == BYTES:
        return "bytes"
    if isinstance(type_, Row):
        return "Tuple"
    is_container = isinstance(type_, List | Deque | Dict | Set | Tuple)
    return type(type_).__name__ if is_container else ""


def _in_range(
    scene: Scene, operator: ast.cmpop, left: Expr, right: ast.expr, node: ast.AST
) -> Expr | None:
    """`x in range(a, b)`, without making the range."""
    match right:
        case ast.Call(func=ast.Name(id="range") as func, args=[_, *_], keywords=[]) if (
            isinstance(operator, ast.In | ast.NotIn)
            and scene.is_global(func)
            and not is_shadowed(scene, "range")
            and left.type in (INT, NEVER)
        ):
            scene.guards.add(Guard(scene.instance.module.name, "range", "builtin", "range"))
            bounds = over_range(scene, right.args, right)
            args = (left, bounds.start, bounds.stop, bounds.step)
            found = apply(scene, "in range", args, node, "`in range(…)`")
            return found if isinstance(operator, ast.In) else negated(scene, found, node)
    return None


def _in_display(
    scene: Scene,
    operator: ast.cmpop,
    left: Expr,
    right: ast.Tuple | ast.List | ast.Set,
    node: ast.AST,
) -> Expr:
    """`x in (a, b)`: equality with each in turn; the items are literals."""
    items = [scene.lower(item) for item in right.elts]
    span = scene.span(node)
    is_in = isinstance(operator, ast.In)
    if not all(isinstance(item, Const) for item in items) or not items or left.type == FLOAT:
        return compare(scene, operator, left, scene.lower(right), node)
    name = scene.fresh("sought", node)
    sought = left if isinstance(left, Local | Const) else Local(name, left.type, span)
    equal = ast.Eq() if is_in else ast.NotEq()
    tests = tuple(compare(scene, equal, sought, item, node) for item in items)
    result = Logic(not is_in, tests, BOOL, span) if len(tests) > 1 else tests[0]
    return result if sought is left else Let(name, left, result, BOOL, span)


def _identity(scene: Scene, operator: ast.cmpop, left: Expr, right: Expr, node: ast.AST) -> Expr:
    span = scene.span(node)
    is_same = isinstance(operator, ast.Is)
    if right.type != NONE and left.type != NONE:
        if (test := same(scene, left, right, node)) is not None:
            return test if is_same else negated(scene, test, node)
        if left.type == BOOL and right.type == BOOL:
            return apply(scene, "eq" if is_same else "ne", (left, right), node, "`is`")
        raise scene.refusal("F405", node, "`is` other than with None")
    value = left if right.type == NONE else right
    if value.type == NEVER:
        return unknown(scene, node, "`is`")
    if isinstance(value.type, Optional):
        test = IsNone(value, BOOL, span)
        return test if is_same else negated(scene, test, node)
    return Const((value.type == NONE) == is_same, BOOL, span)


def _none_equality(scene: Scene, name: str, left: Expr, right: Expr, node: ast.AST) -> Expr:
    operator = ast.Is() if name == "eq" else ast.IsNot()
    value = left if right.type == NONE else right
    struct = struct_of(scene, value.type)
    if struct is not None and not has_plain_equality(scene, struct):
        raise scene.refusal("F405", node, "`==` of an object with None")
    return _identity(scene, operator, left, right, node)
