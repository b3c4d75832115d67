"""Variables that inner functions assign, as lists of one element.

```
def f(xs):                          def f(xs):
    best = 0                            best = [0]
    def look(x):                        def look(x):
        nonlocal best         →             best[0] = max(best[0], x)
        best = max(best, x)             …
    …                                   return best[0]
    return best
```

In: a function. Out: the same function, changed in place. Only variables that are parameters, or
whose first mention is a plain assignment right in the function's body; others stay as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ferrule.source.scopes import bound, own_nodes, parameters, walked


def celled(function: ast.FunctionDef) -> None:
    """Turn what is assigned from inside into lists of one element."""
    for name in sorted(_assigned_inside(function)):
        if not _is_plain(function, name):
            continue
        if name in parameters(function.args):
            first: ast.stmt | None = None
        else:
            first = _birth(function, name)
            if first is None:
                continue
        _Cells(name, first).turn(function)
        if first is None:
            function.body.insert(_start(function), _made(name, function.body[0]))


def _assigned_inside(function: ast.FunctionDef) -> set[str]:
    """The names that functions inside declare `nonlocal`, and that are bound here."""
    mine = bound(function)
    found: set[str] = set()
    waiting = [(inner, frozenset[str]()) for inner in _inner(function)]
    while waiting:
        inner, hidden = waiting.pop()
        for node in own_nodes(inner.body):
            if isinstance(node, ast.Nonlocal):
                found |= set(node.names) - hidden
        waiting += [(one, hidden | bound(inner)) for one in _inner(inner)]
    return found & mine


def _inner(function: ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    return (node for node in own_nodes(function.body) if isinstance(node, ast.FunctionDef))


def _is_plain(function: ast.FunctionDef, name: str) -> bool:
    """Whether the name is read and assigned everywhere, and nothing else."""
    if name in walked(function):
        return False
    for node in ast.walk(function):
        match node:
            case ast.Name(id=one, ctx=ast.Del()) if one == name:
                return False
            case ast.For(target=target) if _names(target, name):
                return False
            case ast.With() | ast.Global() | ast.ClassDef() | ast.NamedExpr():
                if _names(node, name):
                    return False
            case ast.FunctionDef(name=one) if one == name:
                return False
            case ast.ExceptHandler(name=one) if one == name:
                return False
    return True


def _names(node: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _birth(function: ast.FunctionDef, name: str) -> ast.stmt | None:
    """The assignment in the function's body before which nothing mentions the name."""
    for node in function.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=one)], value=value) if one == name:
                return None if _names(value, name) else node
            case ast.AnnAssign(target=ast.Name(id=one), value=ast.expr() as value) if one == name:
                return None if _names(value, name) else node
            case ast.FunctionDef():
                continue  # it runs when it is called
            case _ if _names(node, name):
                return None
    return None


def _start(function: ast.FunctionDef) -> int:
    """Behind the docstring."""
    first = function.body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return int(is_doc)


def _made(name: str, node: ast.AST) -> ast.stmt:
    """`name = [name]`"""
    value = ast.copy_location(ast.Name(name, ast.Load()), node)
    row = ast.copy_location(ast.List([value], ast.Load()), node)
    target = ast.copy_location(ast.Name(name, ast.Store()), node)
    return ast.copy_location(ast.Assign([target], row), node)


class _Cells(ast.NodeTransformer):
    def __init__(self, name: str, first: ast.stmt | None) -> None:
        self._name = name
        self._first = first

    def turn(self, function: ast.FunctionDef) -> None:
        """All mentions in the function, and in those inside that mean its variable."""
        body: list[ast.stmt] = []
        for node in function.body:
            done = self.visit(node)
            assert isinstance(done, ast.stmt)
            body.append(done)
        function.body = body

    def visit(self, node: ast.AST) -> ast.AST:
        """A statement or expression with the variable as an element."""
        match node:
            case ast.Nonlocal(names=names):
                node.names = [one for one in names if one != self._name]
                return node if node.names else ast.copy_location(ast.Pass(), node)
            case ast.FunctionDef() if self._name in bound(node):
                return node  # a variable of its own
            case ast.Lambda() if self._name in parameters(node.args):
                return node
            case ast.Assign() | ast.AnnAssign() if node is self._first:
                return self._born(node)
            case ast.AnnAssign(target=ast.Name(id=one), value=value) if one == self._name:
                return self._annotated(node, value)
            case ast.Name(id=one) if one == self._name:
                return self._element(node)
        return self.generic_visit(node)

    def _expr(self, node: ast.expr) -> ast.expr:
        done = self.visit(node)
        assert isinstance(done, ast.expr)
        return done

    def _born(self, node: ast.Assign | ast.AnnAssign) -> ast.stmt:
        assert node.value is not None
        row = ast.copy_location(ast.List([self._expr(node.value)], ast.Load()), node.value)
        target = ast.copy_location(ast.Name(self._name, ast.Store()), node)
        return ast.copy_location(ast.Assign([target], row), node)

    def _annotated(self, node: ast.AnnAssign, value: ast.expr | None) -> ast.stmt:
        if value is None:
            return ast.copy_location(ast.Pass(), node)
        made = ast.Assign([self._expr(node.target)], self._expr(value))
        return ast.copy_location(made, node)

    def _element(self, node: ast.Name) -> ast.Subscript:
        row = ast.copy_location(ast.Name(node.id, ast.Load()), node)
        index = ast.copy_location(ast.Constant(0), node)
        return ast.copy_location(ast.Subscript(row, index, node.ctx), node)
