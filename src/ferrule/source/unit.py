"""The door: the functions wanted, with every module that they can reach, parsed.

A module is reached when a reachable function names it or something imported from it. Modules that
C implements have no text and are left out: what is known of them stands in the op table.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ferrule.base.diag import Refused
from ferrule.base.types import Type
from ferrule.base.unit import ModuleSource, Target, Unit
from ferrule.source.module import has_path, read

_MAX_MODULES = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module's text is, and its namespace where it is loaded."""

    file: str
    live: Mapping[str, object] | None


Finder = Callable[[str], Place | None]


def gather(
    targets: tuple[Target, ...],
    find: Finder,
    fields: Mapping[str, Mapping[str, Type]],
) -> Unit:
    """Parse the targets' modules and, from there, all that they reach. Raises Refused."""
    modules: dict[str, ModuleSource] = {}
    for target in targets:
        name = target.func.module
        if name not in modules:
            place = find(name)
            live = place.live if place else None
            modules[name] = read(name, target.func.file, live)
    waiting = list(modules.values())
    while waiting and len(modules) < _MAX_MODULES:
        for name in _named_modules(waiting.pop()):
            if name in modules:
                continue
            module = _read_if_text(name, find)
            if module is not None:
                modules[name] = module
                waiting.append(module)
    return Unit(targets=targets, modules=modules, fields=fields)


def _read_if_text(name: str, find: Finder) -> ModuleSource | None:
    place = find(name)
    if place is None or not has_path(place.file):
        return None
    try:
        return read(name, place.file, place.live)
    except Refused:
        return None


def _named_modules(module: ModuleSource) -> Iterator[str]:
    """Imported modules that some function of this one names."""
    names = {
        node.id
        for function in module.functions.values()
        for node in ast.walk(function)
        if isinstance(node, ast.Name)
    }
    for local, (imported, _attribute) in module.imports.items():
        if local in names:
            yield imported
