"""Seconds by function, line and direct caller, counted from samples of the stack.

In: copied stacks and the seconds that each stands for. Out: sums by code object.
Assumes one writer; readers may look at any time, from any thread.
"""

from __future__ import annotations

from collections import defaultdict
from types import CodeType

from ferrule.base.records import FuncName
from ferrule.profile.names import name_of
from ferrule.profile.stack import Stack, Step, holder


class Tally:
    """Sums by code object, told apart by identity; `names` keeps the objects alive."""

    def __init__(self) -> None:
        self.names: dict[int, tuple[CodeType, FuncName]] = {}
        self.self_s: defaultdict[int, float] = defaultdict(float)
        self.total_s: defaultdict[int, float] = defaultdict(float)
        self.lines: defaultdict[tuple[int, int], float] = defaultdict(float)
        self.callers: defaultdict[tuple[int, int], float] = defaultdict(float)

    def add(self, stack: Stack, seconds: float) -> None:
        """Count one sample: the topmost function on its own, every function on the stack once."""
        steps = stack.steps
        homes = [holder(steps, index) for index in range(len(steps))]
        keys = [self._key(steps[home]) for home in homes]
        self.self_s[keys[0]] += seconds
        self.lines[keys[0], stack.line] += seconds
        for key in set(keys):
            self.total_s[key] += seconds
        own = (index for index in range(len(keys) - 1) if homes[index] == index)
        for edge in {(keys[index], keys[index + 1]) for index in own}:
            self.callers[edge] += seconds

    def _key(self, step: Step) -> int:
        code, module = step
        if id(code) not in self.names:
            self.names[id(code)] = (code, name_of(code, module))
        return id(code)
