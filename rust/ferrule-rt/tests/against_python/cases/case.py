"""One case: an operation, its arguments, and what this Python answers.

In: the name of the operation, the function that is Python's, the arguments. Out: a line.
"""

import struct
import sys
from collections.abc import Callable
from typing import Any

Value = object


def show(value: Value) -> str:
    """A value on one line, without tabs."""
    match value:
        case None:
            return "n"
        case bool():
            return f"b{int(value)}"
        case int():
            return f"i{value}"
        case float() if value != value:
            return "f7ff8000000000000"
        case float():
            return "f" + struct.pack(">d", value).hex()
        case str():
            return "s" + ".".join(f"{ord(c):x}" for c in value)
        case list() | tuple():
            return "[" + " ".join(map(show, value)) + "]"
    raise TypeError(value)


def line(*parts: str) -> None:
    """Writes one line of the answers."""
    sys.stdout.write("\t".join(parts) + "\n")


def case(op: str, function: Callable[..., Any], *arguments: Value) -> None:
    """Prints one case; a complex answer is none of ours."""
    try:
        result = function(*arguments)
    except Exception as error:
        answer = f"!{type(error).__name__} {show(str(error))}"
    else:
        if isinstance(result, complex):
            return
        answer = show(result)
    line(op, *map(show, arguments), answer)
