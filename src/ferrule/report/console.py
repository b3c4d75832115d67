"""A rich console on a stream, and a way to write to it that never fails the program.

Comes in: the text stream that was ours before the program ran. Goes out: lines on it, without
colour where it is no terminal or NO_COLOR is set, in ASCII where its encoding has no more.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TextIO

from rich.console import Console, RenderableType

_PLAIN = str.maketrans({"→": "->", "×": "x", "µ": "u", "–": "-", "±": "+-", "✓": "ok", "·": "|"})
_FALLBACK = 100  # columns where nobody says how wide the reader's page is


def console_on(stream: TextIO, width: int | None = None) -> Console:
    """A console for this stream; `width` wins over the terminal's own."""
    return Console(file=stream, width=width or _width(stream), highlight=False, emoji=False)


def write(stream: TextIO, *parts: RenderableType, width: int | None = None) -> None:
    """Print the parts; a stream that is closed or full loses them, and nothing else happens."""
    with contextlib.suppress(OSError, ValueError):
        console = console_on(stream, width)
        with console.capture() as captured:
            for part in parts:
                console.print(part)
        lines = (line.rstrip(" ") for line in captured.get().split("\n"))
        stream.write(_encodable("\n".join(lines), stream))
        stream.flush()


def _encodable(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate(_PLAIN)
        return plain.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _width(stream: TextIO) -> int | None:
    """None lets rich ask the terminal; a file or a pipe gets a fixed width."""
    if os.environ.get("COLUMNS", "").isdigit() or stream.isatty():
        return shutil.get_terminal_size().columns
    return _FALLBACK
