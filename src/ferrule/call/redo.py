"""The way back: what the native builtin calls when it gives a call up.

In: a swap. Out: a callable that takes what the native builtin took (all parameters by position,
then globals, which are dropped) and runs the original. While that runs, a recursive function
holds its original code again, so that recursion goes as deep as in Python. Once the builtin has
given the function up, the original code stays.
"""

from __future__ import annotations

from _thread import RLock
from collections.abc import Callable
from dataclasses import dataclass, field

from ferrule.call.swap import Swap, restore
from ferrule.call.trampoline import parameters

_LOOK_EVERY = 8  # redos between two looks at whether the builtin has given up


@dataclass(slots=True, eq=False)
class _Redos:
    """How many redos of one function there were, how many run now; changes under its lock."""

    so_far: int = 0
    running: int = 0
    is_lifted: bool = False  # the original code is in place for the redos that run
    lock: RLock = field(default_factory=RLock)  # a signal handler may call the function again


def make_redo(
    swap: Swap, is_recursive: bool, has_given_up: Callable[[], bool]
) -> Callable[..., object]:
    """A callable that runs the original in place of the native version."""
    original = swap.original
    names = parameters(swap.before)
    count, most = swap.before.co_argcount, len(names)
    names = names[count:]  # those that are taken by keyword only
    redos = _Redos()

    def look() -> None:
        redos.so_far += 1
        if redos.so_far % _LOOK_EVERY == 0 and swap.is_installed and has_given_up():
            restore(swap)

    def redo(*given: object) -> object:
        look()
        return original(*given[:count], **dict(zip(names, given[count:most], strict=True)))

    def redo_recursive(*given: object) -> object:
        look()
        _lift(redos, swap)
        try:
            return original(*given[:count], **dict(zip(names, given[count:most], strict=True)))
        finally:
            _lower(redos, swap)

    return redo_recursive if is_recursive else redo


def _lift(redos: _Redos, swap: Swap) -> None:
    with redos.lock:
        redos.running += 1
        if swap.function.__code__ is swap.after:
            swap.function.__code__ = swap.before
            redos.is_lifted = True


def _lower(redos: _Redos, swap: Swap) -> None:
    with redos.lock:
        redos.running -= 1
        if redos.running or not redos.is_lifted:
            return
        redos.is_lifted = False
        if swap.is_installed and swap.function.__code__ is swap.before:
            swap.function.__code__ = swap.after
