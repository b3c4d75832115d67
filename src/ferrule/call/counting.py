"""How often each entry of an extension ran natively, missed its guards or was redone.

In: a loaded extension. Out: plain counts, as the extension keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the calls of one entry."""

    native: int  # ran natively to the end
    misses: int  # a guard failed, Python ran
    redos: int  # native code gave up, Python ran
    panics: int  # a bug of ours, Python ran
    is_off: bool  # too many of these in a row: Python runs always


def counts(module: ModuleType, native: str) -> Counts:
    """The counts of one entry."""
    found: Mapping[str, int] = module.stats()[native]
    return Counts(
        native=found["native"],
        misses=found["misses"],
        redos=found["redos"],
        panics=found["panics"],
        is_off=bool(found["off"]),
    )


def run_all(module: ModuleType) -> None:
    """Let every call run natively that can, in this process, though its boundary be too heavy."""
    weigh = getattr(module, "weigh", None)  # extensions of an older Ferrule have none
    if weigh is not None:
        weigh(False)


def has_given_up(module: ModuleType, native: str) -> Callable[[], bool]:
    """A question to ask later: does this entry call nothing but the original any more?"""
    return lambda: counts(module, native).is_off
