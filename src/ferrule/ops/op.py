"""A row: what one Python operation means on operands of given types.

One row serves inference (`arguments`, `result`), lowering (`find`), emission (`rust`, `proved`) and
its own property test against CPython (`python`).
"""

from __future__ import annotations

from dataclasses import dataclass

from ferrule.base.types import Deque, Dict, Hole, List, Set, Type

# Variables of a row: the same variable stands for the same type throughout the row.
T = Hole(-1)
K = Hole(-2)
V = Hole(-3)


# Binding strengths of Rust's operators.
UNARY, CAST, TIMES, PLUS, SHIFT, AND, XOR, OR, COMPARE = 13, 12, 11, 10, 9, 8, 7, 6, 5


@dataclass(frozen=True, slots=True)
class Op:
    """One operation on one combination of operand types.

    `rust` and `proved` are Rust text with `{0}`, `{1}` … for the operands. How an operand stands
    there: `{0}` a scalar by value, anything else by shared reference; `{0:recv}` as the receiver of
    a method; `{0:place}` as a place of the value's own type; `{0:mut}` by mutable reference;
    `{0:own}` moved in, or cloned where it is immutable; `{0:item}` by shared reference, scalars
    too. A text that is one infix operator says its binding strength in `infix`.
    With `borrows`, `rust` is a reference into the first operand and `proved` is a place in it.
    """

    name: str  # what the lowering asks for: "add", ".append", "len()", "math.sqrt"
    arguments: tuple[Type, ...]
    result: Type
    rust: str
    fallible: bool = False  # the Rust form is a `Res`: it raises as Python does, or redoes
    proved: str = ""  # the form where the passes proved that it can't fail
    proof: str = ""  # what has to be proved for that: "overflow" | "bounds" | "nonzero"
    infix: int = 0  # binding strength of `rust`, if it is an infix expression
    proved_infix: int = 0  # the same of `proved`
    python: str = ""  # the Python text that it equals, operands as {0}, {1} …
    borrows: bool = False  # the result is a place inside the first operand
    # Of an array that it makes: for each axis the operand or the constant that says its length, or
    # ("like",) where it has the shape of the first operand.
    shape: tuple[int | str, ...] = ()
    pure: bool = True  # evaluating it twice or not at all can't be noticed, failing apart

    @property
    def mutates(self) -> tuple[int, ...]:
        """The operands that it changes: those marked, else the container of what is not pure."""
        marked = tuple(i for i in range(len(self.arguments)) if f"{{{i}:mut}}" in self.rust)
        if (
            not marked
            and not self.pure
            and isinstance(self.arguments[0], List | Deque | Dict | Set)
        ):
            return (0,)
        return marked

    @property
    def consumes(self) -> tuple[int, ...]:
        """The operands that move into the result or into another operand."""
        return tuple(i for i in range(len(self.arguments)) if f"{{{i}:own}}" in self.rust)
