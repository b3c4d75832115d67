"""An operation's Rust text with its operands put in.

In: the text of a row, with `{0}`, `{1:mut}` … for the operands. Out: Rust with no needless
parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ferrule.emit.rust import BLOCK, CAST, COMPARE, POSTFIX, SHIFT, UNARY

_HOLE = re.compile(r"\{(\d+)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True)
class Hole:
    """A place of an operand: how it stands there and how strongly it must bind."""

    start: int
    end: int
    operand: int
    mode: str
    strength: int
    is_left_of_less: bool = False


def holes(text: str, infix: int) -> Iterator[Hole]:
    """The places of the operands, in the order of the text."""
    for match in _HOLE.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :]
        strength = _needed(before, after, infix)
        is_left = bool(infix) and not before and after.lstrip().startswith("<")
        number, mode = int(match[1]), match[2] or ""
        yield Hole(match.start(), match.end(), number, mode, strength, is_left)


def _needed(before: str, after: str, infix: int) -> int:
    if after.startswith((".", "[", "?")):
        return POSTFIX
    if after.startswith(" as "):
        return CAST
    is_prefixed = before.endswith(("!", "&", "*")) or (
        before.endswith("-") and _is_prefix(before[:-1])
    )
    if is_prefixed and not (infix and before[:-1].strip()):
        return UNARY
    is_argument = before.endswith(("(", ",")) and after.startswith((")", ","))
    if not infix or is_argument:
        return BLOCK
    if infix == COMPARE:
        return COMPARE + 1
    if infix == SHIFT:
        return CAST if before or after else BLOCK
    return infix if not before else infix + 1


def _is_prefix(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1] in "(,=&|!<>+*/-%["
