"""`@cache` and `@lru_cache` on an inner function, as a dict beside it.

```
@cache                     def g(n, *, xs, g_cache):
def g(n):                      if n in g_cache:
    return h(n)     →              return g_cache[n]
                               result = g_once(n, xs=xs, g_cache=g_cache)
                               g_cache[n] = result
                               return result
```

A bounded cache forgets, and works a result out again: nobody can tell where the function only
reads. One that prints or changes what it captured stays as it is.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ferrule.source.scopes import parameters

Imports = Mapping[str, tuple[str, str | None]]  # local name -> module, attribute


def is_cache(decorator: ast.expr, function: ast.FunctionDef, imports: Imports) -> bool:
    """Whether a decorator is Python's own cache, and keeping every result can't be told from it."""
    callee = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = _imported(callee, imports)
    if name == "cache":
        return not isinstance(decorator, ast.Call)
    if name != "lru_cache":
        return False
    return _is_unbounded(decorator) or _only_reads(function)


def _imported(node: ast.expr, imports: Imports) -> str:
    """The name in `functools` that this means; empty where it means something else."""
    match node:
        case ast.Name(id=name) if imports.get(name, ("", None))[0] == "functools":
            return imports[name][1] or ""
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if imports.get(name) == (
            "functools",
            None,
        ):
            return attribute
    return ""


def _is_unbounded(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(args=[ast.Constant(value=None)], keywords=[]):
            return True
        case ast.Call(args=[], keywords=[ast.keyword("maxsize", ast.Constant(value=None))]):
            return True
    return False


def _only_reads(function: ast.FunctionDef) -> bool:
    """Whether nothing is printed or changed, as far as the text alone shows."""
    for node in ast.walk(function):
        match node:
            case ast.Subscript(ctx=ast.Store() | ast.Del()):
                return False
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                return False
            case ast.Expr(value=ast.Call()) | ast.AugAssign(target=ast.Subscript()):
                return False
    return True


def cached(
    function: ast.FunctionDef, memory: str, once: str
) -> tuple[ast.FunctionDef, ast.FunctionDef]:
    """The function that looks into the dict first, and the one that works a result out."""
    extra = [argument.arg for argument in function.args.kwonlyargs]
    own = [name for name in parameters(function.args) if name not in extra]
    text = _wrapper(function.name, own, extra, memory)
    outer = ast.parse(text).body[0]
    assert isinstance(outer, ast.FunctionDef)
    outer.args = function.args
    _rename(outer, once)
    _place(outer, function)
    function.decorator_list = []
    return outer, function


def _wrapper(name: str, own: list[str], extra: list[str], memory: str) -> str:
    key = own[0] if len(own) == 1 else f"({', '.join(own)})"
    given = ", ".join([*own, *(f"{one}={one}" for one in extra)])
    return (
        f"def {name}():\n"
        f"    if {key} in {memory}:\n"
        f"        return {memory}[{key}]\n"
        f"    found = once_({given})\n"
        f"    {memory}[{key}] = found\n"
        f"    return found\n"
    )


def _rename(outer: ast.FunctionDef, once: str) -> None:
    for node in ast.walk(outer):
        if isinstance(node, ast.Name) and node.id == "once_":
            node.id = once


def _place(outer: ast.FunctionDef, function: ast.FunctionDef) -> None:
    """The made text stands where the function does, its nodes side by side."""
    outer.lineno, outer.col_offset = function.lineno, function.col_offset
    outer.end_lineno, outer.end_col_offset = function.end_lineno, function.end_col_offset
    for stmt in outer.body:
        for node in ast.walk(stmt):
            if isinstance(node, ast.stmt | ast.expr):
                line = node.lineno
                node.lineno = node.end_lineno = function.lineno
                node.col_offset += 1000 * line
                node.end_col_offset = (node.end_col_offset or 0) + 1000 * line
