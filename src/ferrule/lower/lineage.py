"""Which classes a class derives from, and what it inherits from them.

In: the modules of a unit. Out: a class with its bases in the order in which Python looks through
them, and the methods that its instances have. Assumes single inheritance: a class with two bases
that hold something has no lineage here, nor has one whose base is not known as text.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from ferrule.base.unit import ClassSource, ModuleSource

# Bases that give instances nothing that a struct would have to know of.
_EMPTY_BASES = frozenset({("abc", "ABC"), ("typing", "Generic")})
_ABSTRACT = frozenset(
    {"abstractmethod", "abc.abstractmethod", "abstractproperty", "abc.abstractproperty"}
)
_MOST_BASES = 20


@dataclass(frozen=True, slots=True)
class Member:
    """A method and the class that defines it."""

    module: ModuleSource
    source: ClassSource
    node: ast.FunctionDef
    name: str

    @property
    def qualname(self) -> str:
        """The name of the function within the module's text."""
        return f"{self.source.qualname}.{self.name}"

    @property
    def full_name(self) -> str:
        """`module:qualname` of the attribute of the class."""
        found = self.source.stands_for.get(self.name)
        return found or f"{self.module.name}:{self.source.qualname}.{self.node.name}"

    @property
    def is_abstract(self) -> bool:
        """Whether a class that only inherits this can't be instantiated."""
        return any(ast.unparse(one) in _ABSTRACT for one in self.node.decorator_list)


Place = tuple[ModuleSource, ClassSource]
Lineage = tuple[Place, ...]


def lineage_of(
    modules: Mapping[str, ModuleSource], module: ModuleSource, name: str
) -> Lineage | None:
    """The class and its bases, nearest first; None where they are not all known and in one row."""
    found: list[Place] = []
    here: Place | None = (module, module.classes[name])
    while here is not None:
        found.append(here)
        bases = _bases(modules, *here)
        if bases is None or len(bases) > 1 or len(found) > _MOST_BASES:
            return None
        here = bases[0] if bases else None
    return tuple(found)


def _bases(
    modules: Mapping[str, ModuleSource], module: ModuleSource, source: ClassSource
) -> list[Place] | None:
    """The bases that hold something; None where one is not known."""
    found: list[Place] = []
    for node in source.node.bases:
        place = base_place(modules, module, node)
        if place is None:
            return None
        if isinstance(place, tuple):
            found.append(place)
    return found


def base_place(
    modules: Mapping[str, ModuleSource], module: ModuleSource, node: ast.expr
) -> Place | str | None:
    """The class that a base's expression names; the name of one that is empty."""
    if isinstance(node, ast.Subscript):
        node = node.value
    match node:
        case ast.Name(id=name) if name in module.rebound:
            return None
        case ast.Name(id=name) if name in module.classes:
            return module, module.classes[name]
        case ast.Name(id=name) if name in module.imports:
            imported, attribute = module.imports[name]
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in module.imports:
            imported, within = module.imports[name]
            if within is not None:
                return None
        case ast.Name(id="object"):
            return "object"
        case _:
            return None
    if (imported, attribute) in _EMPTY_BASES:
        return str(attribute)
    other = modules.get(imported)
    if (
        other is None
        or attribute is None
        or attribute not in other.classes
        or attribute in other.rebound
    ):
        return None
    return other, other.classes[attribute]


def full_name(place: Place) -> str:
    """`module:qualname` of a class."""
    module, source = place
    return f"{module.name}:{source.qualname}"


def is_abc(place: Place) -> bool:
    """Whether `isinstance` asks the class, which others may be registered with."""
    _, source = place
    named = {ast.unparse(base).partition("[")[0] for base in source.node.bases}
    is_abstract = bool(named & {"ABC", "abc.ABC", "Protocol", "typing.Protocol"})
    return is_abstract or bool(source.node.keywords) or "__subclasshook__" in source.methods


def members_of(lineage: Lineage) -> dict[str, Member]:
    """The methods of the first class's instances, its own and those it inherits."""
    found: dict[str, Member] = {}
    for module, source in lineage:
        for name, node in source.methods.items():
            found.setdefault(name, Member(module, source, node, name))
    return found
