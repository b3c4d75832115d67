"""The door: the functions wanted, with every module that they can reach, parsed.

A module is reached when a reachable function names something of it. Modules that C implements have
no text and are left out: what is known of them stands in the op table.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ferrule.base.diag import Refused
from ferrule.base.functions import is_text
from ferrule.base.types import Function, Type
from ferrule.base.unit import ModuleSource, Target, Unit
from ferrule.source.lambdas import of_text
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
    waiting = [(target.func.module, target.func.qualname) for target in targets]
    waiting += _handed_in(targets, modules, find)
    seen = set(waiting)
    while waiting and len(modules) < _MAX_MODULES:
        name, qualname = waiting.pop()
        for further in _reached(modules[name], qualname):
            if further not in seen and _is_read(further[0], modules, find):
                seen.add(further)
                waiting.append(further)
    return Unit(targets=targets, modules=modules, fields=fields)


def _handed_in(
    targets: tuple[Target, ...], modules: dict[str, ModuleSource], find: Finder
) -> Iterator[tuple[str, str]]:
    """The functions that are arguments; lambdas become functions of the module that they see."""
    for target in targets:
        for signature in target.signatures:
            for type_ in signature.arguments:
                if not isinstance(type_, Function):
                    continue
                home, _, qualname = type_.name.partition(":")
                if not _is_read(home, modules, find):
                    continue
                if is_text(qualname):
                    module = modules[home]
                    functions = {**module.functions, qualname: of_text(qualname)}
                    modules[home] = replace(module, functions=functions)
                yield home, qualname


def _is_read(name: str, modules: dict[str, ModuleSource], find: Finder) -> bool:
    if name not in modules:
        module = _read_if_text(name, find)
        if module is None:
            return False
        modules[name] = module
    return True


def _read_if_text(name: str, find: Finder) -> ModuleSource | None:
    place = find(name)
    if place is None or not has_path(place.file):
        return None
    try:
        return read(name, place.file, place.live)
    except Refused:
        return None


def _reached(module: ModuleSource, qualname: str) -> Iterator[tuple[str, str]]:
    """The functions and classes that one of them names: (module, qualified name)."""
    if qualname in module.classes:
        for method in module.classes[qualname].methods:
            yield module.name, f"{qualname}.{method}"
    function = module.functions.get(qualname)
    if function is None:
        return
    owner = qualname.rpartition(".")[0]
    if owner in module.classes:
        yield module.name, owner
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            imported, attribute = module.imports.get(node.value.id, ("", None))
            if imported and attribute is None:
                yield imported, node.attr
        elif isinstance(node, ast.Name):
            if node.id in module.imports:
                imported, attribute = module.imports[node.id]
                if attribute is not None:
                    yield imported, attribute
            elif node.id in module.functions or node.id in module.classes:
                yield module.name, node.id
