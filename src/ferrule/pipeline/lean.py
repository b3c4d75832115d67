"""Which functions of a module make a slice in which nothing needs to be counted.

In: the targets of a module. Out: those that go better without the others. One function that hands
out a part of what it was given asks for handles that count, and so would make all others work with
them. Those that only use such a function inside a longer work need none. Drafts are cheap; still no
more than a few are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ferrule.base.records import FuncName
from ferrule.base.unit import Target, Unit
from ferrule.ir.module import Module
from ferrule.ir.nodes import Call
from ferrule.ir.walk import every_expr
from ferrule.lower import lower
from ferrule.passes import LEFT_OUT, must_count
from ferrule.pipeline.slices import Draft, Drafts, Fields

_DRAFTS, _LARGE, _DRAFTS_OF_LARGE = 8, 40, 4  # for so many targets, only so many drafts

Targets = tuple[Target, ...]


def lean_targets(targets: Targets, fields: Fields, drafts: Drafts) -> Targets:
    """The targets whose slice counts nothing, where the slice of all does; else none."""
    if LEFT_OUT == "slices":
        return ()
    search = _Search(fields, drafts, _DRAFTS if len(targets) <= _LARGE else _DRAFTS_OF_LARGE)
    if len(targets) < 2 or (whole := search.drafted(targets)) is None or not _counts(*whole):
        return ()
    calls = _calls(whole[0].module)
    entries = {entry.origin for entry in whole[0].module.entries}
    able = [one for one in targets if one.func in entries]
    # What does most is what matters most.
    able.sort(key=lambda one: len(_reach(one.func, calls)), reverse=True)
    inner = {func for found in calls.values() for func in found}
    found = search.grown((), tuple(one for one in able if one.func not in inner))
    return search.grown(found, tuple(one for one in able if one.func in inner)) if found else ()


def _calls(module: Module) -> dict[FuncName, set[FuncName]]:
    """Which functions each function calls, itself apart."""
    origins = {func.name: func.origin for func in module.funcs}
    calls: dict[FuncName, set[FuncName]] = {origin: set() for origin in origins.values()}
    for func in module.funcs:
        called = (one.func for one in every_expr(func.body) if isinstance(one, Call))
        calls[func.origin] |= {origins[name] for name in called} - {func.origin}
    return calls


def _reach(func: FuncName, calls: Mapping[FuncName, set[FuncName]]) -> set[FuncName]:
    found, queue = {func}, [func]
    while queue:
        fresh = calls[queue.pop()] - found
        found |= fresh
        queue += fresh
    return found


def _counts(made: Draft, unit: Unit) -> bool:
    """Whether the slice counts what is not counted for what it is."""
    counted = {struct.name for struct in made.module.structs if struct.counted}
    return bool(made.module.handles) or not counted <= must_count(lower(unit))


@dataclass(slots=True)
class _Search:
    """Drafts of some of the targets, and how many more may be made."""

    fields: Fields
    drafts: Drafts
    left: int

    def drafted(self, targets: Targets) -> tuple[Draft, Unit] | None:
        self.left -= 1
        try:
            unit, made = self.drafts.of(targets, self.fields)
            return made, unit
        except Exception:  # refused, or a bug of ours: shown where the slice is made
            return None

    def grown(self, found: Targets, more: Targets) -> Targets:
        """With as many more as a slice can have that counts nothing."""
        if not more or self.left <= 0:
            return found
        if self._is_lean((*found, *more)):
            return (*found, *more)
        if len(more) == 1:
            return found
        half = len(more) // 2
        return self.grown(self.grown(found, more[:half]), more[half:])

    def _is_lean(self, targets: Targets) -> bool:
        made = self.drafted(targets)
        if made is None or _counts(*made):
            return False
        return {entry.origin for entry in made[0].module.entries} >= {one.func for one in targets}
