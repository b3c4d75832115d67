"""Which argument types a function is made for: one instance for each set of types that was seen.

In: the targets with their signatures; the state after an inference. Out: the signatures to begin
with, and whether the inference has to be done again: with fewer of them, where one is not worth
its price, or with more instances of functions that were called with different types.
Assumes that signatures which one instance can serve were joined before, as the profile does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ferrule.base.records import Signature
from ferrule.base.types import NEVER, OBJECT, contains
from ferrule.base.unit import Target
from ferrule.lower.slice import Instance, Slice

Entries: TypeAlias = "tuple[tuple[Target, tuple[Instance, ...]], ...]"

_MOST = 4  # sets of types for one function


@dataclass(slots=True)
class Plan:
    """What is known so far of how the slice shall be cut."""

    targets: tuple[Target, ...]
    split: frozenset[str] = frozenset()  # `module:qualname`
    left_out: set[tuple[str, Signature]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.split = frozenset(
            str(target.func) for target in self.targets if len(self.signatures(target)) > 1
        )

    def signatures(self, target: Target) -> tuple[Signature, ...]:
        """The sets of types that a function is made for, those of most calls first."""
        func = str(target.func)
        wanted = [one for one in target.signatures if (func, one) not in self.left_out]
        native = [one for one in wanted if _has_native_form(one)]
        # What always raised is told by Python in the end: nothing is gained.
        useful = [one for one in native if one.result != NEVER] or native
        return tuple(useful[:_MOST] or wanted[:1])

    def improve(self, state: Slice, entries: Entries) -> bool:
        """Whether the inference shall be done again, on what is now planned."""
        less = [drop for target, ways in entries for drop in self._poor(state, target, ways)]
        self.left_out.update(less)
        more = state.mixed - self.split
        self.split |= more
        return bool(less or more)

    def _poor(
        self, state: Slice, target: Target, ways: tuple[Instance, ...]
    ) -> list[tuple[str, Signature]]:
        """The sets of types that cost what others keep: lines that are not native for them."""
        signatures = self.signatures(target)
        if len(ways) < 2 or len(ways) != len(signatures):
            return []
        reached = [reachable(state, [way]) for way in ways]
        refused = [any(one.reasons for one in funcs) for funcs in reached]
        best = refused.index(False) if False in refused else 0
        return [
            (str(target.func), signature)
            for number, (signature, way) in enumerate(zip(signatures, ways, strict=True))
            if number != best and (refused[number] or way.captured != ways[best].captured)
        ]


def _has_native_form(signature: Signature) -> bool:
    return not any(contains(one, OBJECT) or one == NEVER for one in signature.arguments)


def reachable(state: Slice, roots: list[Instance]) -> list[Instance]:
    """These instances and all that they call."""
    by_name = {instance.name: instance for instance in state.instances.values()}
    found: dict[str, Instance] = {}
    waiting = list(reversed(roots))
    while waiting:
        instance = waiting.pop()
        if instance.name not in found:
            found[instance.name] = instance
            waiting.extend(by_name[name] for name in sorted(instance.calls, reverse=True))
    return list(found.values())


def main_signature(target: Target) -> tuple[Signature, ...]:
    """The one set of types that a function is made for if it is made for one only."""
    native = [one for one in target.signatures if _has_native_form(one)]
    return tuple((native or list(target.signatures))[:1])
