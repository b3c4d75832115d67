"""What is compared: both versions of a function, and the globals that both may read and change.

In: functions, and names of globals. Out: the pair, and fresh copies of those globals, put in their
place before each call, so that neither version sees what the other one did.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from ferrule.base.records import FuncName


@dataclass(frozen=True, slots=True)
class Pair:
    """Both versions of a function; both take all parameters as the original does."""

    func: FuncName
    before: FunctionType
    after: FunctionType
    effects: str  # as in `EntryPoint`
    native_runs: Callable[[], int]  # how many calls of `after` ran natively to the end so far
    captured: tuple[str, ...] = ()  # globals of its module that both read, and may change
    run_all: Callable[[], None] = lambda: None  # `after` runs natively whenever it can


def parameter_names(pair: Pair) -> tuple[str, ...]:
    """All parameters, those by keyword only last."""
    code = pair.before.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


@dataclass(frozen=True, slots=True)
class World:
    """The globals as they were when the trial began."""

    namespace: dict[str, Any]
    names: tuple[str, ...]
    raw: bytes


def world_of(pair: Pair) -> World:
    """Keep a copy of the globals. Raises what pickling raises, KeyError or
    AttributeError.
    """
    namespace = pair.before.__globals__
    values = tuple(_found(namespace, name) for name in pair.captured)
    return World(namespace, pair.captured, pickle.dumps(values, -1))


def renew(world: World) -> tuple[object, ...]:
    """Put fresh copies of the globals in their place, and return them."""
    if not world.names:
        return ()
    values: tuple[object, ...] = pickle.loads(world.raw)
    for name, value in zip(world.names, values, strict=True):
        owner, _, attribute = name.rpartition(".")
        if owner:
            setattr(_found(world.namespace, owner), attribute, value)
        else:
            world.namespace[name] = value
    return values


def _found(namespace: dict[str, Any], name: str) -> Any:
    """A global, or what a class of this name holds: `NAME`, `Class.NAME`."""
    first, *rest = name.split(".")
    found = namespace[first]
    for attribute in rest:
        found = getattr(found, attribute)
    return found


def by_position(pair: Pair, function: FunctionType) -> Callable[..., object]:
    """The function for calls in which every argument comes by position."""
    code = pair.before.__code__
    if not code.co_kwonlyargcount:
        return function
    count = code.co_argcount
    names = parameter_names(pair)[count:]

    def call(*arguments: object) -> object:
        return function(*arguments[:count], **dict(zip(names, arguments[count:], strict=True)))

    return call
