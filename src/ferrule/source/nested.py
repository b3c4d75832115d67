"""Functions inside functions, lifted out: what they take from around them becomes parameters.

```
def f(xs):                            def f(xs):
    seen = []                             seen = []
    def g(n):                             f.<locals>.g(1, xs=xs, seen=seen)
        seen.append(xs[n])      →
    g(1)                              def f.<locals>.g(n, *, xs, seen):
                                          seen.append(xs[n])
```

In: functions by qualified name. Out: the same with the inner ones beside them. Python captures
variables, not values: since an inner function runs while the outer one waits, the variables' values
at the call are what it would see. One that is handed on is wrapped up with what it captured. What
it assigns is a list of one element (`cells.py`). One that has a form of its own stays where it is,
and is refused later on.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping

from ferrule.base.unit import FUNCTION, LOCALS
from ferrule.source.cells import celled
from ferrule.source.lambdas import has_inner, named_lambdas
from ferrule.source.memo import Imports, cached, is_cache
from ferrule.source.scopes import bound, loaded, own_nodes, parameters, walked


def lifted(
    functions: Mapping[str, ast.FunctionDef], imports: Imports
) -> dict[str, ast.FunctionDef]:
    """All functions, with those inside them as functions of their own."""
    found: dict[str, ast.FunctionDef] = {}
    for qualname, function in functions.items():
        if has_inner(function):
            found |= _lifted(qualname, copy.deepcopy(function), imports)
        else:
            found[qualname] = function
    return found


def _lifted(
    qualname: str, function: ast.FunctionDef, imports: Imports
) -> dict[str, ast.FunctionDef]:
    """One function without its inner ones, and these."""
    original = copy.deepcopy(function)
    celled(function)
    function.body = named_lambdas([_as_function(node) for node in function.body], function)
    inner = _inner(function, imports)
    if not inner or not _are_called_plainly(function, inner):
        return {qualname: original}
    captures = _captures(function, inner)
    if captures is None:
        return {qualname: original}
    found: dict[str, ast.FunctionDef] = {}
    body: list[ast.stmt] = []
    for node in function.body:
        if isinstance(node, ast.FunctionDef) and node.name in inner:
            body += _moved(qualname, node, captures, found)
        else:
            body.append(node)
    function.body = body or [ast.copy_location(ast.Pass(), function)]
    for one in (function, *found.values()):
        _call_lifted(one, qualname, captures)
    return {qualname: function} | _deeper(found, imports)


def _deeper(found: dict[str, ast.FunctionDef], imports: Imports) -> dict[str, ast.FunctionDef]:
    """What is inside the inner functions, too."""
    result: dict[str, ast.FunctionDef] = {}
    for qualname, function in found.items():
        if has_inner(function):
            result |= _lifted(qualname, function, imports)
        else:
            result[qualname] = function
    return result


def _as_function(node: ast.stmt) -> ast.stmt:
    """A lambda with a name is a function with one `return`."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda(args=args, body=body)):
            done = ast.copy_location(ast.Return(body), body)
            made = ast.FunctionDef(name, args, [done], [], None)
            return ast.copy_location(made, node)
    return node


def _inner(function: ast.FunctionDef, imports: Imports) -> dict[str, ast.FunctionDef]:
    """The plain functions that stand right in the function's body, bound nowhere else."""
    found: dict[str, ast.FunctionDef] = {}
    for node in function.body:
        if isinstance(node, ast.FunctionDef) and _is_plain(node, imports):
            found[node.name] = node
    names = [name for node in own_nodes(function.body) for name in _names_bound(node)]
    names += parameters(function.args)
    return {name: node for name, node in found.items() if names.count(name) == 1}


def _names_bound(node: ast.AST) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return [name]
    return []


def _is_plain(node: ast.FunctionDef, imports: Imports) -> bool:
    arguments = node.args
    if arguments.vararg or arguments.kwarg:
        return False
    given = [*arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]
    if not all(isinstance(default, ast.Constant) for default in given):
        return False
    if not all(is_cache(decorator, node, imports) for decorator in node.decorator_list):
        return False
    kept = (ast.Nonlocal, ast.Global, ast.Await)
    return not any(isinstance(inner, kept) for inner in ast.walk(node))


def _are_called_plainly(function: ast.FunctionDef, inner: Mapping[str, ast.FunctionDef]) -> bool:
    """Whether these functions are called by name with plain arguments, where they are called."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in inner:
                if any(isinstance(arg, ast.Starred) for arg in args):
                    return False
                if any(keyword.arg is None for keyword in keywords):
                    return False
    return True


def _captures(
    function: ast.FunctionDef, inner: Mapping[str, ast.FunctionDef]
) -> dict[str, list[str]] | None:
    """What each inner function takes from around it; None where a name means two things."""
    own = bound(function) - inner.keys()
    kept = {memory(name) for name, node in inner.items() if is_cached(node)}
    if kept & (own | loaded(function) | walked(function)):
        return None
    mine = {name: bound(node) for name, node in inner.items()}
    direct = {
        name: {one for one in loaded(node) if one in own and one not in mine[name]}
        for name, node in inner.items()
    }
    for name, node in inner.items():
        if mine[name] & inner.keys() or walked(node) & (direct[name] | inner.keys()):
            return None
        if is_cached(node):
            direct[name].add(memory(name))
    calls = {name: loaded(node) & inner.keys() for name, node in inner.items()}
    while True:
        grown = {
            name: direct[name].union(*(direct[other] for other in calls[name])) for name in inner
        }
        if grown == direct:
            break
        direct = grown
    if any(mine[name] & direct[name] for name in inner):
        return None
    return {name: sorted(found) for name, found in direct.items()}


def is_cached(node: ast.FunctionDef) -> bool:
    """Whether the results are kept: `@cache` or `@lru_cache`."""
    return bool(node.decorator_list)


def memory(name: str) -> str:
    """The local that keeps the results of an inner function."""
    return f"{name}_cache"


def _moved(
    qualname: str,
    node: ast.FunctionDef,
    captures: Mapping[str, list[str]],
    found: dict[str, ast.FunctionDef],
) -> list[ast.stmt]:
    """Put an inner function beside the outer one; what is left in its place."""
    extra = captures[node.name]
    for name in extra:
        node.args.kwonlyargs.append(ast.copy_location(ast.arg(name), node))
        node.args.kw_defaults.append(None)
    if not is_cached(node):
        found[f"{qualname}{LOCALS}{node.name}"] = node
        return []
    outer, body = cached(node, memory(node.name), f"{qualname}{LOCALS}{node.name}_once")
    found[f"{qualname}{LOCALS}{node.name}"] = outer
    found[f"{qualname}{LOCALS}{node.name}_once"] = body
    empty = ast.copy_location(ast.Dict([], []), node)
    target = ast.copy_location(ast.Name(memory(node.name), ast.Store()), node)
    return [ast.copy_location(ast.Assign([target], empty), node)]


def _call_lifted(
    function: ast.FunctionDef, qualname: str, captures: Mapping[str, list[str]]
) -> None:
    """Calls by the full name, with what is captured as further arguments."""
    function.body = [_Calls(qualname, captures).statement(node) for node in function.body]


class _Calls(ast.NodeTransformer):
    """Names of inner functions in full; one that is not called is wrapped up with its captures."""

    def __init__(self, qualname: str, captures: Mapping[str, list[str]]) -> None:
        self._prefix = f"{qualname}{LOCALS}"
        self._captures = captures

    def statement(self, node: ast.stmt) -> ast.stmt:
        """A statement with all names in it."""
        done = self.visit(node)
        assert isinstance(done, ast.stmt)
        return done

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A call of an inner function."""
        match node.func:
            case ast.Name(id=name) as func if name in self._captures:
                func.id = f"{self._prefix}{name}"
                node.args = [self.visit(arg) for arg in node.args]
                for keyword in node.keywords:
                    keyword.value = self.visit(keyword.value)
                node.keywords += self._captured(name, node)
                return node
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """An inner function as a value."""
        if node.id not in self._captures:
            return node
        name = ast.copy_location(ast.Constant(f"{self._prefix}{node.id}"), node)
        func = ast.copy_location(ast.Name(FUNCTION, ast.Load()), node)
        return ast.copy_location(ast.Call(func, [name], self._captured(node.id, node)), node)

    def _captured(self, name: str, node: ast.expr) -> list[ast.keyword]:
        return [
            ast.copy_location(
                ast.keyword(one, ast.copy_location(ast.Name(one, ast.Load()), node)), node
            )
            for one in self._captures[name]
        ]
