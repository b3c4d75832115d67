"""A whole module as one slice, without the functions that would spoil it for the others.

In: targets. Out: `Compiled`. What can be said of one function at its place is a reason; what only
shows in the slice as a whole (its types don't settle, rustc names no function, a bug of ours) is
looked for by making the suspects alone. Drafts are cheap, so they are tried first.
"""

from __future__ import annotations

import time

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.records import FuncName
from ferrule.base.span import Span
from ferrule.base.unit import Target
from ferrule.crate import Workshop
from ferrule.pipeline.slices import Compiled, Drafts, Fields, Wide, compile_targets

_OF_THE_WHOLE = ("F205", "F603", "F607")
_PATIENCE_S = 40.0  # for suspects that only rustc can judge


def compile_sound(
    targets: tuple[Target, ...],
    fields: Fields,
    shop: Workshop,
    drafts: Drafts,
    wide: Wide = frozenset(),
) -> Compiled:
    """One slice for all targets that are sound; the others with the reason against each."""
    spoilt = _spoilt(targets, fields, drafts, wide)
    rest = tuple(one for one in targets if one.func not in spoilt)
    if not rest:
        return Compiled(None, spoilt)
    made = compile_targets(rest, fields, shop, wide, drafts)
    suspects = [one for one in rest if _is_suspect(made, one.func)]
    if len(suspects) > 1:
        made = _without_the_guilty(rest, suspects, made, fields, (shop, wide))
    return Compiled(made.built, {**spoilt, **made.reasons}, made.draft)


def _spoilt(
    targets: tuple[Target, ...], fields: Fields, drafts: Drafts, wide: Wide
) -> dict[FuncName, tuple[Diagnostic, ...]]:
    """Functions whose draft fails alone, looked for only where the draft of all of them fails."""
    if _fault(targets, fields, drafts, wide) is None:
        return {}
    if len(targets) == 1:
        found = _fault(targets, fields, drafts, wide)
        return {targets[0].func: (found,)} if isinstance(found, Diagnostic) else {}
    spoilt: dict[FuncName, tuple[Diagnostic, ...]] = {}
    sound: list[Target] = []
    for target in targets:  # each with those before it: two may be sound only apart
        found = _fault((*sound, target), fields, drafts, wide)
        if found is None:
            sound.append(target)
        else:
            spoilt[target.func] = (found,)
    return spoilt


def _fault(
    targets: tuple[Target, ...], fields: Fields, drafts: Drafts, wide: Wide
) -> Diagnostic | None:
    """Why the slice as a whole can't be made; None if it can."""
    func = targets[-1].func
    try:
        drafts.of(targets, fields, wide)
    except Refused as refused:
        return refused.diagnostic
    except Exception as error:  # a bug of ours costs one function
        return compile_fault(func, error)
    return None


def compile_fault(func: FuncName, error: Exception) -> Diagnostic:
    """A bug of ours as the reason why a function stays Python."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = trace.tb_frame.f_code.co_filename.rpartition("/")[2] if trace else "?"
    place = f"{where}:{trace.tb_lineno if trace else 0}"
    message = f"a fault of Ferrule: {error!r} in {place}"
    return Diagnostic("F607", func_place(func), message)


def func_place(func: FuncName) -> Span:
    """The place of a function's first line."""
    return Span(func.file, func.line, 0, func.line, 1)


def _is_suspect(made: Compiled, func: FuncName) -> bool:
    return any(one.code in _OF_THE_WHOLE for one in made.reasons.get(func, ()))


def _without_the_guilty(
    targets: tuple[Target, ...],
    suspects: list[Target],
    made: Compiled,
    fields: Fields,
    how: tuple[Workshop, Wide],
) -> Compiled:
    """Judge each suspect alone, then make all that are sound together."""
    end = time.monotonic() + _PATIENCE_S
    guilty: dict[FuncName, tuple[Diagnostic, ...]] = {}
    for target in suspects:
        if time.monotonic() > end:
            guilty[target.func] = made.reasons[target.func]
            continue
        alone = compile_targets((target,), fields, *how)
        if alone.built is None:
            guilty[target.func] = alone.reasons.get(target.func, made.reasons[target.func])
    sound = tuple(one for one in targets if one.func not in guilty)
    if not sound or len(guilty) == len(suspects):
        return Compiled(made.built, {**made.reasons, **guilty}, made.draft)
    again = compile_targets(sound, fields, *how)
    return Compiled(again.built, {**guilty, **again.reasons}, again.draft)
