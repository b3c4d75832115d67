"""Assignment expressions, written as statements of their own before the one they stand in.

```
if (n := len(xs)) > 3:          n = len(xs)
    …                     →     if n > 3:
                                    …
while (x := step(x)) > 0:       while True:
    …                               x = step(x)
                                    if not x > 0: break
                                    …
```

In: a function. Out: the same function, its text changed in place. Only what Python evaluates first
in its statement is moved, past nothing but names and constants; the rest stays and is refused.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping

from ferrule.source.scopes import every_node


def hoisted(functions: Mapping[str, ast.FunctionDef]) -> dict[str, ast.FunctionDef]:
    """The functions without those assignment expressions that can stand before."""
    return {name: _hoisted(function) for name, function in functions.items()}


def _hoisted(function: ast.FunctionDef) -> ast.FunctionDef:
    if not any(isinstance(node, ast.NamedExpr) for node in every_node(function)):
        return function
    made = copy.deepcopy(function)
    made.body = _block(made.body)
    return made


def _block(body: list[ast.stmt]) -> list[ast.stmt]:
    done: list[ast.stmt] = []
    for node in body:
        for name in ("body", "orelse", "finalbody"):
            inner = getattr(node, name, None)
            if isinstance(inner, list) and not isinstance(node, ast.ClassDef):
                setattr(node, name, _block(inner))
        for handler in getattr(node, "handlers", ()):
            handler.body = _block(handler.body)
        done += _statement(node)
    return done


def _statement(node: ast.stmt) -> list[ast.stmt]:
    """The statements that stand for one."""
    if isinstance(node, ast.While):
        return _loop(node)
    place = {ast.If: "test", ast.Assert: "test", ast.For: "iter"}.get(type(node), "value")
    value = getattr(node, place, None)
    if not isinstance(value, ast.expr) or isinstance(node, ast.AugAssign | ast.Assert):
        return [node]
    before: list[ast.stmt] = []
    setattr(node, place, _Moving(before).moved(value))
    return [*before, node]


def _loop(node: ast.While) -> list[ast.stmt]:
    if node.orelse:
        return [node]
    before: list[ast.stmt] = []
    test = _Moving(before).moved(node.test)
    if not before:
        return [node]
    stop = ast.copy_location(ast.Break(), test)
    leave = ast.copy_location(
        ast.If(ast.copy_location(ast.UnaryOp(ast.Not(), test), test), [stop], []), node
    )
    node.body = [*before, leave, *node.body]
    node.test = ast.copy_location(ast.Constant(True), test)
    return [node]


class _Moving:
    """Takes assignment expressions out of one expression, in the order of evaluation."""

    def __init__(self, before: list[ast.stmt]) -> None:
        self._before = before
        self._names: set[str] = set()  # read so far: what is moved must not bind them
        self._is_open = True  # nothing was evaluated yet that could tell

    def moved(self, node: ast.expr) -> ast.expr:
        """The expression without what could be moved before it."""
        if not self._is_open:
            return node
        match node:
            case ast.NamedExpr(target=target, value=value):
                return self._assignment(node, target, value)
            case ast.Name(id=name):
                self._names.add(name)
            case ast.Constant():
                pass
            case ast.Compare(left=left, comparators=[first, *rest]):
                node.left = self.moved(left)
                node.comparators = [self.moved(first), *rest]
                self._is_open = False
            case ast.BoolOp(values=[first, *rest]):
                node.values = [self.moved(first), *rest]
                self._is_open = False
            case ast.UnaryOp(operand=operand):
                node.operand = self.moved(operand)
                self._is_open &= isinstance(node.op, ast.Not)
            case ast.Tuple(elts=items):
                node.elts = [self.moved(item) for item in items]
            case ast.BinOp(left=left, right=right):
                node.left = self.moved(left)
                node.right = self.moved(right)
                self._is_open = False
            case ast.Call(func=ast.Name() as func, args=args):
                self._names.add(func.id)
                node.args = [self.moved(arg) for arg in args]
                self._is_open = False
            case ast.Subscript(value=value, slice=index):
                node.value = self.moved(value)
                node.slice = self.moved(index)
                self._is_open = False
            case _:
                self._is_open = False
        return node

    def _assignment(self, node: ast.NamedExpr, target: ast.Name, value: ast.expr) -> ast.expr:
        if target.id in self._names:
            self._is_open = False
            return node
        inner = self.moved(value)
        if any(isinstance(one, ast.NamedExpr) for one in ast.walk(inner)):
            node.value, self._is_open = inner, False
            return node
        self._before.append(ast.copy_location(ast.Assign([target], inner), node))
        self._is_open = True  # it is evaluated where it always was: first
        return ast.copy_location(ast.Name(target.id, ast.Load()), node)
