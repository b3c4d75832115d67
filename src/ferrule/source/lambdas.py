"""Lambdas that are handed on, as inner functions with names of their own.

```
def f(xs, k):                         def f(xs, k):
    return apply(lambda x: x * k)         def lambda(x): return x * k
                                →         return apply(lambda)
```

In: a function's body. Out: the same with such functions at its head. A lambda that is a key of a
sort, or that `map` or `filter` walks with, stays: it is an expression over each item.
"""

from __future__ import annotations

import ast

from ferrule.base.unit import PLAIN_DICT
from ferrule.source.scopes import every_node, parameters, walked

_WALKING = ("map", "filter", "reduce")


def has_inner(function: ast.FunctionDef) -> bool:
    """Whether a function or a lambda stands inside."""
    return any(
        isinstance(node, ast.FunctionDef | ast.Lambda)
        for stmt in function.body
        for node in every_node(stmt)
    )


def of_text(text: str) -> ast.FunctionDef:
    """The function that a text means: a lambda or a definition."""
    (made,) = ast.parse(text).body
    if isinstance(made, ast.FunctionDef):
        return made
    assert isinstance(made, ast.Expr) and isinstance(made.value, ast.Lambda)
    found = made.value
    result = ast.copy_location(ast.Return(found.body), found.body)
    return ast.copy_location(ast.FunctionDef("lambda", found.args, [result], [], None), found)


def named_lambdas(body: list[ast.stmt], function: ast.FunctionDef) -> list[ast.stmt]:
    """The body with its own lambdas as functions."""
    naming = _Naming(_walked(function))
    done = [naming.statement(node) for node in body]
    return [*naming.found, *done]


def _walked(function: ast.FunctionDef) -> set[str]:
    """The variables of comprehensions: what sees them has no place outside."""
    own = {
        name
        for node in ast.walk(function)
        if isinstance(node, ast.Lambda)
        for name in parameters(node.args)
    }
    comprehensions = {
        inner.id
        for node in ast.walk(function)
        if isinstance(node, ast.comprehension)
        for inner in ast.walk(node.target)
        if isinstance(inner, ast.Name)
    }
    return comprehensions | (walked(function) - own)


class _Naming(ast.NodeTransformer):
    def __init__(self, walked: set[str]) -> None:
        self._walked = walked
        self.found: list[ast.stmt] = []

    def statement(self, node: ast.stmt) -> ast.stmt:
        """A statement with its lambdas named."""
        done = self.visit(node)
        assert isinstance(done, ast.stmt)
        return done

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        """It has its own turn."""
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        """A key stays."""
        if node.arg not in ("key", PLAIN_DICT):
            self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """What is walked with stays."""
        first: list[ast.expr] = []
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Lambda() as kept, *rest]) if (
                name in _WALKING
            ):
                first, node.args = [kept], rest
        self.generic_visit(node)
        node.args = [*first, *node.args]
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        """A lambda that is handed on, unless it sees what a comprehension walks."""
        own = set(parameters(node.args))
        names = {one.id for one in ast.walk(node.body) if isinstance(one, ast.Name)}
        has_more = any(
            isinstance(one, ast.Lambda | ast.comprehension) for one in ast.walk(node.body)
        )
        given = [*node.args.defaults, *node.args.kw_defaults]
        is_odd = not all(one is None or isinstance(one, ast.Constant) for one in given)
        is_odd |= bool(node.args.vararg or node.args.kwarg)
        if is_odd or has_more or (names - own) & self._walked:
            return node
        name = f"lambda{len(self.found) + 1 if self.found else ''}"
        result = ast.copy_location(ast.Return(node.body), node.body)
        made = ast.FunctionDef(name, node.args, [result], [], None)
        self.found.append(ast.copy_location(made, node))
        return ast.copy_location(ast.Name(name, ast.Load()), node)
