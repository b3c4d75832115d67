"""The work beside the running program: choose, compile, prove, time and install, hottest first.

One thread does it; what is not finished when the program ends is finished afterwards, for the next
run. The program waits for nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ferrule.base.diag import Diagnostic
from ferrule.base.program import Program
from ferrule.base.records import Built, FuncName, Hot, Outcome, Profile
from ferrule.base.settings import Settings
from ferrule.base.span import Span
from ferrule.base.unit import Target
from ferrule.call import Doubt, install, methods_of
from ferrule.crate import CacheError, CrateError, ToolMissing, Workshop, on_temporary
from ferrule.pipeline import toplevel
from ferrule.pipeline.judge import Judged, judge, outcome
from ferrule.pipeline.memory import Memory, remember
from ferrule.pipeline.modules import target
from ferrule.pipeline.shop import open_shop
from ferrule.pipeline.slices import Compiled, Wide, compile_targets
from ferrule.pipeline.state import LEAST_SAVING_S, Finished, Side
from ferrule.pipeline.widen import Task, compile_and_judge
from ferrule.profile import Watch, rank

Result = TypeVar("Result")

_MOST_SLICES = 12


@dataclass(slots=True)
class Work:
    """The state of the work; only its thread changes it while the program runs."""

    watch: Watch
    settings: Settings
    shop: Workshop | None
    steps: dict[str, float] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)
    refused: dict[FuncName, tuple[Diagnostic, ...]] = field(default_factory=dict)
    native: set[FuncName] = field(default_factory=set)  # installed, or ready for the next run
    problem: CrateError | None = None
    is_ended: threading.Event = field(default_factory=threading.Event)  # the program has ended
    old: Memory = field(default_factory=Memory)  # what an earlier run knew


def timed(steps: dict[str, float], name: str, action: Callable[[], Result]) -> Result:
    """Run a step and add its seconds to the report."""
    start = time.perf_counter()
    try:
        return action()
    finally:
        steps[name] = steps.get(name, 0.0) + time.perf_counter() - start


def look(work: Work) -> bool:
    """One round: the most promising function that nothing is known of yet. False if none is."""
    profile = work.watch.profile()
    choices = timed(work.steps, "choose", lambda: rank(profile, set(work.refused), work.native))
    for choice in choices:
        if choice.saving_s < LEAST_SAVING_S:
            return False
        if _is_wanted(work.settings, choice.func):
            hot = next(one for one in profile.functions if one.func == choice.func)
            is_shown = hot.witness is not None and bool(hot.witness.recorded)
            if not is_shown and not work.is_ended.is_set():
                continue  # a call may still be kept, at the latest at the end
            _make(work, profile, hot)
            return True
        work.refused[choice.func] = ()
    return False


def _is_wanted(settings: Settings, func: FuncName) -> bool:
    names = {func.qualname, str(func)}
    if settings.only and not names & set(settings.only):
        return False
    return not names & set(settings.skip)


def _make(work: Work, profile: Profile, hot: Hot) -> None:
    """Compile, prove, time and install one function with all that it needs."""
    func = hot.func
    made, found = compile_and_judge(_task(work, profile, target(func, hot.witness)))
    if found is None:
        work.refused[func] = made.reasons.get(func) or (_unknown(func),)
        return
    work.judged.append(found)
    for entry in found.built.entries:
        if entry.func in found.accepted:
            work.native.add(entry.func)
            if made.reasons.get(entry.func):
                work.refused[entry.func] = made.reasons[entry.func]
        else:
            work.refused[entry.func] = found.reasons.get(entry.func, ())
    _install(work, found)


def _task(work: Work, profile: Profile, wanted: Target) -> Task:
    witnesses = {one.func: one.witness for one in profile.functions}

    def compile_(wide: Wide) -> Compiled:
        made = _compiled(work, profile, (wanted,), wide)
        _leave_alone(work, made)
        return made

    def judge_(built: Built) -> Judged:
        fields = profile.fields
        return timed(work.steps, "prove", lambda: judge(built, witnesses, fields, work.settings))

    return Task((wanted,), profile.fields, witnesses, compile_, judge_)


def _leave_alone(work: Work, made: Compiled) -> None:
    """The functions of a slice get their own code back, so that it can be checked and replaced.

    So do the methods of its classes: a class is what was compiled if all that it defines is.
    """
    if made.built is None or made.draft is None:
        return
    guards = [guard for entry in made.built.entries for guard in entry.guards]
    classes = {*made.built.classes, *(one.value for one in guards if one.kind == "class")}
    for func in (
        *(one.origin for one in made.draft.module.funcs),
        *(method for name in classes for method in methods_of(name)),
    ):
        work.watch.retire(func)


def _compiled(work: Work, profile: Profile, targets: tuple[Target, ...], wide: Wide) -> Compiled:
    def make() -> Compiled:
        assert work.shop is not None
        return compile_targets(targets, profile.fields, work.shop, wide)

    try:
        return timed(work.steps, "compile", make)
    except CacheError as error:
        assert work.shop is not None
        work.shop = on_temporary(work.shop, error)
        return timed(work.steps, "compile", make)


def _install(work: Work, found: Judged) -> None:
    if work.is_ended.is_set():
        return
    for func in found.accepted:
        try:
            install(found.loaded.swaps[func])
        except Doubt as doubt:
            message = f"could not be installed: {doubt}"
            place = Span(func.file, func.line, 0, func.line, 1)
            work.refused[func] = (Diagnostic("F606", place, message),)
            work.native.discard(func)


def _unknown(func: FuncName) -> Diagnostic:
    place = Span(func.file, func.line, 0, func.line, 1)
    return Diagnostic("F103", place, "was never seen called")


def begin(side: Side) -> Work:
    """Find the tools; where they are missing, `problem` says so. The terminal is the program's."""
    work = Work(side.watch, side.settings, None, is_ended=side.is_ended)
    try:
        work.shop = open_shop(_not_asking(side.settings))
    except CrateError as problem:
        work.problem = problem
    for func, swap in side.waiting.swaps.items():
        if swap.is_installed:
            work.native.add(func)
    work.old = side.memory
    return work


def _not_asking(settings: Settings) -> Settings:
    return replace(settings, install_rust="no") if settings.install_rust == "ask" else settings


def _ask_for_tools(work: Work) -> None:
    """Where only Rust was missing, the user may let it be installed, now that the program ended."""
    if not isinstance(work.problem, ToolMissing) or work.settings.install_rust != "ask":
        return
    try:
        work.shop, work.problem = open_shop(work.settings), None
    except CrateError as problem:
        work.problem = problem


def look_while_running(work: Work) -> bool:
    """Work on what is hot as long as the program runs. Whether anything was made."""
    made = False
    try:
        while not work.is_ended.is_set() and look(work):
            made = True
    except CrateError as problem:
        work.problem = problem
    return made


def finish(work: Work, program: Program) -> Finished:
    """After the program's end: what is still worth making, for the next run."""
    _ask_for_tools(work)
    try:
        for _ in range(_MOST_SLICES):
            if work.problem is not None or not look(work):
                break
    except CrateError as problem:
        work.problem = problem
    known = outcomes(work)
    if work.shop is not None and work.problem is None:
        remember(work.shop.store, program, tuple(work.judged), known, work.old)
    return Finished(known, work.steps, _note(work))


def _note(work: Work) -> str:
    """What went wrong around the work, with what to do."""
    if work.problem is not None:
        return str(work.problem)
    if work.shop is not None and work.shop.trouble:
        return f"{work.shop.trouble}. What was built serves this run only"
    return toplevel.told(work.watch.profile())


def outcomes(work: Work) -> tuple[Outcome, ...]:
    """The story of every function that was looked at, the hottest first."""
    profile = work.watch.profile()
    whole = max(profile.wall_s, 1e-9)
    shares = {hot.func: hot.total_s / whole for hot in profile.functions}
    own = {hot.func: hot.self_s / whole for hot in profile.functions}
    told = {one.func: one for one in work.old.outcomes}
    names = set(work.native) | {func for func, reasons in work.refused.items() if reasons}
    result = [
        _outcome(work, func, shares.get(func, 0.0), told.get(func))
        for func in names
        if func in work.native or own.get(func, 0.0) >= work.settings.min_share
    ]
    return tuple(sorted(result, key=lambda one: (-one.share, one.func)))


def _outcome(work: Work, func: FuncName, share: float, old: Outcome | None) -> Outcome:
    judged = next((one for one in reversed(work.judged) if func in one.verdicts), None)
    if judged is None and func not in work.refused and old is not None:
        return old
    return outcome(
        func,
        share,
        work.refused.get(func, ()),
        judged.verdicts.get(func) if judged else None,
        judged.timings.get(func) if judged else None,
        func in work.native,
    )
