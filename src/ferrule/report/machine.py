"""A report as data: the JSON that `--json` writes. Records in, plain dicts and lists out.

Assumes nothing beyond the records; a function that was not proved has 0 inputs, one that was not
timed has null times. Keys never change their meaning; new ones may come.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ferrule.base.answers import Check, Found, Shown, Stored
from ferrule.base.diag import Diagnostic
from ferrule.base.records import Outcome, Report


def report_data(report: Report) -> dict[str, object]:
    """A whole run or build."""
    before, after = report.before_s, report.after_s
    return {
        "before_s": before,
        "after_s": after,
        "speedup": before / after if before is not None and after else None,
        "program_s": report.program_s,
        "steps": dict(report.steps),
        "functions": functions_data(report.outcomes),
    }


def functions_data(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    """The functions of a report, in its order."""
    return [_function(outcome) for outcome in outcomes]


def found_data(found: Found) -> dict[str, object]:
    """Where the time goes, as `find` ranks it."""
    functions = [
        {
            "name": candidate.func.qualname,
            "module": candidate.func.module,
            "file": candidate.func.file,
            "line": candidate.func.line,
            "self_s": candidate.self_s,
            "total_s": candidate.total_s,
            "saving_s": candidate.saving_s,
        }
        for candidate in found.candidates
    ]
    return {"wall_s": found.wall_s, "functions": functions}


def shown_data(shown: Shown) -> dict[str, object]:
    """One function at every stage."""
    return {
        "name": shown.func.qualname,
        "file": shown.func.file,
        "line": shown.func.line,
        "python": shown.python,
        "stages": dict(shown.stages),
        "refused": shown.refused,
    }


def doctor_data(checks: Sequence[Check]) -> dict[str, object]:
    """What `doctor` looked at."""
    return {
        "checks": [
            {"name": check.name, "status": check.status, "found": check.found}
            | ({"advice": check.advice} if check.advice else {})
            for check in checks
        ]
    }


def cache_data(entries: Sequence[Stored]) -> dict[str, object]:
    """What the cache holds."""
    return {
        "entries": [
            {
                "key": entry.key,
                "name": entry.name,
                "kind": entry.kind,
                "bytes": entry.size,
                "age_s": entry.age_s,
            }
            for entry in entries
        ]
    }


def as_text(data: object) -> str:
    """JSON that a person can read too, with a newline at its end."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _function(outcome: Outcome) -> dict[str, object]:
    verdict, timing = outcome.verdict, outcome.timing
    return {
        "name": outcome.func.qualname,
        "module": outcome.func.module,
        "file": outcome.func.file,
        "line": outcome.func.line,
        "share": outcome.share,
        "status": outcome.status,
        "installed": outcome.installed,
        "reasons": [_reason(reason) for reason in outcome.reasons],
        "proof": {
            "inputs": verdict.recorded + verdict.generated if verdict else 0,
            "mismatches": len(verdict.mismatches) if verdict else 0,
            "native": verdict.native if verdict else 0,
        },
        "before_s": timing.before_s if timing else None,
        "after_s": timing.after_s if timing else None,
        "before_spread_s": list(timing.before_spread) if timing else None,
        "after_spread_s": list(timing.after_spread) if timing else None,
    }


def _reason(reason: Diagnostic) -> dict[str, object]:
    return {
        "code": reason.code,
        "file": reason.span.file,
        "line": reason.span.line,
        "column": reason.span.column + 1,
        "message": reason.message,
    }
