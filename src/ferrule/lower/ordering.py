"""The order and the equality of objects, where many of them are compared.

```
def __lt__(self, other):                    sorted(jobs)
    return self.due < other.due        →    sorted(jobs, key=lambda job: job.due)
```

In: a class whose `__lt__` compares the same of both. Out: what it compares, as a key; and tests
whether an object is in a list, which ask `==` of one after the other.
"""

from __future__ import annotations

import ast
import copy

from ferrule.base.types import BOOL, List, Struct, Type
from ferrule.ir.nodes import (
    Bind,
    Clause,
    Const,
    Expr,
    Fold,
    GetField,
    Let,
    Local,
    Logic,
    Over,
)
from ferrule.lower.dunder import comparison
from ferrule.lower.functions import check_method
from ferrule.lower.identity import same
from ferrule.lower.lineage import Member
from ferrule.lower.scene import Scene

_PLAIN = (
    ast.Name,
    ast.Attribute,
    ast.Tuple,
    ast.Constant,
    ast.UnaryOp,
    ast.BinOp,
    ast.unaryop,
    ast.operator,
    ast.Load,
)


def order_key(scene: Scene, element: Type, item: Local, kind: str, node: ast.AST) -> Expr | None:
    """What `__lt__` compares of an object; None where there is no such thing."""
    struct = scene.slice.types.top(element)
    if not isinstance(struct, Struct):
        return None
    members = scene.slice.members(struct)
    name = "__gt__" if kind == "max" and "__gt__" in members else "__lt__"
    member = members.get(name)
    text = _compared(member, ast.Gt if name == "__gt__" else ast.Lt) if member else None
    if member is None or text is None:
        return None
    check_method(scene, struct, member, node)
    for inner in ast.walk(text):
        if isinstance(inner, ast.Name):
            inner.id = item.name
    saved = dict(scene.renamed)
    scene.renamed[item.name] = item.name
    try:
        return scene.lower(text)
    finally:
        scene.renamed = saved


def _compared(member: Member, operator: type[ast.cmpop]) -> ast.expr | None:
    """The expression over `self` that is compared with the same one over `other`."""
    parameters = [one.arg for one in member.node.args.args]
    body = [one for one in member.node.body if not _is_check(one)]
    match body:
        case [ast.Return(value=ast.Compare(left=left, ops=[found], comparators=[right]))] if (
            isinstance(found, operator) and len(parameters) == 2
        ):
            mine, other = copy.deepcopy(left), copy.deepcopy(right)
        case _:
            return None
    if not all(isinstance(one, _PLAIN) for side in (mine, other) for one in ast.walk(side)):
        return None
    for side, name in ((mine, parameters[0]), (other, parameters[1])):
        names = [one for one in ast.walk(side) if isinstance(one, ast.Name)]
        if not names or any(one.id != name for one in names):
            return None
        for one in names:
            one.id = "self"
    return mine if ast.dump(mine) == ast.dump(other) else None


def _is_check(node: ast.stmt) -> bool:
    """Whether this is a docstring, or gives up on what is of another class."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.If(test=test, body=[ast.Return(value=ast.Name(id="NotImplemented"))], orelse=[]):
            text = ast.unparse(test)
            return text.startswith(("not isinstance(", "type(other) is not type(self)"))
    return False


def found_by_equality(scene: Scene, left: Expr, right: Expr, node: ast.AST) -> Expr | None:
    """`left in right` of a list of objects that say themselves what `==` is."""
    if not isinstance(right.type, List) or not isinstance(right, Local | GetField):
        return None
    struct = scene.slice.types.top(right.type.element)
    if not isinstance(struct, Struct) or scene.type(left.type) != struct:
        return None
    member = scene.slice.members(struct).get("__eq__")
    if member is None:
        return None
    span = scene.span(node)
    name = scene.fresh("sought", node)
    sought = left if isinstance(left, Local) else Local(name, left.type, span)
    local = scene.fresh("one", node)
    hole = scene.local_hole(local)
    scene.merge(hole, struct, node, "the items")
    item = Local(local, scene.type(hole), span)
    equal = comparison(scene, "eq", item, sought, node)
    if equal is None or equal.type != BOOL:
        return Const(None, equal.type, span) if equal is not None else None
    if "__eq__" not in member.source.generated:  # a made one gives True for the object itself
        itself = same(scene, item, sought, node)
        if itself is None:
            return None
        equal = Logic(False, (itself, equal), BOOL, span)
    clauses = (Clause(Bind(local, item.type), Over(right), ()),)
    found: Expr = Fold("any", equal, clauses, None, BOOL, span)
    return found if sought is left else Let(name, left, found, BOOL, span)
