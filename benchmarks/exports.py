"""Types of arguments in the words of Pythran, which wants them written down.

In: the arguments of a call. Out: an export line. Assumes containers of one type of item.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class NoWord(Exception):
    """Pythran has no word for the type of a value."""


def export_line(function: str, arguments: Iterable[Any]) -> str:
    """The comment that tells Pythran what the function is called with."""
    return f"#pythran export {function}({', '.join(map(word, arguments))})\n"


def word(value: Any) -> str:
    """The type of one value."""
    match value:
        case bool() | int() | float() | complex() | str():
            return type(value).__name__
        case list() | set():
            return f"{_item(value)} {type(value).__name__}"
        case dict():
            return f"{_item(value)}:{_item(value.values())} dict"
        case tuple():
            return f"({', '.join(map(word, value))})"
    raise NoWord(f"no word for the type `{type(value).__name__}`")


def _item(values: Iterable[Any]) -> str:
    words = sorted({word(value) for value in values})
    if len(words) != 1:
        raise NoWord(f"no word for a container of {' and '.join(words) or 'nothing'}")
    return words[0]
