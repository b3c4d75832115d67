"""One function made native on demand, for the types of the call that is about to happen.

In: a live function and its arguments. Out: the function with native code in place, or the reason
why it stays Python. Runs in the program's own process and thread; the proof runs in a child. What
was proved once is remembered with the extension, so that the next process only loads it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import astuple, replace
from pathlib import Path
from types import FunctionType

from ferrule.base import pyproject
from ferrule.base.codes import hinders
from ferrule.base.diag import Diagnostic
from ferrule.base.records import Built, FuncName, Signature, Witness
from ferrule.base.settings import Settings
from ferrule.base.span import Span
from ferrule.base.types import NEVER, Type
from ferrule.base.unit import Target
from ferrule.call import Doubt, Swap, fingerprints, install, load
from ferrule.crate import CacheError, CrateError, Store, Workshop, get_note, put_note
from ferrule.pipeline.annotated import fields_of
from ferrule.pipeline.judge import judge
from ferrule.pipeline.made import binding
from ferrule.pipeline.shop import open_shop
from ferrule.pipeline.slices import Wide, compile_targets
from ferrule.pipeline.widen import Task, compile_and_judge
from ferrule.profile.keep import Keeper
from ferrule.profile.shape import type_of
from ferrule.source import read

_PROOF_S = 1.0
_TIMING_S = 0.02


def make_native(function: FunctionType, given: tuple[object, ...]) -> str:
    """Compile, prove and install; what the caller should know of the function, or nothing."""
    settings = _settings(function)
    try:
        shop = open_shop(settings)
        return _make(function, given, settings, shop)
    except CrateError as error:
        return _stays(f"{error.what}. {error.advice}")
    except Doubt as doubt:
        return _stays(str(doubt))


def _stays(why: str) -> str:
    return f"stays in Python: {why}"


def _settings(function: FunctionType) -> Settings:
    found = pyproject.load(Path(function.__code__.co_filename).parent, {})
    return replace(
        found,
        install_rust="no",
        proof_seconds=min(found.proof_seconds, _PROOF_S),
        timing_seconds=min(found.timing_seconds, _TIMING_S),
    )


def _make(
    function: FunctionType, given: tuple[object, ...], settings: Settings, shop: Workshop
) -> str:
    code = function.__code__
    file = str(Path(code.co_filename).absolute())
    func = FuncName(function.__module__, code.co_qualname, file, code.co_firstlineno)
    fields = _fields(func)
    types = tuple(type_of(one, fields) for one in given)
    target = Target(func, (Signature(types, NEVER, 1),))
    kept = Keeper().keep(given, types)
    witness = Witness(target.signatures, 1, (kept,) if kept is not None else ())
    task = Task(
        (target,),
        fields,
        {func: witness},
        lambda wide: compile_targets((target,), fields, shop, wide),
        lambda built: judge(built, {func: witness}, fields, settings),
    )
    compiled = task.compile(frozenset())
    if compiled.built is None or func not in {one.func for one in compiled.built.entries}:
        return _stays(_why(compiled.reasons.get(func, ())))
    first = compiled.built
    swap = _remembered(_widened(task, first, shop.store), func, shop.store)
    if swap is None:
        compiled, judged = compile_and_judge(task)
        assert judged is not None, "what was built before is in the cache"
        against = binding(judged.reasons.get(func, ()), judged.timings.get(func))
        if against or func not in judged.verdicts:
            return _stays(_why(tuple(against)))
        swap = judged.loaded.swaps[func]
        _remember(judged.built, func, judged.digests, shop.store)
        _remember_wide(first, compiled.wide, shop.store)
    install(swap)
    notes = tuple(one for one in compiled.reasons.get(func, ()) if not hinders(one.code))
    return f"is native on one core: {_why(notes)}" if notes else ""


def _widened(task: Task, built: Built, store: Store) -> Built:
    """The slice with ints of any size, where an earlier process found that it needs them."""
    noted = get_note(store, f"wide {built.key}")
    if not isinstance(noted, list):
        return built
    return task.compile(frozenset(Span(*place) for place in noted)).built or built


def _remember_wide(built: Built, wide: Wide, store: Store) -> None:
    with contextlib.suppress(CacheError):
        if wide:
            put_note(store, f"wide {built.key}", [list(astuple(place)) for place in sorted(wide)])


def _fields(func: FuncName) -> dict[str, dict[str, Type]]:
    """The attributes of the module's classes, as its annotations say."""
    return fields_of(read(func.module, func.file))


def _why(reasons: tuple[Diagnostic, ...]) -> str:
    if not reasons:
        return "it could not be compiled"
    first = reasons[0]
    return f"line {first.span.line}: {first.code} {first.message}"


def _note(built: Built, func: FuncName) -> str:
    return f"proved {built.key} {func}"


def _remember(built: Built, func: FuncName, digests: Mapping[str, str], store: Store) -> None:
    try:
        put_note(store, _note(built, func), dict(digests))
    except CacheError:
        return


def _remembered(built: Built, func: FuncName, store: Store) -> Swap | None:
    """The native version, if it was proved for exactly the code that is live now."""
    digests = fingerprints(built.entries, built.classes)
    if get_note(store, _note(built, func)) != digests:
        return None
    return load(built, digests).swaps.get(func)
