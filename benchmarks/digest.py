"""What a call did, as a short text that is equal only if it did the same.

In: any value made of the builtin types and of instances with plain attributes. Out: a digest over
exact types, values, the order of dicts and every bit of floats. Assumes values without cycles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any


def digest(value: Any) -> str:
    """Twelve hexadecimal digits."""
    whole = hashlib.sha256()
    for piece in _pieces(value):
        whole.update(piece.encode("utf-8", "surrogatepass"))
        whole.update(b"\0")
    return whole.hexdigest()[:12]


def _pieces(value: Any) -> Iterator[str]:
    yield type(value).__name__
    match value:
        case None | bool() | int() | float() | complex() | str() | bytes():
            yield repr(value)
        case list() | tuple():
            yield str(len(value))
            for item in value:
                yield from _pieces(item)
        case set() | frozenset():
            yield from sorted(digest(item) for item in value)
        case dict():
            yield str(len(value))
            for key, item in value.items():
                yield from _pieces(key)
                yield from _pieces(item)
        case _:
            yield from _pieces(_attributes(value))


def _attributes(value: Any) -> dict[str, Any]:
    """What an instance holds; mypyc's have no `__dict__`."""
    names = getattr(type(value), "__mypyc_attrs__", None)
    if names is None:
        return dict(vars(value))
    return {name: getattr(value, name) for name in names if name != "__dict__"}
