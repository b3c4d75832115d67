"""Slices from an earlier run, to be put in place as soon as the program has made its functions.

In: built and proved slices. Out: swaps. To be asked again and again while the program starts: a
slice is loaded once all its functions, and all that it relies on, are there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from ferrule.base.records import Built, EntryPoint, FuncName
from ferrule.call.doubt import Doubt
from ferrule.call.find import find_function
from ferrule.call.loading import Loaded, load
from ferrule.call.swap import Swap, install


@dataclass(frozen=True, slots=True)
class Ready:
    """A built slice, the digests it was compiled for, and the functions that were proved."""

    built: Built
    digests: Mapping[str, str]
    proved: frozenset[FuncName]


@dataclass(slots=True)
class Waiting:
    """Slices that are not in place yet, and what became of the others; changes at each arrival."""

    ready: list[Ready]
    swaps: dict[FuncName, Swap] = field(default_factory=dict)
    doubts: dict[FuncName, str] = field(default_factory=dict)
    loaded: list[Loaded] = field(default_factory=list)


def arrive(waiting: Waiting) -> None:
    """Put in place what can be: something of the program has been made or imported."""
    for ready in list(waiting.ready):
        if all(_is_there(entry) for entry in ready.built.entries):
            waiting.ready.remove(ready)
            _put_in_place(waiting, ready)


def give_up(waiting: Waiting) -> None:
    """The program has ended or started otherwise than before: say why the rest stayed Python."""
    for ready in waiting.ready:
        for entry in ready.built.entries:
            waiting.doubts[entry.func] = "the program did not make this function, or what it uses"
    waiting.ready.clear()


def _is_there(entry: EntryPoint) -> bool:
    try:
        find_function(entry.func)
    except Doubt:
        return False
    return all(guard.kind == "builtin" or _has(guard.module, guard.name) for guard in entry.guards)


def _has(module: str, name: str) -> bool:
    return module in sys.modules and name.partition(".")[0] in vars(sys.modules[module])


def _put_in_place(waiting: Waiting, ready: Ready) -> None:
    loaded = load(ready.built, ready.digests)
    waiting.loaded.append(loaded)
    waiting.doubts.update(loaded.doubts)
    for func, swap in loaded.swaps.items():
        if func not in ready.proved:
            waiting.doubts[func] = "it is not proved"
            continue
        try:
            install(swap)
        except Doubt as doubt:
            waiting.doubts[func] = str(doubt)
        else:
            waiting.swaps[func] = swap
