"""A refusal that says which values one owner is not enough for.

In: the code, the place, the facts. Out: an exception that names what several names have to hold.
"""

from __future__ import annotations

from typing import TypeAlias

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.span import Span
from ferrule.ir import nodes as ir
from ferrule.passes.places import Place

Values: TypeAlias = tuple[ir.Expr | Place, ...]


class Unowned(Refused):
    """`whole` are the values themselves, `inner` those of which only the elements are meant."""

    def __init__(
        self, code: str, span: Span, message: str, *, whole: Values = (), inner: Values = ()
    ) -> None:
        super().__init__(Diagnostic(code, span, message))
        self.whole = whole
        self.inner = inner
