"""A piece of Rust: its text, how strongly it binds, and what kind of expression it is.

In: pieces. Out: the same value as it has to stand somewhere: owned, borrowed, as a receiver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

# Binding strengths, as Rust has them: higher binds tighter.
BLOCK = 0
RANGE = 2
OR = 3
AND = 4
COMPARE = 5
BIT_OR = 6
BIT_XOR = 7
BIT_AND = 8
SHIFT = 9
SUM = 10
PRODUCT = 11
CAST = 12
UNARY = 13
POSTFIX = 14

Kind: TypeAlias = Literal["value", "place", "ref", "mut", "guard"]


@dataclass(frozen=True, slots=True)
class Rust:
    """`kind`: a value of its own, a place that holds it, a borrow of it, or what holds a borrow.

    `step` is the text of the `Res` where this is nothing but its value; `taken` the value itself,
    where this is a borrow from something that ends here.
    """

    text: str
    strength: int = POSTFIX
    kind: Kind = "value"
    copy: bool = True
    moves: bool = False  # a place whose value may be moved out
    step: str = ""
    taken: str = ""


def at(piece: Rust, strength: int) -> str:
    """The text where something that binds so strongly stands around it."""
    return piece.text if piece.strength >= strength else f"({piece.text})"


def by_value(piece: Rust, strength: int = BLOCK) -> str:
    """The value itself: copied, moved, or cloned where it is immutable."""
    if piece.kind == "value" or (piece.kind == "place" and (piece.copy or piece.moves)):
        return at(piece, strength)
    if piece.taken:
        return at(replace(piece, text=piece.taken), strength)
    if piece.kind == "guard":
        return f"{piece.text}.clone()"
    if piece.copy:
        return at(replace(piece, text=f"*{at(piece, UNARY)}", strength=UNARY), strength)
    return f"{at(piece, POSTFIX)}.clone()"


def by_ref(piece: Rust, strength: int = BLOCK) -> str:
    """A shared borrow."""
    if piece.kind == "guard":
        return at(replace(piece, text=f"&*{piece.text}", strength=UNARY), strength)
    if piece.kind in ("ref", "mut"):
        return at(piece, strength)
    return at(replace(piece, text=f"&{at(piece, UNARY)}", strength=UNARY), strength)


def by_mut(piece: Rust, strength: int = BLOCK) -> str:
    """A unique borrow."""
    if piece.kind == "guard":
        return at(replace(piece, text=f"&mut *{piece.text}", strength=UNARY), strength)
    if piece.kind == "mut":
        return at(piece, strength)
    return at(replace(piece, text=f"&mut {at(piece, UNARY)}", strength=UNARY), strength)


def as_receiver(piece: Rust) -> str:
    """What a method is called on, or an index or field taken of."""
    return at(piece, POSTFIX)


def as_place(piece: Rust, strength: int = BLOCK) -> str:
    """What is assigned to."""
    if piece.kind in ("ref", "mut", "guard"):
        return at(replace(piece, text=f"*{at(piece, UNARY)}", strength=UNARY), strength)
    return at(piece, strength)


def block(lines: Sequence[str], last: str) -> str:
    """A block of statements with its value; each piece may have several lines."""
    inner = "\n".join((*lines, last)).replace("\n", "\n    ")
    return f"{{\n    {inner}\n}}"
