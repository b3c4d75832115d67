"""Generators that are used up at once: beside each stands one that gives all its items in a list.

```
def digits(n):                      def digits<list>(n):
    while n:                            found = []
        yield n % 10         →          while n:
        n //= 10                            found.append(n % 10)
                                            n //= 10
                                        return found
```

In: functions by qualified name. Out: the same, and such functions; the generators stay what they
are. Whether anybody could tell the list from the generator is for those to say who use it.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping

from ferrule.base.unit import LISTED
from ferrule.source.scopes import Scope, bound, loaded, own_nodes


def with_lists(functions: Mapping[str, ast.FunctionDef]) -> dict[str, ast.FunctionDef]:
    """The functions, and what gives the items of each generator among them in a list."""
    found = dict(functions)
    for qualname, function in functions.items():
        if is_generator(function):
            listed = _listed(function)
            if listed is not None:
                found[f"{qualname}{LISTED}"] = listed
    return found


def is_generator(function: ast.FunctionDef) -> bool:
    """Whether a call gives a generator."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function.body))


def _listed(function: ast.FunctionDef) -> ast.FunctionDef | None:
    name = "found"
    while name in bound(function) | loaded(function):
        name += "_"
    made = copy.deepcopy(function)
    body = [_Listing(name).statement(node) for node in made.body]
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(body)):
        return None  # what is sent in is looked at
    if any(_is_result(node) for node in own_nodes(function.body)):
        return None
    first = ast.copy_location(_name(name, function.body[0], ast.Store()), function.body[0])
    start = ast.Assign([first], ast.copy_location(ast.List([], ast.Load()), first))
    end = ast.Return(_name(name, function.body[-1], ast.Load()))
    made.body = [
        ast.copy_location(start, function.body[0]),
        *body,
        ast.copy_location(end, function.body[-1]),
    ]
    return made


def _is_result(node: ast.AST) -> bool:
    """Whether a generator's `return` hands something to who waits for its end."""
    match node:
        case ast.Return(value=None | ast.Constant(value=None)):
            return False
    return isinstance(node, ast.Return)


def _name(name: str, node: ast.AST, context: ast.expr_context) -> ast.Name:
    return ast.copy_location(ast.Name(name, context), node)


class _Listing(ast.NodeTransformer):
    """`yield x` as an append to a list, `yield from xs` as its extension."""

    def __init__(self, name: str) -> None:
        self._name = name

    def statement(self, node: ast.stmt) -> ast.stmt:
        """A statement of the generator as one of the function."""
        done = self.visit(node)
        assert isinstance(done, ast.stmt)
        return done

    def visit(self, node: ast.AST) -> ast.AST:
        """The same node, or what stands for it; functions inside stay as they are."""
        match node:
            case ast.Expr(value=ast.Yield(value=value)):
                item = value or ast.copy_location(ast.Constant(None), node)
                return self._put("append", item, node)
            case ast.Expr(value=ast.YieldFrom(value=value)):
                return self._put("extend", value, node)
            case ast.Return():
                node.value = _name(self._name, node, ast.Load())
                return node
        return node if isinstance(node, Scope) else self.generic_visit(node)

    def _put(self, method: str, value: ast.expr, node: ast.AST) -> ast.Expr:
        target = _name(self._name, node, ast.Load())
        function = ast.copy_location(ast.Attribute(target, method, ast.Load()), node)
        call = ast.copy_location(ast.Call(function, [value], []), node)
        return ast.copy_location(ast.Expr(call), node)
