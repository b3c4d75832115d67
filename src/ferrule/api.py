"""What programs import: `@ferrule.rust` makes one function native at its first call.

In: a function. Out: the same function object, whose code is replaced once the types of its
arguments are known. What can't be native is the Python that it was, with one warning that says why.
`FERRULE=off` leaves everything alone. The compiler is loaded at the first call, not before.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from threading import Lock
from types import FunctionType
from typing import Any, TypeVar, overload

from ferrule.call import Doubt, Swap, install, is_off, prepare, restore
from ferrule.call.trampoline import parameters

Func = TypeVar("Func", bound=Callable[..., Any])

_CALLER = 4  # frames between the warning and the line that called the function


class FerruleWarning(UserWarning):
    """A function that was to be native stays Python, or a loop on one core; it says why."""


@overload
def rust(function: Func, /) -> Func: ...
@overload
def rust(*, parallel: bool = False) -> Callable[[Func], Func]: ...
def rust(
    function: Func | None = None, /, *, parallel: bool = False
) -> Func | Callable[[Func], Func]:
    """Make this function native at its first call, for the types that it is called with.

    With `parallel=True` its loops over `range` run on all cores, as those over `ferrule.prange` do,
    wherever their turns are proved to have nothing to do with one another. That is read from the
    decorator's text.
    """
    return rust if function is None else _armed(function)


def is_switched_off() -> bool:
    """Whether `FERRULE=off` leaves everything alone."""
    return is_off()


def _armed(function: Func) -> Func:
    """The same function, which waits for its first call."""
    if is_off():
        return function
    if not isinstance(function, FunctionType):
        return _tell(function, f"stays in Python: {function!r} is not a Python function", 3)
    first = _First()

    def call(*given: object) -> object:
        return _call(first, given)

    try:
        first.swap = prepare(function, call)
        install(first.swap)
    except Doubt as doubt:
        return _tell(function, f"stays in Python: {doubt}", 3)
    return function


def _tell(function: Func, what: str, level: int) -> Func:
    name = getattr(function, "__qualname__", repr(function))
    message = f"@ferrule.rust: {name} {what}"
    warnings.warn(message, FerruleWarning, stacklevel=level + 1)
    return function


@dataclass(slots=True, eq=False)
class _First:
    """A function's first call; `lock` is held by the thread that compiles, and never let go."""

    swap: Swap | None = None
    lock: Lock = field(default_factory=Lock)


def _call(first: _First, given: tuple[object, ...]) -> object:
    """Compile in the first thread that calls; others that call meanwhile run the original."""
    swap = first.swap
    assert swap is not None
    if not first.lock.acquire(blocking=False):
        return _run(swap, swap.original, given)
    restore(swap)
    try:
        said = _compile(swap.function, given)
    except Exception as error:  # a bug of ours must not become the program's
        said = f"stays in Python: a bug in Ferrule, please report it: {error!r}"
    if said:
        _tell(swap.function, said, _CALLER)
    return _run(swap, swap.function, given)


def _compile(function: FunctionType, given: tuple[object, ...]) -> str:
    make: Callable[[FunctionType, tuple[object, ...]], str]
    make = import_module("ferrule.pipeline.demand").make_native
    return make(function, given)


def _run(swap: Swap, function: FunctionType, given: tuple[object, ...]) -> object:
    count, names = swap.before.co_argcount, parameters(swap.before)
    return function(*given[:count], **dict(zip(names[count:], given[count:], strict=True)))
