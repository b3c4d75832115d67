"""The types of literals and of captured constants."""

from __future__ import annotations

from ferrule.base.types import (
    BIGINT,
    BOOL,
    BYTES,
    CHAR,
    COMPLEX,
    FLOAT,
    INT,
    NONE,
    STR,
    Tuple,
    Type,
)

MAX_INT = 2**63 - 1


def constant_type(value: object) -> Type | None:
    """The type of an immutable literal; None where it has no native form."""
    if value is None:
        return NONE
    if type(value) is bool:
        return BOOL
    if type(value) is int:
        return INT if -MAX_INT - 1 <= value <= MAX_INT else BIGINT
    if type(value) is float:
        return FLOAT
    if type(value) is complex:
        return COMPLEX
    if type(value) is bytes:
        return BYTES
    if type(value) is str:
        return CHAR if len(value) == 1 else STR
    if type(value) is tuple:
        items = tuple(map(constant_type, value))
        return None if None in items else Tuple(tuple(i for i in items if i is not None))
    return None
