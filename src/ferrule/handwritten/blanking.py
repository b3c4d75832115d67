"""Rust text without its comments and the insides of its literals, at the same places.

In: a text. Out: one of the same length and lines, in which only code is left to be searched.
Assumes nothing: an unfinished literal or comment reaches to the end.
"""

from __future__ import annotations

import re

_START = re.compile(
    r'//[^\n]*|/\*|(?:b|c|br|cr|r)?(?P<hashes>#*)"|b?\'(?:\\[^\n][^\'\n]*|[^\\\n\'])\''
)
_QUOTED = re.compile(r'(?:\\.|[^"\\])*', re.DOTALL)
_NOT_BREAK = re.compile(r"[^\n]")


def blank(text: str) -> str:
    """The text with spaces where a comment or the inside of a literal was."""
    parts: list[str] = []
    place = 0
    while found := _START.search(text, place):
        start, opened = found.span()
        parts.append(text[place:start])
        end = _end(text, found)
        if text.startswith(("//", "/*"), start):
            parts.append(_spaces(text[start:end]))
        elif found.group().endswith('"'):
            close = min(end, len(text))
            parts.append(text[start:opened] + _spaces(text[opened : close - 1]))
            last = text[close - 1 : close] if close > opened else ""
            parts.append(last if last in '"#' else " ")
        else:
            parts.append(_spaces(text[start:end]))
        place = max(end, opened)
    return "".join([*parts, text[place:]])


def _end(text: str, found: re.Match[str]) -> int:
    opening, place = found.group(), found.end()
    if opening == "/*":
        return _comment_end(text, place)
    if opening.startswith("//") or not opening.endswith('"'):
        return place
    if "r" in opening.split('"')[0].split("#")[0]:
        close = text.find('"' + found.group("hashes"), place)
        return len(text) if close < 0 else close + 1
    inside = _QUOTED.match(text, place)
    return min(len(text), (inside.end() if inside else place) + 1)


def _comment_end(text: str, place: int) -> int:
    depth = 1
    for mark in re.compile(r"/\*|\*/").finditer(text, place):
        depth += 1 if mark.group() == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def _spaces(text: str) -> str:
    return _NOT_BREAK.sub(" ", text)
