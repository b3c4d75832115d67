"""Stubs: what type checkers see instead of a module whose functions are native."""

from __future__ import annotations

from ferrule.project.stubs import stub

MODULE = '''\
"""A module."""
import enum
from dataclasses import dataclass, field
try:
    import numpy
except ImportError:
    numpy = None

__all__ = ["area"]
Vector = list[float]
LIMIT = 10
low, high = 1, 2

if LIMIT > 5:
    def scale(v: Vector) -> Vector:
        return v
else:
    def scale(v):
        return v


class Colour(enum.Enum):
    RED = 1


@dataclass
class Point:
    x: float
    tags: list[str] = field(default_factory=list)

    def move(self, by=1.0):
        """Move it."""
        self.last = by


def area(w, h=2):
    """The area.

    In squares.
    """
    return w * h
'''
STUB = '''\
from typing import Any

import enum
from dataclasses import dataclass, field
import numpy
__all__ = ["area"]
Vector = list[float]
LIMIT: int
high: Any
low: Any
def scale(v: Vector) -> Vector: ...

class Colour(enum.Enum):
    RED = 1

@dataclass
class Point:
    x: float
    tags: list[str] = ...
    def move(self, by=...) -> Any:
        """Move it."""
    last: Any

def area(w: int, h: int=...) -> int:
    """The area.

    In squares.
    """
'''
ENTRY = {"func": {"qualname": "area"}, "arguments": ["int", "int"], "result": "int"}


def test_a_stub_says_what_the_module_says() -> None:
    """Names of every branch, aliases, members, defaults; types that were inferred."""
    assert stub(MODULE, [ENTRY]) == STUB.replace('["area"]', "['area']")
