"""Compile and judge a slice, and again with ints of any size where a witness shows the need.

In: how to compile and how to judge, targets, witnesses. Out: the slice and its verdicts. The second
round costs nothing where the first one ran natively on every witnessed call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import FunctionType

from ferrule.base.diag import Refused
from ferrule.base.records import Built, EntryPoint, FuncName, Witness
from ferrule.base.span import Span
from ferrule.base.unit import Target
from ferrule.call import Doubt, find_function
from ferrule.ir.module import Module
from ferrule.pipeline.judge import Judged, pair_of
from ferrule.pipeline.slices import Compiled, Fields, Wide, read_unit
from ferrule.prove import wide_places


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be made, and what is known of it."""

    targets: tuple[Target, ...]
    fields: Fields
    witnesses: Mapping[FuncName, Witness | None]
    compile: Callable[[Wide], Compiled]
    judge: Callable[[Built], Judged]


def compile_and_judge(task: Task) -> tuple[Compiled, Judged | None]:
    """The slice with its verdicts; None where nothing could be built."""
    made = task.compile(frozenset())
    if made.built is None:
        return made, None
    found = task.judge(made.built)
    wide = _wide(task, made, found)
    if not wide:
        return made, found
    return _widened(task, made, found, wide)


def _widened(task: Task, made: Compiled, found: Judged, wide: Wide) -> tuple[Compiled, Judged]:
    """The wide slice if it is better; functions that lose by it go back to where they were."""
    for _ in range(2):
        again = task.compile(wide)
        if again.built is None:
            break
        refound = task.judge(again.built)
        if _is_better(refound, found):
            return replace(again, wide=wide), refound
        less = wide - _inside(found.accepted - refound.accepted, again, wide)
        if not less or less == wide:
            break
        wide = less
    return made, found


def _inside(funcs: frozenset[FuncName], made: Compiled, wide: Wide) -> frozenset[Span]:
    """The places that lie in these functions."""
    module = made.draft.module if made.draft is not None else None
    spans = [func.span for func in module.funcs if func.origin in funcs] if module else []
    return frozenset(
        place
        for place in wide
        for span in spans
        if place.file == span.file and span.line <= place.line <= span.end_line
    )


def _wide(task: Task, made: Compiled, found: Judged) -> frozenset[Span]:
    """Where ints outgrew 64 bits on the witnessed calls that Python had to finish."""
    places: set[Span] = set()
    if made.built is None or made.draft is None:
        return frozenset()
    for entry in made.built.entries:
        verdict = found.verdicts.get(entry.func)
        if verdict is not None and verdict.given_up:
            places |= _places(task, made.draft.module, found, entry)
    return frozenset(places)


def _places(task: Task, module: Module, found: Judged, entry: EntryPoint) -> frozenset[Span]:
    witness = task.witnesses.get(entry.func)
    swap = found.loaded.swaps.get(entry.func)
    if witness is None or swap is None:
        return frozenset()
    try:
        unit = read_unit(task.targets, task.fields)
    except Refused:
        return frozenset()
    texts = {}
    for func in module.funcs:
        source = unit.modules.get(func.origin.module)
        node = source.functions.get(func.origin.qualname) if source is not None else None
        if source is not None and node is not None:
            for function in _live(func.origin):
                texts[function] = (source.file, node)
            if func.origin == entry.func:
                texts[swap.original] = (source.file, node)
    return wide_places(pair_of(found.loaded, entry, swap), witness.recorded, texts)


def _live(func: FuncName) -> tuple[FunctionType, ...]:
    try:
        return (find_function(func),)
    except Doubt:
        return ()


def _is_better(new: Judged, old: Judged) -> bool:
    """Whether at least as much is native, and no slower where both were timed."""
    if new.accepted != old.accepted:
        return new.accepted > old.accepted
    both = new.timings.keys() & old.timings.keys()
    after, before = (sum(one.timings[func].after_s for func in both) for one in (new, old))
    return after <= before
