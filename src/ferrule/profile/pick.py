"""Which functions to move, by the seconds that each would save, given those before it.

In: a profile, functions already refused or native. Out: functions in the order in which to try
them. Assumes that native code takes a tenth of Python's time; that a slice brings along all
that its root calls; and the prices of crossing the boundary below. A small function that a hot loop
calls loses against the function with the loop: it crosses the boundary at every call.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ferrule.base.records import FuncName, Hot, Profile, Witness
from ferrule.base.types import STR, Deque, Dict, List, Set, Struct, Type, contains, parts
from ferrule.profile.names import is_library, is_our_file

_SAVED = 0.9  # of a function's time, when it is native
_CALL_S = 150e-9  # the trampoline, the guard and the call of the native function
_BYTE_S = 1e-9  # converting arguments, per byte of their pickle
_TEXT_BYTE_S = 5e-9  # the same where there are strings
_UNKNOWN_S = 20e-6  # converting containers of unknown size
_ENOUGH = 0.85  # a callee that saves so much of its caller's saving goes before it
_LONG_S = 50e-6  # a call that takes so long hardly feels the boundary
_LEAST_SHARE = 0.002  # of the run; less is not worth a look
_MOST = 30  # functions ranked
_ROUNDS = 30  # of passing coverage down the calls

_MACHINERY = frozenset({
    "_pytest", "_frozen_importlib", "_frozen_importlib_external", "abc", "argparse", "ast",
    "asyncio", "atexit", "codecs", "concurrent", "contextlib", "copyreg", "dataclasses", "dis",
    "enum", "functools", "importlib", "inspect", "io", "logging", "multiprocessing", "os",
    "pathlib", "pickle", "pkgutil", "pluggy", "posixpath", "pytest", "runpy", "selectors", "site",
    "socket", "subprocess", "sysconfig", "tempfile", "threading", "tokenize", "traceback",
    "types", "typing", "unittest", "warnings", "weakref", "zipimport",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A function worth moving and the seconds of this run that moving it would save."""

    func: FuncName
    saving_s: float


def rank(
    profile: Profile, refused: Collection[FuncName] = (), native: Collection[FuncName] = ()
) -> tuple[Choice, ...]:
    """The functions to move, the first first; what those before it save is not counted again."""
    least = max(1e-4, _LEAST_SHARE * profile.wall_s)
    functions = {hot.func: hot for hot in profile.functions if hot.total_s >= least}
    left = {name for name in functions if is_movable(name)} - set(refused) - set(native)
    below = {name: _coverage(functions, {name}) for name in left}
    moved = {name: _saving(functions[name]) for name in native if name in functions}
    chosen: list[Choice] = []
    while left and len(chosen) < _MOST:
        covered = _coverage(functions, moved)
        savings = {
            name: (1.0 - covered.get(name, 0.0)) * _saving(functions[name])
            - sum(below[name].get(other, 0.0) * saved for other, saved in moved.items())
            for name in left
        }
        best = _descend(max(left, key=lambda name: (savings[name], name)), savings, functions)
        if savings[best] < least:
            break
        chosen.append(Choice(best, savings[best]))
        moved[best] = savings[best]
        left.discard(best)
    return tuple(chosen)


def is_movable(name: FuncName) -> bool:
    """Whether this is a function with a source, of the program or a library, not machinery."""
    if "<" in name.qualname.replace("<locals>", "") or name.file.startswith("<"):
        return False
    machinery = is_library(name.file) and name.module.partition(".")[0] in _MACHINERY
    return not machinery and not is_our_file(name.file)


def _saving(hot: Hot) -> float:
    return _SAVED * hot.total_s - _boundary(hot)


def _boundary(hot: Hot) -> float:
    """Seconds that calls from Python into this function would cost if it were native."""
    if hot.witness is None:
        return _CALL_S
    calls = 1 if hot.func in hot.callers else hot.witness.calls  # recursion stays inside
    return calls * (_CALL_S + _conversion(hot.witness))


def _conversion(witness: Witness) -> float:
    types = witness.signatures[0].arguments if witness.signatures else ()
    if not any(map(_has_container, types)):
        return 0.0
    if not witness.recorded:
        return _UNKNOWN_S
    size = sum(map(len, witness.recorded)) / len(witness.recorded)
    return size * (_TEXT_BYTE_S if any(contains(one, STR) for one in types) else _BYTE_S)


def _has_container(type_: Type) -> bool:
    return isinstance(type_, List | Deque | Set | Dict | Struct) or any(
        map(_has_container, parts(type_))
    )


def _descend(
    best: FuncName, savings: Mapping[FuncName, float], functions: Mapping[FuncName, Hot]
) -> FuncName:
    """From a function that only hands the work on to the one of the program's that does it."""
    path = {best}
    while True:
        enough = _ENOUGH * savings[best]
        below = [
            name
            for name, saving in savings.items()
            if name not in path
            and saving >= enough
            and best in functions[name].callers
            and _is_worker(functions[name])
            and (_is_cheap(functions[name]) or not _is_cheap(functions[best]))
        ]
        if not below or enough <= 0.0:
            return best
        best = max(below, key=lambda name: (savings[name], name))
        path.add(best)


def _is_worker(hot: Hot) -> bool:
    """Whether a function of the program works so long at each call that its callers hardly do."""
    calls = hot.witness.calls if hot.witness is not None else 1
    is_long = hot.func in hot.callers or hot.total_s / calls > _LONG_S
    return is_long and not is_library(hot.func.file)


def _is_cheap(hot: Hot) -> bool:
    """Whether calls carry nothing but a few plain values over the boundary."""
    if hot.witness is None or not hot.witness.signatures:
        return False
    arguments = hot.witness.signatures[0].arguments
    return bool(arguments) and not any(map(_has_container, arguments))


def _coverage(
    functions: Mapping[FuncName, Hot], chosen: Collection[FuncName]
) -> dict[FuncName, float]:
    """How much of each function's time is spent below a chosen one, 0..1."""
    covered = dict.fromkeys(chosen, 1.0)
    for _ in range(_ROUNDS if chosen else 0):
        before = dict(covered)
        for name, hot in functions.items():
            if name not in chosen:
                covered[name] = _from_callers(hot, covered)
        if all(abs(covered[name] - before.get(name, 0.0)) < 1e-3 for name in covered):
            break
    return covered


def _from_callers(hot: Hot, covered: Mapping[FuncName, float]) -> float:
    callers = {name: seconds for name, seconds in hot.callers.items() if name != hot.func}
    whole = sum(callers.values())
    if whole <= 0.0:
        return 0.0
    return min(1.0, sum(covered.get(name, 0.0) * part for name, part in callers.items()) / whole)
