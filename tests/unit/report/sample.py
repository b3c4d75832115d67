"""Records as a run would make them, for the tests of the report."""

from ferrule.base.answers import Execution, Ran
from ferrule.base.diag import Diagnostic
from ferrule.base.records import FuncName, Mismatch, Outcome, Report, Timing, Verdict
from ferrule.base.span import Span


def func(name: str, line: int = 12, file: str = "/src/nbody.py") -> FuncName:
    return FuncName("nbody", name, file, line)


def reason(code: str = "F411", line: int = 66, message: str = "`open` is called") -> Diagnostic:
    return Diagnostic(code, Span("/src/nbody.py", line, 4, line, 9), message)


def verdict(name: str, mismatches: tuple[Mismatch, ...] = ()) -> Verdict:
    return Verdict(func(name), 3, 211, 200, mismatches)


def timing(name: str, before: float, after: float) -> Timing:
    bands = (before * 0.96, before * 1.04), (after * 0.98, after * 1.02)
    return Timing(func(name), before, after, *bands, 31)


NATIVE = Outcome(
    func("advance"), 0.92, "native", (), verdict("advance"), timing("advance", 1.2e-3, 2e-5), True
)
WRONG = Outcome(
    func("energy", 40),
    0.05,
    "python",
    (reason("F701", 40, "1 of 214 inputs"),),
    verdict("energy", (Mismatch("energy([])", "0.0", "-0.0"),)),
)
REFUSED = Outcome(func("main", 60), 0.02, "python", (reason(), reason(), reason("F402", 70, "del")))
QUIET = Outcome(func("tiny", 90), 0.002, "python")

REPORT = Report(
    (QUIET, REFUSED, NATIVE, WRONG), {"profile": 0.02, "build": 0.8, "prove": 1.1}, 4.213
)
COMPARED = Ran(
    Report(REPORT.outcomes, REPORT.steps, 4.2, 4.2, 0.6),
    0,
    Execution(4.2, 0, b"x\ny\n"),
    Execution(0.6, 0, b"x\ny\n"),
)
