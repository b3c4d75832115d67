"""What is known of a module without running it: its text, its annotations, the notes of last runs.

In: a site. Out: a unit to lower, and what earlier runs found. Nothing is imported: modules are
looked for beside the site's own folder, then in the standard library and what is installed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.machinery import PathFinder

from ferrule.base.program import Program
from ferrule.base.records import FuncName, Outcome, Signature
from ferrule.base.settings import Settings
from ferrule.base.types import (
    OBJECT,
    Deque,
    Dict,
    Frozen,
    Function,
    List,
    Optional,
    Row,
    Set,
    Struct,
    Tuple,
    Type,
)
from ferrule.base.unit import ModuleSource, Target, Unit
from ferrule.crate import CrateError, open_store
from ferrule.pipeline.annotated import fields_of, signature_of
from ferrule.pipeline.made import functions_of
from ferrule.pipeline.memory import Memory, digest_of, recollect
from ferrule.pipeline.sites import Site, parsed
from ferrule.source import Place, gather


@dataclass(frozen=True, slots=True)
class Known:
    """A module and what is known of its functions."""

    source: ModuleSource
    targets: tuple[Target, ...]
    fields: dict[str, dict[str, Type]]
    outcomes: dict[str, Outcome]  # of the last run, by qualified name

    @property
    def functions(self) -> tuple[FuncName, ...]:
        """All functions, in the order of the text."""
        return tuple(target.func for target in self.targets)


def learn(site: Site, settings: Settings) -> Known:
    """What is known of a module. Raises Problem where its text can't be read."""
    source = parsed(site)
    memory = _memory(site, settings)
    seen = _seen(memory, site)
    targets = []
    for func in functions_of(source):
        written = seen.get(func.qualname) or _written(source, func.qualname)
        targets.append(Target(func, written))
    told = {one.func.qualname: one for one in memory.outcomes if one.func.file == str(site.file)}
    return Known(source, tuple(targets), fields_of(source), told)


def unit_of(known: Known, targets: tuple[Target, ...], site: Site) -> Unit:
    """These functions and all that they reach, parsed."""
    return gather(targets, _finder(site), known.fields)


def _memory(site: Site, settings: Settings) -> Memory:
    """What the last run of this script learned, if the script is still the same."""
    try:
        store = open_store(settings.cache)
    except CrateError:
        return Memory()
    memory = recollect(store, Program("script", str(site.file)))
    digest = (memory.files or {}).get(str(site.file))
    return memory if digest and digest == digest_of(str(site.file)) else Memory()


def _written(source: ModuleSource, qualname: str) -> tuple[Signature, ...]:
    found = signature_of(source, qualname)
    return (found,) if found is not None else ()


def _seen(memory: Memory, site: Site) -> dict[str, tuple[Signature, ...]]:
    """The types that the last run was compiled for."""
    found: dict[str, tuple[Signature, ...]] = {}
    for ready in memory.ready:
        for entry in ready.built.entries:
            if entry.func.file == str(site.file):
                found[entry.func.qualname] = tuple(
                    Signature(tuple(_renamed(one, site.name) for one in types), OBJECT, 1)
                    for types in entry.given
                )
    return found


def _renamed(type_: Type, name: str) -> Type:
    """The same type where the program's classes belong to the module by its own name."""
    match type_:
        case Struct(cls):
            return Struct(cls.replace("__main__:", f"{name}:"))
        case Function(full):
            return Function(full.replace("__main__:", f"{name}:"))
        case List(element):
            return List(_renamed(element, name))
        case Frozen(element):
            return Frozen(_renamed(element, name))
        case Row(element):
            return Row(_renamed(element, name))
        case Deque(element):
            return Deque(_renamed(element, name))
        case Set(element):
            return Set(_renamed(element, name))
        case Dict(key, value, kind):
            return Dict(_renamed(key, name), _renamed(value, name), kind)
        case Optional(inner):
            return Optional(_renamed(inner, name))
        case Tuple(items):
            return Tuple(tuple(_renamed(one, name) for one in items))
        case _:
            return type_


def _finder(site: Site) -> Callable[[str], Place | None]:
    def find(name: str) -> Place | None:
        beside = site.root.joinpath(*name.split("."))
        for file in (beside.with_suffix(".py"), beside / "__init__.py"):
            if file.is_file():
                return Place(str(file), None)
        if "." in name or name in sys.builtin_module_names:
            return None
        try:
            spec = PathFinder.find_spec(name)
        except (ImportError, ValueError):
            return None
        return Place(spec.origin, None) if spec is not None and spec.origin else None

    return find
