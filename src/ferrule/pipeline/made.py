"""One live module made native: its functions as one slice, or as two, compiled and proved.

In: a module, and what a witness showed. Out: for each slice `Made`: the extension, what was proved,
and every function's story. Two they are where one counts objects that the other need not count.
Being equal is asked for; being much slower is not allowed. Assumes a process of its own, in which
the module is imported, by whatever name.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import ModuleType

from ferrule.base.diag import Diagnostic
from ferrule.base.records import Built, FuncName, Outcome, Profile, Timing, Witness
from ferrule.base.settings import Settings
from ferrule.base.types import NEVER, Type
from ferrule.base.unit import LISTED, LOCALS, SETTER, ModuleSource, Target
from ferrule.crate import Workshop
from ferrule.pipeline.annotated import fields_of, signature_of
from ferrule.pipeline.judge import Judged, judge, outcome
from ferrule.pipeline.lean import lean_targets
from ferrule.pipeline.slices import Compiled, Drafts, Fields
from ferrule.pipeline.sound import compile_sound
from ferrule.pipeline.widen import Task, compile_and_judge
from ferrule.pipeline.work import timed
from ferrule.source import read

_UNMEASURED = ("F702", "F703")


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a module."""

    name: str  # the name by which it is live
    file: str  # and its file
    built: Built | None
    digests: Mapping[str, str]
    proved: frozenset[FuncName]
    outcomes: tuple[Outcome, ...]
    fields: Fields = field(default_factory=dict)  # what the attributes of its classes hold


def make(
    module: ModuleType,
    profile: Profile,
    settings: Settings,
    shop: Workshop,
    steps: dict[str, float],
    *,
    is_whole: bool = False,
) -> tuple[Made, ...]:
    """Compile and prove all functions of a module; `is_whole`: in one slice, whatever it costs."""
    source = read(module.__name__, str(module.__file__), vars(module))
    witnesses = _witnesses(source, profile)
    wanted = [func for func in functions_of(source) if is_wanted(settings, func)]
    targets = tuple(_target(source, func, witnesses.get(func)) for func in wanted)
    if not targets:
        return (Made(source.name, source.file, None, {}, frozenset(), ()),)
    work = _Work(source, witnesses, _fields(source, profile), settings, shop, steps)
    some = (
        ()
        if is_whole
        else timed(steps, "compile", lambda: lean_targets(targets, work.fields, work.drafts))
    )
    lean = _kept(work.made(some)) if some else None
    if lean is None:
        return (work.made(targets),)
    rest = tuple(one for one in targets if one.func not in lean.proved)
    return (lean, work.made(rest)) if rest else (lean,)


def _kept(made: Made) -> Made | None:
    """Of a slice for the functions that it suits, what it runs to the end; None if that is none."""
    told = tuple(
        one for one in made.outcomes if one.installed and one.verdict and not one.verdict.given_up
    )
    kept = frozenset(one.func for one in told)
    return replace(made, proved=kept, outcomes=told) if kept else None


@dataclass(frozen=True, slots=True)
class _Work:
    """What the slices of one module have in common."""

    source: ModuleSource
    witnesses: dict[FuncName, Witness]
    fields: dict[str, dict[str, Type]]
    settings: Settings
    shop: Workshop
    steps: dict[str, float]
    drafts: Drafts = field(default_factory=Drafts)

    def lean(self, targets: tuple[Target, ...]) -> tuple[Target, ...]:
        """Those of the targets that go better without the others."""
        fields, drafts = self.fields, self.drafts
        return timed(self.steps, "compile", lambda: lean_targets(targets, fields, drafts))

    def made(self, targets: tuple[Target, ...]) -> Made:
        """One slice, compiled and proved."""
        source, fields, steps, drafts = self.source, self.fields, self.steps, self.drafts
        task = Task(
            targets,
            fields,
            self.witnesses,
            lambda wide: timed(
                steps,
                "compile",
                lambda: compile_sound(targets, fields, self.shop, drafts, wide),
            ),
            lambda built: timed(
                steps, "prove", lambda: judge(built, self.witnesses, fields, self.settings)
            ),
        )
        compiled, judged = compile_and_judge(task)
        told = _told(targets, compiled, judged, only_faster=self.settings.only_faster)
        if judged is None:
            return Made(source.name, source.file, None, {}, frozenset(), told)
        proved = frozenset(one.func for one in told if one.installed)
        built, digests = compiled.built, judged.digests
        return Made(source.name, source.file, built, digests, proved, told, fields)


def binding(
    against: tuple[Diagnostic, ...], timing: Timing | None, *, only_faster: bool = False
) -> tuple[Diagnostic, ...]:
    """The reasons that hold even for a function that was asked for.

    One that is only not faster on the witness is made, unless only faster ones are wanted: it may
    be called with more. But what loses a multiple at the boundary stays Python.
    """
    if timing is not None and (timing.is_much_slower or (only_faster and not timing.is_faster)):
        return against
    return tuple(one for one in against if one.code not in _UNMEASURED)


def functions_of(source: ModuleSource) -> tuple[FuncName, ...]:
    """Every function and method of a module, in the order of the text."""
    found = []
    for qualname, node in source.functions.items():
        owner, _, method = qualname.rpartition(".")
        held = source.classes.get(owner)
        if LOCALS in qualname or qualname.endswith((LISTED, SETTER)):
            continue
        if held is not None and (method in held.generated or _is_abstract(node)):
            continue
        first = node.decorator_list[0] if node.decorator_list else node
        found.append(FuncName(source.name, qualname, source.file, first.lineno))
    return tuple(sorted(found, key=lambda func: func.line))


def _is_abstract(node: ast.FunctionDef) -> bool:
    """Whether this only says that others have such a method: there is nothing to move."""
    named = {ast.unparse(one).rpartition(".")[2] for one in node.decorator_list}
    return "abstractmethod" in named and all(
        isinstance(one, ast.Pass | ast.Raise)
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        for one in node.body
    )


def is_wanted(settings: Settings, func: FuncName) -> bool:
    """Whether the user's choice lets this function be native."""
    names = {func.qualname, str(func)}
    if settings.only and not names & set(settings.only):
        return False
    return not names & set(settings.skip)


def _target(source: ModuleSource, func: FuncName, witness: Witness | None) -> Target:
    if witness is not None and witness.signatures:
        return Target(func, witness.signatures)
    written = signature_of(source, func.qualname)
    return Target(func, (written,) if written is not None else ())


def _witnesses(source: ModuleSource, profile: Profile) -> dict[FuncName, Witness]:
    """What was seen of the module's functions, under the names by which they are live."""
    known = {func.qualname: func for func in functions_of(source)}
    found: dict[FuncName, Witness] = {}
    for hot in profile.functions:
        func = known.get(hot.func.qualname)
        if func is None or hot.witness is None or not _is_in(source, hot.func):
            continue
        if hot.func.line in (0, func.line):
            found[func] = hot.witness
    return found


def _is_in(source: ModuleSource, func: FuncName) -> bool:
    return func.file == source.file or func.module == source.name


def _fields(source: ModuleSource, profile: Profile) -> dict[str, dict[str, Type]]:
    fields = fields_of(source)
    for name, held in profile.fields.items():
        known = fields.setdefault(name, {})
        known.update({key: type_ for key, type_ in held.items() if type_ != NEVER})
    return fields


def _told(
    targets: tuple[Target, ...], compiled: Compiled, judged: Judged | None, *, only_faster: bool
) -> tuple[Outcome, ...]:
    entries = {entry.func for entry in judged.built.entries} if judged else set()
    told = []
    for target in targets:
        func = target.func
        reasons = tuple(compiled.reasons.get(func, ()))
        verdict = judged.verdicts.get(func) if judged else None
        timing = judged.timings.get(func) if judged else None
        against = tuple(judged.reasons.get(func, ())) if judged else ()
        stays = binding(against, timing, only_faster=only_faster)
        is_native = func in entries and verdict is not None and not stays
        told.append(outcome(func, 0.0, (*reasons, *stays), verdict, timing, is_native))
    return tuple(told)


def renamed(made: Made, rename: Callable[[str], str], file: str) -> tuple[Outcome, ...]:
    """The stories under the module's own name, with the file that the user knows."""

    def name(func: FuncName) -> FuncName:
        return replace(func, module=rename(func.module), file=file)

    def told(one: Outcome) -> Outcome:
        verdict = one.verdict and replace(one.verdict, func=name(one.func))
        timing = one.timing and replace(one.timing, func=name(one.func))
        reasons = tuple(map(placed, one.reasons))
        return replace(one, func=name(one.func), verdict=verdict, timing=timing, reasons=reasons)

    def placed(reason: Diagnostic) -> Diagnostic:
        is_here = reason.span.file == made.file
        return replace(reason, span=replace(reason.span, file=file)) if is_here else reason

    return tuple(map(told, made.outcomes))
