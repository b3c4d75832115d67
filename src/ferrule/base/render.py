"""A diagnostic as text: place, code, facts, the source line with a caret, and what to do.

Comes in: a `Diagnostic`, and the source text if the caller has it (else the file is read). Goes
out: plain text without colour. Assumes nothing of the file: it may be gone, or have changed.
"""

from __future__ import annotations

import linecache
import re
import unicodedata

from ferrule.base.codes import TABLE
from ferrule.base.diag import Diagnostic
from ferrule.base.span import Span

_TAB = 4
_MARGIN = 8  # characters shown before the place when a line has to be cut


def render(diagnostic: Diagnostic, source: str | None = None, width: int = 100) -> str:
    """The diagnostic as a person reads it, no line wider than `width` by fault of the source."""
    span = diagnostic.span
    line = line_of(span, source)
    column = character(line, span.column) + 1
    place = f"{span.file}:{span.line}:{column}"
    parts = [f"{printable(place)}: {diagnostic.code} {printable(diagnostic.message)}"]
    if line.strip():
        parts += _excerpt(span, line, width)
    row = TABLE.get(diagnostic.code)
    if row is not None:
        parts.append(f"  help: {row.remedy}")
    return "\n".join(parts)


def line_of(span: Span, source: str | None = None) -> str:
    """The first source line of a span, without its end; empty where there is none."""
    if source is None:
        return linecache.getline(span.file, span.line).rstrip("\r\n")
    lines = re.split(r"\r\n|\r|\n", source)  # as Python counts lines; splitlines knows more ends
    return lines[span.line - 1] if 0 < span.line <= len(lines) else ""


def character(line: str, column: int) -> int:
    """The index in characters for a column in UTF-8 bytes."""
    return len(line.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))


def printable(text: str) -> str:
    """The text with control characters shown, so that a source can't drive the terminal."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return char.encode("unicode_escape", "surrogatepass").decode("ascii")
    return char


def _excerpt(span: Span, line: str, width: int) -> list[str]:
    gutter = f"{span.line:>5} | "
    start = character(line, span.column)
    end = character(line, span.end_column) if span.end_line == span.line else len(line.rstrip())
    before, marked = (_plain(part) for part in (line[:start], line[start : max(end, start + 1)]))
    after = _plain(line[max(end, start + 1) :])
    room = max(width - len(gutter), 20)
    if _cells(before) + _cells(marked) > room:
        before = "..." + before[-_MARGIN:] if len(before) > _MARGIN + 3 else before
    shown = _cut(before + marked + after, room)
    carets = "^" * max(1, min(_cells(marked), room - _cells(before)))
    blank = " " * (len(gutter) - 2) + "| "
    return [gutter + shown, blank + " " * _cells(before) + carets]


def _plain(text: str) -> str:
    return printable(text.replace("\t", " " * _TAB))


def _cells(text: str) -> int:
    """How many terminal columns a text takes: East Asian wide characters take two."""
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _cut(text: str, room: int) -> str:
    if _cells(text) <= room:
        return text
    kept, used = [], 0
    for char in text:
        used += _cell(char)
        if used > room - 3:
            break
        kept.append(char)
    return "".join(kept) + "..."
