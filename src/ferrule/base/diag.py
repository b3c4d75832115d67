"""A diagnostic: a coded reason with a place. Refusals are data; `Refused` only carries one."""

from __future__ import annotations

from dataclasses import dataclass

from ferrule.base.span import Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A code of `codes.py`, the place, and the facts in one sentence."""

    code: str
    span: Span
    message: str

    def __str__(self) -> str:
        return f"{self.span}: {self.code} {self.message}"


class Refused(Exception):
    """A construct can't be native; caught once per function."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic
