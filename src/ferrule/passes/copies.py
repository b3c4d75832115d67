"""Which types are `Copy` in Rust, and which structs may be cloned.

In: a type and the structs of the slice by name. Out: a yes or no.
"""

from __future__ import annotations

from collections.abc import Mapping

from ferrule.base.types import (
    BOOL,
    CHAR,
    COMPLEX,
    FLOAT,
    INT,
    MIXED,
    MIXED_BOOL,
    MIXED_INT,
    NONE,
    NUMBER,
    NUMPY_NUMBERS,
    WORD,
    Optional,
    Tuple,
    Type,
)
from ferrule.base.types import Struct as StructType
from ferrule.ir.module import Struct

_COPY = frozenset({BOOL, CHAR, COMPLEX, FLOAT, INT, NONE, NUMBER, WORD})
_COPY |= {MIXED, MIXED_INT, MIXED_BOOL, *NUMPY_NUMBERS}


def copying(type_: Type, structs: Mapping[str, Struct]) -> bool:
    """Whether the Rust type is `Copy`."""
    match type_:
        case Tuple(items):
            return all(copying(item, structs) for item in items)
        case Optional(inner):
            return copying(inner, structs)
        case StructType(counted=True):
            return False
        case StructType(name):
            struct = structs[name]
            return struct.clones and all(copying(one, structs) for _, one in struct.fields)
        case _:
            return type_ in _COPY
