"""What `source` hands to `lower`: parsed modules, the functions wanted, and what is known of types.

Pure data; nothing is hung on the `ast` nodes.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from ferrule.base.records import FuncName, Signature
from ferrule.base.span import Span
from ferrule.base.types import Type

WITHIN = "<"  # how a name begins that stands for an import inside a function
PLAIN_DICT = "<plain>"  # the keyword of a `defaultdict` or `Counter` that a plain dict can be
LISTED = "<list>"  # how the name of a generator ends that gives all its items at once, in a list
FACTORY = "ferrule_factory"  # around a default that is made anew by each call
FUNCTION = "<function>"  # what an inner function is wrapped in where it is a value
SEQUENCE = "ferrule_sequence"  # what `case [a, b]` asks for: a list or a tuple, among others
SETTER = ".setter"  # how the name of a property's second function ends
PARALLEL = "<parallel>"  # around a comprehension whose items may be worked out side by side
SERIAL = "<serial>"  # around the range of a loop that can't be parallel, and why
NEXT = "walk_next"  # how the name of a function begins that gives a generator's first item
LOCALS = ".<locals>."  # in the qualified name of a function inside another, as Python writes it


class Relies(ast.stmt):
    """A statement that does nothing: what follows holds if the callee is what it seems."""

    _fields = ("callee",)
    callee: ast.expr


@dataclass(frozen=True, slots=True)
class ClassSource:
    """A class statement of a module: its methods by name and what it is built from."""

    qualname: str
    node: ast.ClassDef
    methods: Mapping[str, ast.FunctionDef]
    bases: tuple[str, ...]  # the text of each base
    decorators: tuple[str, ...]  # the text of each decorator, without arguments
    generated: frozenset[str] = frozenset()  # methods that no text defines: a decorator makes them
    stands_for: Mapping[str, str] = field(default_factory=dict)  # of those, what Python finds
    match_args: tuple[str, ...] | None = None  # what positional patterns of `case` stand for
    is_frozen: bool = False  # instances refuse that their attributes are set


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """A parsed module and what its names mean, as far as the text alone tells."""

    name: str
    file: str
    text: str
    functions: Mapping[str, ast.FunctionDef]  # by qualified name, methods included
    classes: Mapping[str, ClassSource]
    imports: Mapping[str, tuple[str, str | None]]  # local name -> module, attribute
    constants: Mapping[str, object]  # names bound once, with their values
    rebound: frozenset[str]  # names bound more than once, or by `global` in a function


@dataclass(frozen=True, slots=True)
class Target:
    """A function wanted native, with the argument types to compile it for."""

    func: FuncName
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """Everything that `lower` may look at."""

    targets: tuple[Target, ...]
    modules: Mapping[str, ModuleSource]
    fields: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)
    wide: frozenset[Span] = frozenset()  # where ints were seen that need more than 64 bits
