"""Defaults of parameters that are no literals, by the values that they have.

Before:  `def f(x, eps=EPS, top=math.inf)`      After:  `def f(x, eps=1e-9, top=inf)`

In: the functions of a module by qualified name, and its namespace where it is loaded. Out: the same
with the values that Python worked out when it made the functions. A function whose defaults are no
longer those is not called natively: its digest holds them.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from types import FunctionType

_PLAIN = (type(None), bool, int, float, complex, str, bytes)


def with_values(
    functions: Mapping[str, ast.FunctionDef], live: Mapping[str, object] | None
) -> dict[str, ast.FunctionDef]:
    """The functions, each default that has a plain value as that value."""
    if live is None:
        return dict(functions)
    return {key: _with_values(one, key, live) for key, one in functions.items()}


def _with_values(
    function: ast.FunctionDef, qualname: str, live: Mapping[str, object]
) -> ast.FunctionDef:
    arguments = function.args
    every = (*arguments.defaults, *filter(None, arguments.kw_defaults))
    if all(isinstance(one, ast.Constant) for one in every):
        return function
    found = _live(qualname, live)
    if found is None or found.__code__.co_name != function.name or not _is_there(found, function):
        return function
    values = found.__defaults__ or ()
    if len(values) != len(arguments.defaults):
        return function
    changed = copy.copy(function)
    changed.args = copy.copy(arguments)
    changed.args.defaults = list(map(_valued, arguments.defaults, values))
    by_name = found.__kwdefaults__ or {}
    changed.args.kw_defaults = [
        _valued(default, by_name.get(one.arg, ...)) if default is not None else None
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    return changed


def _is_there(found: FunctionType, function: ast.FunctionDef) -> bool:
    """Whether the live function is the one that this text makes."""
    first = min([function.lineno, *(one.lineno for one in function.decorator_list)])
    return found.__code__.co_firstlineno == first


def _live(qualname: str, live: Mapping[str, object]) -> FunctionType | None:
    name, *rest = qualname.split(".")
    found = live.get(name)
    for step in rest:
        found = vars(found).get(step) if isinstance(found, type) else None
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    return found if isinstance(found, FunctionType) else None


def _valued(default: ast.expr, value: object) -> ast.expr:
    if isinstance(default, ast.Constant) or not _is_plain(value):
        return default
    return ast.copy_location(ast.Constant(value), default)  # type: ignore[arg-type]


def _is_plain(value: object) -> bool:
    if type(value) is tuple:
        return all(map(_is_plain, value))
    return type(value) in _PLAIN
