"""`ferrule check`: what of these files is native, what is not and why. Imports and runs nothing.

In: files and folders. Out: an `Outcome` for every function: from the last run where the file is
still the same, else from what annotations alone say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ferrule.base.codes import hinders
from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.records import FuncName, Outcome
from ferrule.base.settings import Settings
from ferrule.base.unit import Target
from ferrule.pipeline.known import Known, learn, unit_of
from ferrule.pipeline.sites import Site, collect
from ferrule.pipeline.slices import Draft, draft
from ferrule.pipeline.sound import compile_fault, func_place

_UNKNOWN = "its argument types are not known: annotate them, or run the program once"


def check(paths: Sequence[Path], settings: Settings) -> tuple[Outcome, ...]:
    """The story of every function in these files. Raises Problem for a file that can't be read."""
    found: list[Outcome] = []
    for site in collect(paths, Path()).sites:
        known = learn(site, settings)
        static = _static(known, site)
        for func in known.functions:
            told = known.outcomes.get(func.qualname)
            found.append(static[func] if told is None else replace(told, func=func))
    return tuple(found)


def _static(known: Known, site: Site) -> dict[FuncName, Outcome]:
    typed = tuple(one for one in known.targets if one.signatures)
    found = {one.func: _unknown(one.func) for one in known.targets if not one.signatures}
    whole = _draft(known, typed, site) if typed else None
    if isinstance(whole, Draft):
        return found | {one.func: _outcome(one.func, whole) for one in typed}
    for target in typed:
        alone = _draft(known, (target,), site)
        if isinstance(alone, Draft):
            found[target.func] = _outcome(target.func, alone)
        else:
            found[target.func] = Outcome(target.func, 0.0, "python", (alone,))
    return found


def _draft(known: Known, targets: tuple[Target, ...], site: Site) -> Draft | Diagnostic:
    try:
        return draft(unit_of(known, targets, site))
    except Refused as refused:
        return refused.diagnostic
    except Exception as error:  # a bug of ours costs one function
        return compile_fault(targets[0].func, error)


def _outcome(func: FuncName, made: Draft) -> Outcome:
    reasons = made.reasons.get(func, ())
    if func not in {entry.origin for entry in made.module.entries}:
        return Outcome(func, 0.0, "python", reasons or _unknown(func).reasons)
    return Outcome(
        func, 0.0, "partly" if any(hinders(one.code) for one in reasons) else "native", reasons
    )


def _unknown(func: FuncName) -> Outcome:
    return Outcome(func, 0.0, "python", (Diagnostic("F103", func_place(func), _UNKNOWN),))
