"""Where a value lives: the local at the root of an expression and the way inwards from it.

In: an expression. Out: its places; none for a value that nothing else holds. A way is made of
`[]` for an element and `.name` for an attribute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ferrule.base.types import (
    OBJECT,
    Deque,
    Dict,
    Frozen,
    List,
    Optional,
    Row,
    Set,
    Struct,
    Tuple,
    Type,
    parts,
)
from ferrule.ir import nodes as ir

Way: TypeAlias = tuple[str, ...]
ELEMENT = "[]"
HANDLE = "#"  # in the name of a type of handles, and in no class's name
HEAP = "*"  # begins the root of what instances hold that several names may hold


@dataclass(frozen=True, slots=True)
class Place:
    """A local and the way from it inwards."""

    root: str
    way: Way = ()


def places(expr: ir.Expr) -> tuple[Place, ...]:
    """The places that an expression may stand for, as far as this expression tells."""
    match expr:
        case ir.Local(name=name):
            return (Place(name),)
        case ir.Apply(op=op, args=args) if op.borrows:
            return _inwards(places(args[0]), ELEMENT)
        case ir.Apply(args=args) if is_lent_or_empty(expr):
            return _inwards(places(args[0]), ELEMENT)
        case ir.GetField(value=value, name=name) if is_counted(value.type):
            return (heap(value.type, name),)
        case ir.GetField(value=value, name=name):
            return _inwards(places(value), f".{name}")
        case ir.GetItem(value=value):
            return _inwards(places(value), ELEMENT)
        case ir.Coerce(value=value) | ir.Let(body=value):
            return places(value)
        case ir.Choose(body=body, orelse=orelse):
            return places(body) + places(orelse)
        case _:
            return ()


def is_counted(type_: Type) -> bool:
    """Whether this is an instance that several names may hold."""
    return isinstance(type_, Struct) and type_.counted


def heap(type_: Type, name: str) -> Place:
    """The attribute of any instance of a class: by which name it is reached does not matter."""
    return Place(f"{HEAP}{type_}", (f".{name}",))


def is_lent_or_empty(expr: ir.Expr) -> bool:
    """Whether this is `d.get(k, [])`: a list of the dict, or an empty one, to look at."""
    match expr:
        case ir.Apply(op=op, args=(_, _, ir.MakeList(items=())), type=List()):
            return op.name == ".get"
        case _:
            return False


def _inwards(found: tuple[Place, ...], step: str) -> tuple[Place, ...]:
    return tuple(Place(place.root, (*place.way, step)) for place in found)


def is_shared(type_: Type, clones: frozenset[str] = frozenset()) -> bool:
    """Whether two owners of such a value could be told from two copies."""
    match type_:
        case List() | Deque() | Set() | Dict():
            return True
        case Struct(name, is_counted):
            return not is_counted and name not in clones
        case _:
            return type_ == OBJECT or any(is_shared(part, clones) for part in parts(type_))


def is_container(type_: Type) -> bool:
    """Whether elements live inside."""
    return isinstance(type_, List | Deque | Set | Frozen | Dict | Tuple | Row | Optional)
