"""`reduce`, and what `itertools` works out step by step, as inner functions.

```
reduce(lambda a, b: a * b, xs, 1)   →   reduce1(xs, 1)   def reduce1(items, a):
                                                             for b in items:
                                                                 a = a * b
                                                             return a
```

In: a call and what its name means. Out: the function that says how, and what it is given; None
where the call is something else. Without a start, the first item is taken in the first turn. What
is walked stands in the loop itself, so that it is asked for its items one by one, as in Python.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TypeVar

HOMES = ("itertools", "functools")

_NOTHING = "reduce() of empty iterable with no initial value"
_NAMES = ("total", "item")

Written = tuple[ast.FunctionDef, list[ast.expr]]


def written(name: str, node: ast.Call) -> Written | None:
    """The inner function for a call of `reduce`, `accumulate` or `islice` with a step."""
    match name, node.args, node.keywords:
        case "reduce", [step, source], []:
            return _reduced(step, source, None)
        case "reduce", [step, source, start], [] if not (_calls(source) and _calls(start)):
            return _reduced(step, source, start)
        case "accumulate", [source, step], []:
            return _accumulated(step, source, None) if isinstance(step, ast.Lambda) else None
        case "accumulate", [source], [ast.keyword(arg="func", value=step)]:
            return _accumulated(step, source, None)
        case "accumulate", [source, *steps], [ast.keyword(arg="initial", value=start)] if len(
            steps
        ) < 2 and not is_none(start):
            return _accumulated(steps[0] if steps else None, source, start)
        case "filterfalse", [ast.Lambda() as step, source], []:
            return _mapped(step, source, "if not step_:\n   yield item", 1)
        case "starmap", [ast.Lambda() as step, source], []:
            return _mapped(step, source, "yield step_", len(step.args.args))
        case "islice", [source, start, stop], [] if is_none(stop) and not is_none(start):
            text = (
                "def f(start):\n at = 0\n if start < 0:\n  raise ValueError()\n"
                " for item in source_:\n  if at >= start:\n   yield item\n  at += 1\n"
            )
            return function_of(text, source_=source), [start]
        case "islice", [source, start, stop, step], [] if not any(map(is_none, node.args)):
            return function_of(_EVERY, source_=source), [start, stop, step]
    return None


_EVERY = """
def f(start, stop, step):
    if start < 0 or stop < 0 or step < 1:
        raise ValueError()
    at = 0
    wanted = start
    most = stop if stop > start else start
    if most == 0:
        return
    for item in source_:
        if at == wanted and at < stop:
            yield item
            wanted += step
        at += 1
        if at >= most:
            return
"""


def is_none(node: ast.expr) -> bool:
    """Whether this is the word None."""
    return isinstance(node, ast.Constant) and node.value is None


def _reduced(step: ast.expr, source: ast.expr, start: ast.expr | None) -> Written | None:
    found = _step(step, source)
    if found is None:
        return None
    total, item, value = found
    if start is not None:
        text = f"def f({total}):\n for {item} in source_:\n  {total} = step_\n return {total}\n"
        return function_of(text, source_=source, step_=value), [start]
    text = (
        f"def f():\n is_first = True\n for {item} in source_:\n  if is_first:\n"
        f"   {total} = {item}\n   is_first = False\n  else:\n   {total} = step_\n"
        f" if is_first:\n  raise TypeError({_NOTHING!r})\n return {total}\n"
    )
    return function_of(text, source_=source, step_=value), []


def _accumulated(step: ast.expr | None, source: ast.expr, start: ast.expr | None) -> Written | None:
    found = _step(step, source)
    if found is None:
        return None
    total, item, value = found
    if start is not None:
        text = (
            f"def f({total}):\n yield {total}\n for {item} in source_:\n  {total} = step_\n"
            f"  yield {total}\n"
        )
        return function_of(text, source_=source, step_=value), [start]
    text = (
        f"def f():\n is_first = True\n for {item} in source_:\n  if is_first:\n"
        f"   {total} = {item}\n   is_first = False\n  else:\n   {total} = step_\n  yield {total}\n"
    )
    return function_of(text, source_=source, step_=value), []


def _mapped(step: ast.Lambda, source: ast.expr, body: str, count: int) -> Written | None:
    names = _parameters(step, count)
    used = _names(source)
    if names is None or not names or used & {*names}:
        return None
    text = f"def f():\n for {', '.join(names)} in source_:\n  {body.replace('item', names[0])}\n"
    return function_of(text, source_=source, step_=step.body), []


def _parameters(step: ast.Lambda, count: int) -> list[str] | None:
    """The names of a lambda that takes so many; None of any other."""
    arguments = step.args
    others = (arguments.vararg, arguments.kwarg, arguments.kwonlyargs, arguments.defaults)
    if len(arguments.args) != count or arguments.posonlyargs or any(others):
        return None
    return [one.arg for one in arguments.args]


def _step(step: ast.expr | None, source: ast.expr) -> tuple[str, str, ast.expr] | None:
    """Names for the total and the item that nothing else has, and the next total of both."""
    names, value = _NAMES, None
    if isinstance(step, ast.Lambda):
        taken = _parameters(step, 2)
        if taken is None:
            return None
        names = (taken[0], taken[1])
        value = step.body
    if value is None:
        if step is not None and not isinstance(step, ast.Name | ast.Attribute):
            return None
        total, item = (ast.Name(name, ast.Load()) for name in names)
        value = ast.Call(step, [total, item], []) if step else ast.BinOp(total, ast.Add(), item)
    used = _names(source)
    if isinstance(step, ast.Lambda):
        others = (f"{names[0]}_", f"{names[1]}_")
        if used & {*names} and not {*others} & (used | _names(step.body)):
            as_read = [ast.Name(name, ast.Load()) for name in others]
            value = filled(value, dict(zip(names, as_read, strict=True)))
            names = others
    elif step is not None:
        used |= _names(step)
    return None if used & {*names, "is_first"} else (*names, value)


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _calls(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Call) for one in ast.walk(node))


def function_of(text: str, **parts: ast.expr) -> ast.FunctionDef:
    """A function from its text, expressions in place of names."""
    made = ast.parse(text).body[0]
    assert isinstance(made, ast.FunctionDef)
    for node in ast.walk(made):
        for field in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            if hasattr(node, field):
                delattr(node, field)
    return filled(made, parts)


Node = TypeVar("Node", bound=ast.AST)


def filled(node: Node, parts: Mapping[str, ast.expr]) -> Node:
    """The text with expressions in place of names."""
    return _Filling(parts).visit(node)  # type: ignore[no-any-return]


class _Filling(ast.NodeTransformer):
    def __init__(self, parts: Mapping[str, ast.expr]) -> None:
        self._parts = parts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """The expression that this name stands for."""
        return self._parts.get(node.id, node)
