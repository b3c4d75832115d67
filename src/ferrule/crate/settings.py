"""How a slice is to be built: made once by the pipeline and passed down by hand.

In: the user's settings and flags. Out: a frozen record. Assumes nothing about the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the one-time preparation is: crates done, crates in all, the last one's name."""

    done: int
    total: int
    name: str


def ignore(_: Progress) -> None:
    """The listener that hears nothing."""


def never() -> bool:
    """The answer of whoever never cancels."""
    return False


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What shapes a build and who hears of it; only the first part is in the cache key."""

    native_cpu: bool = True  # use all that this machine's processor has
    checked: bool = False  # overflow checks and debug assertions on, for tests
    home: Path | None = None  # the cache; None means the user's own
    limit_s: float = 300.0  # for one run of rustc; the preparation gets ten times as much
    progress: Callable[[Progress], None] = ignore
    is_cancelled: Callable[[], bool] = never
