"""A type as Rust: owned, and as a parameter of each mode.

In: a type and the slice's structs. Out: Rust text. Assumes that no hole is left.
"""

from __future__ import annotations

from collections.abc import Mapping

from ferrule.base.types import (
    BIGINT,
    BOOL,
    BYTES,
    CHAR,
    COMPLEX,
    FLOAT,
    FLOAT_SUMS,
    INT,
    INT128,
    MATCH,
    MIXED,
    MIXED_BOOL,
    MIXED_INT,
    NEVER,
    NONE,
    NUMBER,
    NUMPY_NUMBERS,
    OBJECT,
    PATTERN,
    RANDOM,
    RANGE,
    STR,
    WORD,
    Array,
    Deque,
    Dict,
    Frozen,
    List,
    OneOf,
    Optional,
    Row,
    Set,
    Struct,
    Tuple,
    Type,
    parts,
)
from ferrule.ir.module import Param
from ferrule.ir.module import Struct as StructNode
from ferrule.ops.arrays import rust_of_numpy

_SCALARS = {
    BOOL: "bool",
    INT: "i64",
    INT128: "i128",
    WORD: "u64",
    BIGINT: "Int",
    FLOAT: "f64",
    FLOAT_SUMS: "builtins::FloatSums",
    NUMBER: "Number",
    COMPLEX: "Complex",
    STR: "Str",
    CHAR: "Char",
    BYTES: "Bytes",
    NONE: "()",
    NEVER: "i64",  # of the elements that a container never has: any type will do
    RANGE: "range::Numbers",
    RANDOM: "Random",
    PATTERN: "Pattern",
    MATCH: "Match",
    OBJECT: "Object",
    MIXED: "Mixed",
    MIXED_INT: "MixedInt",
    MIXED_BOOL: "bool",
    **{type_: rust_of_numpy(type_) for type_ in NUMPY_NUMBERS},
}
_COPY = frozenset({BOOL, CHAR, COMPLEX, FLOAT, INT, INT128, NONE, NUMBER, NEVER, WORD})
_COPY |= {RANGE, MIXED, MIXED_INT, MIXED_BOOL, *NUMPY_NUMBERS}

Structs = Mapping[str, StructNode]


def rust_type(type_: Type, structs: Structs) -> str:
    """The owned type."""
    match type_:
        case List(element):
            return f"Vec<{rust_type(element, structs)}>"
        case Deque(element):
            return f"Deque<{rust_type(element, structs)}>"
        case Set(element):
            return f"Set<{rust_type(element, structs)}>"
        case Frozen(element):
            return f"FrozenSet<{rust_type(element, structs)}>"
        case Dict(key, value, kind) if kind:
            name, _, factory = kind.partition(" ")
            inner = f"{rust_type(key, structs)}, {rust_type(value, structs)}"
            if not factory:
                return f"{name}<{inner}>"
            return f"DefaultDict<{inner}, dict::factory::{factory.title()}>"
        case Dict(key, value):
            return f"Dict<{rust_type(key, structs)}, {rust_type(value, structs)}>"
        case Tuple(items):
            inner = ", ".join(rust_type(item, structs) for item in items)
            return f"({inner},)" if len(items) == 1 else f"({inner})"
        case Row(element):
            return f"Row<{rust_type(element, structs)}>"
        case OneOf():
            return "Plain"
        case Optional(inner_type):
            return f"Option<{rust_type(inner_type, structs)}>"
        case Array(element, ndim):
            return f"Array<{rust_type(element, structs)}, {ndim}>"
        case Struct(name):
            struct = structs[name]
            if not struct.rust:
                return f"Handle<{rust_type(struct.fields[0][1], structs)}>"
            if struct.counted:
                return f"Shared<{struct.rust}>"
            return f"{struct.rust}<'_>" if struct.lent else struct.rust
        case _ if type_ in _SCALARS:
            return _SCALARS[type_]
        case _:
            raise ValueError(f"no Rust type for {type_}")


def lent_type(type_: Type, structs: Structs) -> str:
    """What an attribute borrows, without the borrow."""
    if isinstance(type_, List):
        return f"[{rust_type(type_.element, structs)}]"
    return rust_type(type_, structs)


def param_type(param: Param, structs: Structs) -> str:
    """The type of a parameter as it is passed."""
    match param.mode, param.type:
        case "ref", List(element):
            return f"&[{rust_type(element, structs)}]"
        case "mut", List(element) if not param.grows:
            return f"&mut [{rust_type(element, structs)}]"
        case "ref", _:
            return f"&{rust_type(param.type, structs)}"
        case "mut", _:
            return f"&mut {rust_type(param.type, structs)}"
        case _:
            return rust_type(param.type, structs)


def is_shared(type_: Type, structs: Structs) -> bool:
    """Whether a copy of such a value could be told from the value."""
    match type_:
        case List() | Deque() | Set() | Dict():
            return True
        case Struct(name):
            return not (structs[name].clones or structs[name].counted)
        case _:
            return any(is_shared(part, structs) for part in parts(type_))


def is_copy(type_: Type, structs: Structs) -> bool:
    """Whether the Rust type is `Copy`."""
    match type_:
        case Tuple() | Optional():
            return all(is_copy(part, structs) for part in parts(type_))
        case Struct(name):
            struct = structs[name]
            return (
                struct.clones
                and not struct.counted
                and all(is_copy(one, structs) for _, one in struct.fields)
            )
        case _:
            return type_ in _COPY
