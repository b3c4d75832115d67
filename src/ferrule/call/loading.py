"""The first door: a built extension becomes swaps that are ready to be installed.

In: `Built` and the digests that were made when it was compiled. Out: for each entry a `Swap`, or
the reason why it stays Python. The program is not changed here: the extension is loaded, bound to
the originals and to what it relied on, and that is all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from os import environ
from types import FunctionType, ModuleType

from ferrule.base.records import Built, EntryPoint, FuncName
from ferrule.base.types import Function
from ferrule.call.counting import has_given_up
from ferrule.call.doubt import Doubt
from ferrule.call.find import find_class, find_function
from ferrule.call.fingerprint import of_class, of_function, plain_function
from ferrule.call.functions import matches
from ferrule.call.guards import Check, resolve
from ferrule.call.redo import make_redo
from ferrule.call.swap import Swap, prepare


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded extension: what can be installed, and why the rest can't."""

    module: ModuleType | None
    swaps: Mapping[FuncName, Swap]
    doubts: Mapping[FuncName, str]


def load(built: Built, digests: Mapping[str, str]) -> Loaded:
    """Load the extension and bind every entry that is surely what was compiled."""
    try:
        if is_off():
            raise Doubt("FERRULE=off")
        module = load_extension(built.name, built.path)
        classes = [_same_class(name, digests) for name in built.classes]
    except (Doubt, ImportError, OSError) as error:
        return Loaded(None, {}, {entry.func: str(error) for entry in built.entries})
    swaps: dict[FuncName, Swap] = {}
    doubts: dict[FuncName, str] = {}
    for entry in built.entries:
        try:
            swaps[entry.func] = _bind(module, entry, classes, digests)
        except Doubt as doubt:
            doubts[entry.func] = str(doubt)
    return Loaded(module, swaps, doubts)


def is_off() -> bool:
    """Whether the user wants everything to run in Python."""
    return environ.get("FERRULE", "").lower() == "off"


def load_extension(name: str, path: str) -> ModuleType:
    """The extension at that path; loaded once in a process."""
    known = sys.modules.get(name)
    if known is not None:
        if getattr(known, "__file__", None) != path:
            raise Doubt(f"another module named {name} is loaded")
        return known
    spec = spec_from_file_location(name, path, loader=ExtensionFileLoader(name, path))
    if spec is None or spec.loader is None:
        raise Doubt(f"{path} is no extension")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[name] = module
    return module


def _same_class(name: str, digests: Mapping[str, str]) -> type:
    cls = find_class(name)
    if of_class(cls) != digests.get(name):
        raise Doubt(f"the class {name} is not what was compiled")
    return cls


def _bind(
    module: ModuleType, entry: EntryPoint, classes: list[type], digests: Mapping[str, str]
) -> Swap:
    function = find_function(entry.func)
    if of_function(function) != digests.get(str(entry.func)):
        raise Doubt(f"{entry.func} is not what was compiled")
    checks = [check for guard in entry.guards for check in resolve(guard, digests)]
    native: Callable[..., object] | None = getattr(module, entry.native, None)
    if native is None:
        raise Doubt(f"the extension has no {entry.native}")
    swap = prepare(function, native, entry.captured)
    redo = make_redo(swap, _is_recursive(function, checks), has_given_up(module, entry.native))
    module.bind(entry.native, redo, checks, classes)
    if any(isinstance(one, Function) for types in entry.given for one in types):
        module.recognise(matches)
    return swap


def _is_recursive(function: FunctionType, checks: list[Check]) -> bool:
    """Whether it, or a function that it relies on, mentions its name."""
    name = function.__code__.co_name
    codes = [function.__code__]
    for check in checks:
        try:
            codes.append(plain_function(check[-1]).__code__)
        except Doubt:
            continue
    return any(name in code.co_names for code in codes)
