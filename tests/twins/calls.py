"""One call of a case, as source: what is set up first, and the expression that is compared.

In: text like `xs = [2, 1]; sort(xs)` and a module. Out: a thunk to run, with the arguments and the
names that it can change. Assumes that the last statement is an expression.
"""

from __future__ import annotations

import ast
import enum
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from ferrule.prove.graph import Incomparable
from ferrule.prove.same import changeable_in

_STATE = (list, dict, set)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A call whose arguments have been evaluated."""

    run: Callable[..., object]
    arguments: tuple[object, ...]
    around: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """A module's namespace and the state in it, as they were in the beginning."""

    module: ModuleType
    names: dict[str, Any]
    classes: dict[type, dict[str, Any]]
    codes: dict[FunctionType, tuple[Any, ...]]
    state: bytes
    held: bytes  # the containers in the bodies of classes


def start_of(module: ModuleType) -> Start:
    """Remember the module as it is."""
    names = dict(vars(module))
    classes = {
        one: dict(vars(one))
        for one in names.values()
        if isinstance(one, type) and one.__module__ == module.__name__
    }
    state = {key: value for key, value in names.items() if is_state(key, value, module)}
    codes = {one: _code_of(one) for one in names.values() if isinstance(one, FunctionType)}
    held = {
        (cls.__name__, key): value
        for cls, members in classes.items()
        for key, value in members.items()
        if type(value) in (list, dict, set) and not key.startswith("__")
        if names.get(cls.__name__) is cls and not isinstance(cls, enum.EnumMeta)
    }
    return Start(module, names, classes, codes, pickle.dumps(state), pickle.dumps(held))


def _code_of(function: FunctionType) -> tuple[Any, ...]:
    return function.__code__, pickle.dumps((function.__defaults__, function.__kwdefaults__))


def is_state(key: str, value: object, module: ModuleType) -> bool:
    """Whether this global holds something that a call could change."""
    own = type(value).__module__ == module.__name__
    return not key.startswith("__") and (type(value) in _STATE or own)


def renew(start: Start) -> tuple[object, ...]:
    """Put the module back as it was, with fresh copies of its state; the copies."""
    space = vars(start.module)
    for key in space.keys() - start.names.keys():
        del space[key]
    space.update(start.names)
    for cls, members in start.classes.items():
        for key in vars(cls).keys() - members.keys():
            delattr(cls, key)
        for key, value in members.items():
            if vars(cls).get(key, cls) is not value:
                setattr(cls, key, value)
    for function, (code, defaults) in start.codes.items():
        function.__code__ = code
        # Others of the same value would be changed ones, for what relies on them.
        if pickle.dumps((function.__defaults__, function.__kwdefaults__)) != defaults:
            function.__defaults__, function.__kwdefaults__ = pickle.loads(defaults)
    state = pickle.loads(start.state)
    space.update(state)
    held = pickle.loads(start.held)
    for (name, key), value in held.items():
        setattr(start.names[name], key, value)
    return (*state.values(), *held.values())


def prepare(source: str, start: Start, change: Callable[[], None] | None = None) -> Prepared:
    """Set up a call in a module that is renewed, and then changed, before anything else."""
    state = renew(start)
    if change:
        change()
    tree = ast.parse(source)
    *setup, last = tree.body
    assert isinstance(last, ast.Expr), f"`{source}` ends in no expression"
    space = _Scope(vars(start.module))
    space["module"] = start.module
    exec(compile(ast.Module(setup, []), "<setup>", "exec"), space)
    own = tuple(space[key] for key in sorted(space.own - {"module", "__builtins__"}))
    around = tuple(one for one in (*own, *state) if _is_comparable(one))
    return _split(last.value, space, around)


class _Scope(dict[str, Any]):
    """Names of the call in front of those of the module."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(names)
        self.own: set[str] = set()

    def __setitem__(self, key: str, value: object) -> None:
        super().__setitem__(key, value)
        self.own.add(key)


def _split(node: ast.expr, space: _Scope, around: tuple[object, ...]) -> Prepared:
    def value(part: ast.expr) -> Any:
        return eval(compile(ast.Expression(part), "<call>", "eval"), space)

    whole = Prepared(lambda: value(node), (), around)
    if not isinstance(node, ast.Call) or any(isinstance(a, ast.Starred) for a in node.args):
        return whole
    if any(keyword.arg is None for keyword in node.keywords):
        return whole
    if any(isinstance(one, ast.Yield | ast.GeneratorExp) for one in node.args):
        return whole
    function = value(node.func)
    positional = [value(one) for one in node.args]
    named = {str(one.arg): value(one.value) for one in node.keywords}
    arguments = (*positional, *named.values())
    if not all(map(_is_comparable, arguments)):
        return whole
    count, keys = len(positional), tuple(named)

    def run(*given: object) -> object:
        return function(*given[:count], **dict(zip(keys, given[count:], strict=True)))

    return Prepared(run, arguments, around)


def _is_comparable(value: object) -> bool:
    try:
        changeable_in((value,))
    except Incomparable:
        return False
    return True
