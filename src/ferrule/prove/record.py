"""A proof and its timing as JSON, for the cache and for people.

In: records. Out: plain data, and the records again. Data that is not of this form raises
ValueError.
"""

from __future__ import annotations

from typing import Any

from ferrule.base.records import FuncName, Mismatch, Timing, Verdict

_VERSION = 1


def to_data(verdict: Verdict, timing: Timing | None) -> dict[str, Any]:
    """The proof record as JSON data."""
    func = verdict.func
    return {
        "version": _VERSION,
        "function": [func.module, func.qualname, func.file, func.line],
        "recorded": verdict.recorded,
        "generated": verdict.generated,
        "native": verdict.native,
        "mismatches": [[one.call, one.expected, one.actual] for one in verdict.mismatches],
        "note": verdict.note,
        "timing": None if timing is None else _timing_data(timing),
    }


def _timing_data(timing: Timing) -> dict[str, Any]:
    return {
        "before": [timing.before_s, *timing.before_spread],
        "after": [timing.after_s, *timing.after_spread],
        "rounds": timing.rounds,
    }


def from_data(data: object) -> tuple[Verdict, Timing | None]:
    """The records that `to_data` wrote. Raises ValueError for anything else."""
    try:
        return _from_data(data)
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"not a proof record: {error!r}") from error


def _from_data(data: Any) -> tuple[Verdict, Timing | None]:
    if data["version"] != _VERSION:
        raise ValueError(f"a proof record of version {data['version']}")
    module, qualname, file, line = data["function"]
    func = FuncName(str(module), str(qualname), str(file), int(line))
    verdict = Verdict(
        func=func,
        recorded=int(data["recorded"]),
        generated=int(data["generated"]),
        native=int(data["native"]),
        mismatches=tuple(Mismatch(*map(str, one)) for one in data["mismatches"]),
        note=str(data["note"]),
    )
    found = data["timing"]
    return verdict, None if found is None else _timing(func, found)


def _timing(func: FuncName, data: Any) -> Timing:
    before_s, *before = map(float, data["before"])
    after_s, *after = map(float, data["after"])
    return Timing(
        func=func,
        before_s=before_s,
        after_s=after_s,
        before_spread=(before[0], before[1]),
        after_spread=(after[0], after[1]),
        rounds=int(data["rounds"]),
    )
