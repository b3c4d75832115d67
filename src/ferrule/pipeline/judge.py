"""Is a built slice equal and faster? Load it, prove it, time it; only then may it be installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ferrule.base.codes import hinders
from ferrule.base.diag import Diagnostic
from ferrule.base.records import (
    Built,
    EntryPoint,
    FuncName,
    Outcome,
    Timing,
    Verdict,
    Witness,
)
from ferrule.base.settings import Settings
from ferrule.base.span import Span
from ferrule.call import Doubt, Loaded, Swap, counts, fingerprints, load, preview, run_all
from ferrule.pipeline.slices import Fields, Reasons
from ferrule.prove import Limits, Pair, Shape, from_proof, made_inputs, measure, prove

_TIMED_INPUTS = 60
_MADE_S = 0.05  # the longest call, among those that were made


@dataclass(frozen=True, slots=True)
class Judged:
    """One slice with its verdicts: what is proved and faster stands in `accepted`."""

    built: Built
    digests: Mapping[str, str]
    loaded: Loaded
    verdicts: Mapping[FuncName, Verdict]
    timings: Mapping[FuncName, Timing]
    accepted: frozenset[FuncName]
    reasons: Reasons


def judge(
    built: Built,
    witnesses: Mapping[FuncName, Witness | None],
    fields: Fields,
    settings: Settings,
) -> Judged:
    """Prove and time every entry of a slice. The slice is loaded, nothing is installed."""
    try:
        digests = fingerprints(built.entries, built.classes)
    except Doubt as doubt:
        reasons = {
            entry.func: (_reason("F606", entry.func, f"could not be loaded: {doubt}"),)
            for entry in built.entries
        }
        return Judged(built, {}, Loaded(None, {}, {}), {}, {}, frozenset(), reasons)
    loaded = load(built, digests)
    verdicts: dict[FuncName, Verdict] = {}
    timings: dict[FuncName, Timing] = {}
    reasons = {
        func: (_reason("F606", func, f"could not be loaded: {why}"),)
        for func, why in loaded.doubts.items()
    }
    for entry in built.entries:
        swap = loaded.swaps.get(entry.func)
        if swap is None:
            continue
        found = _judge_entry(loaded, entry, swap, witnesses.get(entry.func), fields, settings)
        verdicts[entry.func] = found.verdict
        if found.timing is not None:
            timings[entry.func] = found.timing
        if found.reason is not None:
            reasons[entry.func] = (found.reason,)
    accepted = frozenset(func for func in verdicts if func not in reasons)
    return Judged(built, digests, loaded, verdicts, timings, accepted, reasons)


@dataclass(frozen=True, slots=True)
class _Found:
    verdict: Verdict
    timing: Timing | None = None
    reason: Diagnostic | None = None


def _judge_entry(
    loaded: Loaded,
    entry: EntryPoint,
    swap: Swap,
    witness: Witness | None,
    fields: Fields,
    settings: Settings,
) -> _Found:
    func = entry.func
    pair = pair_of(loaded, entry, swap)
    recorded = witness.recorded if witness is not None else ()
    limits = Limits(
        made=settings.proof_inputs,
        total_s=settings.proof_seconds,
        seed=settings.seed,
        allow_effects=func.qualname in settings.effects or str(func) in settings.effects,
    )
    verdict = prove(pair, recorded, Shape(entry.arguments, fields, entry.given[1:]), limits)
    if verdict.mismatches:
        first = verdict.mismatches[0]
        message = f"{first.call}: Python gives {first.expected}, Rust {first.actual}"
        return _Found(verdict, None, _reason("F701", func, message))
    if not verdict.is_equal:
        return _Found(verdict, None, _reason("F704", func, verdict.note or "nothing was compared"))
    if not verdict.native:
        return _Found(verdict, None, _reason("F705", func, "no input ran natively to its end"))
    if 0 < verdict.recorded == verdict.given_up:
        message = "every witnessed call was given back to Python"
        return _Found(verdict, None, _reason("F705", func, message))
    timing = from_proof(verdict) or _measured(pair, entry, recorded, fields, settings)
    if isinstance(timing, str):
        return _Found(verdict, None, _reason("F703", func, timing))
    if not timing.is_faster:
        ratio = timing.before_s / timing.after_s if timing.after_s else 0.0
        message = f"measured {ratio:.2f} times as fast, which is no sure gain"
        return _Found(verdict, timing, _reason("F702", func, message))
    if not recorded:
        message = "it is faster on made inputs, but no call of the program's own was kept"
        return _Found(verdict, timing, _reason("F703", func, message))
    return _Found(verdict, timing)


def _measured(
    pair: Pair,
    entry: EntryPoint,
    recorded: Sequence[bytes],
    fields: Fields,
    settings: Settings,
) -> Timing | str:
    if recorded:
        return measure(pair, recorded, settings.timing_seconds)
    made = _made(entry, fields, settings)
    return measure(pair, made, settings.timing_seconds, _MADE_S)


def _made(entry: EntryPoint, fields: Fields, settings: Settings) -> list[bytes]:
    """Inputs to time where the program's own calls could not be kept: made from their types."""
    first, *others = entry.given
    shape = Shape(first, fields, tuple(others))
    made = made_inputs((), shape, settings.seed, lambda _label: False)
    return [one.raw for one in islice(made, _TIMED_INPUTS)]


def pair_of(loaded: Loaded, entry: EntryPoint, swap: Swap) -> Pair:
    """Both versions of an entry, as the proof wants them."""
    module = loaded.module
    assert module is not None
    return Pair(
        func=entry.func,
        before=swap.original,
        after=preview(swap),
        effects=entry.effects,
        native_runs=lambda: counts(module, entry.native).native,
        captured=entry.captured,
        run_all=lambda: run_all(module),
    )


def _reason(code: str, func: FuncName, message: str) -> Diagnostic:
    return Diagnostic(code, Span(func.file, func.line, 0, func.line, 1), message)


def outcome(
    func: FuncName,
    share: float,
    reasons: tuple[Diagnostic, ...],
    verdict: Verdict | None,
    timing: Timing | None,
    installed: bool,
) -> Outcome:
    """One function's story; refused lines in a native function make it partly native."""
    status = "python"
    if installed:
        status = "partly" if any(hinders(one.code) for one in reasons) else "native"
    return Outcome(func, share, status, reasons, verdict, timing, installed)


def with_share(outcome_: Outcome, share: float) -> Outcome:
    """The same story with the share of another run."""
    return replace(outcome_, share=share)
