"""Put a native version where every caller finds it, by changing the function's own code object.

In: a live function and a native callable. The function object stays the same, so aliases, methods,
caches around it and names imported elsewhere all see the change, and name, signature, annotations,
documentation and pickling are untouched. `__wrapped__` is a copy with the original code.
Setting `__code__` is atomic: frames that run keep their code, later calls get the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from sys import version_info
from types import CodeType, FunctionType

from ferrule.call.doubt import Doubt
from ferrule.call.trampoline import make_trampoline, original_of

# Attributes to copy, some of newer versions of Python. Where `__annotate__` is there, reading
# `__annotations__` would run it, and it may fail.
_ALSO = ("__type_params__", "__annotate__" if version_info >= (3, 14) else "__annotations__")


@dataclass(slots=True, eq=False)
class Swap:
    """A function, its two codes, and whether the native one is in place now."""

    function: FunctionType
    original: FunctionType  # a copy that keeps the original code
    before: CodeType
    after: CodeType
    is_installed: bool = False  # changes: this is the state of the running program


def prepare(
    function: FunctionType, native: Callable[..., object], captured: Sequence[str] = ()
) -> Swap:
    """Make both codes; nothing is changed yet. Raises `Doubt` where no trampoline can be made."""
    if original_of(function) is not function:
        raise Doubt("it is native already")
    if "__wrapped__" in function.__dict__:
        raise Doubt("it is itself a wrapper around another function")
    original = _copy(function, function.__code__)
    after = make_trampoline(original, native, captured)
    return Swap(function, original, function.__code__, after)


def preview(swap: Swap) -> FunctionType:
    """A function that runs the native version as callers will, not seen by the program."""
    return _copy(swap.function, swap.after)


def install(swap: Swap) -> None:
    """Make every caller of the function run the native version."""
    if swap.function.__code__ is not swap.before:
        raise Doubt("its code has been changed meanwhile")
    swap.function.__dict__["__wrapped__"] = swap.original
    swap.is_installed = True
    swap.function.__code__ = swap.after


def restore(swap: Swap) -> None:
    """Put the original code back, unless somebody else has changed the code since."""
    swap.is_installed = False
    if swap.function.__code__ is swap.after:
        swap.function.__code__ = swap.before
    if swap.function.__dict__.get("__wrapped__") is swap.original:
        del swap.function.__dict__["__wrapped__"]


def _copy(function: FunctionType, code: CodeType) -> FunctionType:
    copy = FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__doc__ = function.__doc__
    copy.__module__ = function.__module__
    copy.__qualname__ = function.__qualname__
    copy.__dict__.update(function.__dict__)
    for name in _ALSO:
        if hasattr(function, name):
            setattr(copy, name, getattr(function, name))
    return copy
