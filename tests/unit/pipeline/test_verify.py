"""When a package that was verified holds."""

from __future__ import annotations

import pytest

from ferrule.base.diag import Diagnostic
from ferrule.base.records import FuncName, Outcome
from ferrule.base.span import Span
from ferrule.pipeline.verify import holds

FUNC = FuncName("m", "f", "m.py", 1)
CASES = [
    (("",), True),
    (("", "F705"), True),  # one that no made input suits is no fault
    (("F705",), False),  # but then nothing was compared
    (("", "F701"), False),
    (("", "F704"), False),
    ((), False),
]


def told(code: str) -> Outcome:
    reasons = (Diagnostic(code, Span("m.py", 1, 0, 1, 0), "so"),) if code else ()
    return Outcome(FUNC, 0.0, "python" if code else "native", reasons, installed=not code)


@pytest.mark.parametrize(("codes", "wanted"), CASES)
def test_it_holds(codes: tuple[str, ...], wanted: bool) -> None:
    """Something was compared, and nothing differed."""
    assert holds([told(code) for code in codes]) is wanted
