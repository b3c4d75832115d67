"""From functions to a built slice: source, lower, passes, emit, crate; what fails is dropped.

A refusal of a pass, a text that rustc rejects and a bug of ours all cost at most the function at
fault: it stays Python, the rest is made again without it.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.records import Built, FuncName, Sources
from ferrule.base.span import Span
from ferrule.base.types import Type
from ferrule.base.unit import Target, Unit
from ferrule.crate import Rejected, Workshop
from ferrule.crate import build as build_crate
from ferrule.emit import emit
from ferrule.ir.module import Module
from ferrule.ir.nodes import Call
from ferrule.ir.walk import every_expr
from ferrule.lower import lower, main_signature
from ferrule.passes import run as run_passes
from ferrule.pipeline.modules import find_place
from ferrule.source import gather

Fields = Mapping[str, Mapping[str, Type]]
Reasons = Mapping[FuncName, tuple[Diagnostic, ...]]
Wide = frozenset[Span]  # where ints were seen that need more than 64 bits

_KEPT = 8  # drafts
_OWNING = ("F301", "F302", "F303")

# What a bug of ours raises, or a text of the user's that is nested too deep for us.
_FAULTS = (AssertionError, LookupError, ValueError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Draft:
    """A slice as text, before rustc has seen it."""

    module: Module
    sources: Sources | None
    reasons: Reasons = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A built slice, and why what is not in it is not in it."""

    built: Built | None
    reasons: Reasons
    draft: Draft | None = None
    wide: Wide = frozenset()


def read_unit(targets: tuple[Target, ...], fields: Fields) -> Unit:
    """Parse all that the targets can reach. Raises Refused."""
    return gather(targets, find_place, fields)


def draft(unit: Unit, dropped: Mapping[FuncName, Diagnostic] | None = None) -> Draft:
    """Lower, improve and emit, dropping what a pass refuses until nothing more is refused.

    What can't be called by Python, for what it does to its arguments, may still be called inside
    the slice: so it is first no entry any more, and dropped only where that does not help.
    """
    out = dict(dropped or {})
    inside: dict[FuncName, tuple[Diagnostic, ...]] = {}
    while True:
        module = lower(unit, out)
        if not module.entries:
            return Draft(module, None, {**inside, **module.reasons})
        passed = run_passes(module)
        refused = _refused(passed, module)
        if not refused:
            try:
                return Draft(passed, emit(passed), _all_reasons(passed, inside))
            except Refused as late:
                refused = {_around(passed, late.diagnostic): late.diagnostic}
        if (narrowed := _narrowed(unit, module, frozenset(refused))) is not None:
            unit = narrowed
            continue
        at_the_edge = _at_the_edge(refused, module)
        if at_the_edge:
            inside |= {func: (refused[func],) for func in at_the_edge}
            unit = replace(unit, targets=tuple(t for t in unit.targets if t.func not in inside))
            continue
        assert refused.keys() - out.keys(), "what is refused was dropped before"
        out.update(refused)


def _all_reasons(module: Module, inside: Reasons) -> Reasons:
    """What is not native, and what a person may want to know of what is."""
    reasons = {**module.reasons, **inside}
    for func, notes in module.notes.items():
        reasons[func] = (*reasons.get(func, ()), *notes)
    return reasons


def _narrowed(unit: Unit, module: Module, refused: frozenset[FuncName]) -> Unit | None:
    """For the most frequent types only, where a further set of types may be what is refused."""
    calls = {
        func.name: {one.func for one in every_expr(func.body) if isinstance(one, Call)}
        for func in module.funcs
    }
    origins = {func.name: func.origin for func in module.funcs}
    at_fault = {name for name, origin in origins.items() if origin in refused}
    reached = set(at_fault)
    while grown := {name for name in calls if calls[name] & reached} - reached:
        reached |= grown
    wide = {one.origin for one in module.entries if one.others and reached & {*one.ways}}
    if not wide:
        return None
    targets = tuple(
        replace(one, signatures=main_signature(one)) if one.func in wide else one
        for one in unit.targets
    )
    return replace(unit, targets=targets)


def _at_the_edge(refused: Mapping[FuncName, Diagnostic], module: Module) -> set[FuncName]:
    """The entries among what is refused for who owns what."""
    entries = {entry.origin for entry in module.entries}
    return {func for func, one in refused.items() if func in entries and one.code in _OWNING}


def _around(module: Module, diagnostic: Diagnostic) -> FuncName:
    """The function in which a place lies; an entry where none is known."""
    span = diagnostic.span
    for func in module.funcs:
        if func.span.file == span.file and func.span.line <= span.line <= func.span.end_line:
            return func.origin
    return module.entries[0].origin


def _refused(passed: Module, lowered: Module) -> dict[FuncName, Diagnostic]:
    found: dict[FuncName, Diagnostic] = {}
    for func, reasons in passed.reasons.items():
        new = [reason for reason in reasons if reason not in lowered.reasons.get(func, ())]
        if new:
            found[func] = new[0]
    return found


class Drafts:
    """The last drafts, for those who ask for the same ones in a row."""

    def __init__(self) -> None:
        self._made: deque[tuple[object, Unit, Draft]] = deque(maxlen=_KEPT)

    def of(
        self, targets: tuple[Target, ...], fields: Fields, wide: Wide = frozenset()
    ) -> tuple[Unit, Draft]:
        """What the targets can reach, and its draft. Raises Refused."""
        asked = (targets, fields, wide)
        for known, unit, made in self._made:
            if known == asked:
                return unit, made
        unit = replace(read_unit(targets, fields), wide=wide)
        made = draft(unit)
        self._made.append((asked, unit, made))
        return unit, made


def compile_targets(
    targets: tuple[Target, ...],
    fields: Fields,
    shop: Workshop,
    wide: Wide = frozenset(),
    drafts: Drafts | None = None,
) -> Compiled:
    """A built slice for these functions; never raises for what is wrong with one of them."""
    try:
        return _compile(*(drafts or Drafts()).of(targets, fields, wide), shop)
    except Refused as refused:
        reasons = {target.func: (refused.diagnostic,) for target in targets}
        return Compiled(None, reasons)
    except _FAULTS as error:
        return _divided(targets, fields, shop, wide, error)


def _compile(unit: Unit, made: Draft, shop: Workshop) -> Compiled:
    dropped: dict[FuncName, Diagnostic] = {}
    while True:
        if made.sources is None:
            return Compiled(None, made.reasons, made)
        try:
            return Compiled(build_crate(made.sources, shop), made.reasons, made)
        except Rejected as rejected:
            guilty = _guilty(made.module, rejected)
            if (narrowed := _narrowed(unit, made.module, frozenset(guilty))) is not None:
                unit = narrowed
            elif guilty.keys() - dropped.keys():
                dropped.update(guilty)
            else:
                raise
        made = draft(unit, dropped)


def _guilty(module: Module, rejected: Rejected) -> dict[FuncName, Diagnostic]:
    """The Python functions behind the Rust items that rustc rejected; all if none is named."""
    said = {fault.item.partition("::")[0]: fault.message for fault in reversed(rejected.faults)}
    found = {func.origin: said[func.name] for func in module.funcs if func.name in said}
    if not found:
        found = {entry.origin: rejected.faults[0].message for entry in module.entries}
    saved = f"; all that rustc said is in {rejected.report}" if rejected.report else ""
    return {func: _ours(func, "F603", f"{text}{saved}") for func, text in found.items()}


def _ours(func: FuncName, code: str, message: str) -> Diagnostic:
    return Diagnostic(code, Span(func.file, func.line, 0, func.line, 1), message)


def _divided(
    targets: tuple[Target, ...], fields: Fields, shop: Workshop, wide: Wide, error: Exception
) -> Compiled:
    """A bug of ours: find the function that it strikes, and make the slice without it."""
    if len(targets) == 1:
        place = traceback.extract_tb(error.__traceback__)[-1]
        message = f"a fault of Ferrule: {error!r} in {place.filename.rpartition('/')[2]}"
        func = targets[0].func
        return Compiled(None, {func: (_ours(func, "F607", f"{message}:{place.lineno}"),)})
    sound: list[Target] = []
    reasons: dict[FuncName, tuple[Diagnostic, ...]] = {}
    for target in targets:
        alone = compile_targets((target,), fields, shop, wide)
        if alone.built is not None:
            sound.append(target)
        else:
            reasons.update(alone.reasons)
    if len(sound) == len(targets):
        return Compiled(None, {t.func: (_ours(t.func, "F607", repr(error)),) for t in targets})
    whole = compile_targets(tuple(sound), fields, shop, wide) if sound else Compiled(None, {})
    return Compiled(whole.built, {**reasons, **whole.reasons}, whole.draft)
