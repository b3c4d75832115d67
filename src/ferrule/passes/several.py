"""Which containers get handles: those that a refusal named, and no others.

Before:  `result.append(path)` is refused, since `path` would need two owners
After:   `path`, and all that may be the same list, is a handle that counts

In: a slice, and how ownership is decided in one. Out: the slice, decided, with as many handles as
it takes; what still is refused keeps its reasons. What is owned or borrowed without that stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ferrule.ir import nodes as ir
from ferrule.ir.module import Func, Module, Param
from ferrule.passes.cloning import find_clones
from ferrule.passes.counted import Names, counted
from ferrule.passes.handles import Unfit, handled, mark, meet
from ferrule.passes.kinship import Kinship, Spot
from ferrule.passes.stepping import called
from ferrule.passes.unowned import Unowned, Values

_ROUNDS = 40  # each marks more; a slice that needs more than these is given up


@dataclass(frozen=True, slots=True)
class Owned:
    """A slice whose ownership was decided, and what one owner was not enough for."""

    module: Module
    params: Mapping[str, tuple[Param, ...]]
    lacking: tuple[tuple[Func, Unowned], ...]


def several(base: Module, names: Names, decide: Callable[[Module], Owned]) -> Module:
    """The slice with handles where one owner is not enough."""
    skipped: frozenset[str] = frozenset()
    while True:
        attempt = _Attempt(base, names, decide, skipped)
        try:
            return attempt.run()
        except Unfit as unfit:
            blamed = _near(unfit.func, attempt.blamed, base) or attempt.blamed
            if not blamed - skipped:
                return decide(base).module
            skipped |= blamed


def _near(func: str, wishing: frozenset[str], module: Module) -> frozenset[str]:
    """Those of the wishing functions that have to do with the one that can't have handles."""
    if func in wishing:
        return frozenset((func,))
    calls = {one.name: frozenset(called(one.body)) for one in module.funcs}
    return frozenset(
        one for one in wishing if func in _reached(one, calls) or one in _reached(func, calls)
    )


def _reached(func: str, calls: Mapping[str, frozenset[str]]) -> set[str]:
    found, queue = {func}, [func]
    while queue:
        more = calls.get(queue.pop(), frozenset()) - found
        found |= more
        queue += more
    return found


class _Attempt:
    """Handles for all functions but some."""

    def __init__(
        self,
        base: Module,
        names: Names,
        decide: Callable[[Module], Owned],
        skipped: frozenset[str],
    ) -> None:
        self.base = base
        self.names = names
        self.decide = decide
        self.skipped = skipped
        self.kin = Kinship(base)
        self.blamed: frozenset[str] = frozenset()  # whose wishes were tried last

    def run(self) -> Module:
        """Marks until nobody wishes for more. Raises Unfit."""
        found = self.decide(self.base)
        for _ in range(_ROUNDS):
            wishing = [
                one for one in found.lacking if self.kin.first(one[0].name) not in self.skipped
            ]
            more = [self._wish(func, refused) for func, refused in wishing]
            if all(one is None for one in more):
                break
            self.blamed = frozenset(
                self.kin.first(func.name)
                for (func, _), one in zip(wishing, more, strict=True)
                if one is not None
            )
            self.names = self.names.union(*(one for one in more if one is not None))
            meet(self.kin)
            module = handled(self.base, self.kin)
            found = self.decide(find_clones(counted(module, self.names)))
        return found.module

    def _wish(self, func: Func, refused: Unowned) -> Names | None:
        """The classes to be counted for it; None where nothing new was marked."""
        is_new, classes = mark(self._spots(func, refused.whole))
        is_newer, more = mark(self._spots(func, refused.inner), only_inside=True)
        classes = (classes | more) - self.names
        return classes if is_new or is_newer or classes else None

    def _spots(self, func: Func, values: Values) -> list[Spot]:
        found: list[Spot] = []
        for one in values:
            if isinstance(one, ir.Expr):
                found += self.kin.like(func.name, one)
            else:
                found += self.kin.place(func, one)
        return found
