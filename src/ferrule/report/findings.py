"""What `check` says, in four formats: text, JSON, SARIF 2.1.0, GitHub annotations.

Comes in: outcomes, whose reasons are diagnostics. Goes out: one text, to be written as it is.
Assumes that the files can be read again for the source line; where not, the line is left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from ferrule.base.codes import FAMILIES, TABLE, title
from ferrule.base.diag import Diagnostic
from ferrule.base.records import Outcome
from ferrule.base.render import character, line_of, printable, render
from ferrule.report import machine, quantities

FORMATS = ("text", "json", "sarif", "github")

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def is_clean(outcomes: Sequence[Outcome]) -> bool:
    """Whether every function is native, with nothing left in Python."""
    return not any(outcome.reasons or outcome.status == "python" for outcome in outcomes)


def as_format(outcomes: Sequence[Outcome], form: str, version: str) -> str:
    """The findings in one of `FORMATS`; `version` is Ferrule's own."""
    match form:
        case "json":
            return machine.as_text({"functions": machine.functions_data(outcomes)})
        case "sarif":
            return _as_sarif(_all(outcomes), version)
        case "github":
            return "".join(_as_annotation(reason) for reason in _all(outcomes))
        case _:
            return _as_lines(outcomes)


def _all(outcomes: Sequence[Outcome]) -> list[Diagnostic]:
    reasons = {reason for outcome in outcomes for reason in outcome.reasons}
    return sorted(reasons, key=lambda reason: (reason.span, reason.code, reason.message))


def _as_lines(outcomes: Sequence[Outcome]) -> str:
    lines = []
    for outcome in outcomes:
        where = f"{outcome.func.file}:{outcome.func.line}"
        lines.append(f"{where}: {outcome.func.qualname}: {outcome.status}")
        lines += [render(reason) for reason in outcome.reasons]
    native = sum(outcome.status == "native" for outcome in outcomes)
    lines.append(f"{native} of {quantities.count(len(outcomes), 'function')} native")
    return "\n".join(lines) + "\n"


def _as_annotation(reason: Diagnostic) -> str:
    span = reason.span
    column = character(line_of(span), span.column) + 1
    fields = f"file={_property(span.file)},line={span.line},endLine={span.end_line},col={column}"
    heading = _property(f"{reason.code} {title(reason.code)}")
    return f"::warning {fields},title={heading}::{_data(printable(reason.message))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _as_sarif(reasons: Sequence[Diagnostic], version: str) -> str:
    codes = sorted({reason.code for reason in reasons})
    driver = {
        "name": "ferrule",
        "version": version,
        "rules": [_sarif_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(reason, codes) for reason in reasons],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _sarif_rule(code: str) -> dict[str, object]:
    row = TABLE.get(code)
    family = FAMILIES.get(code[:2], "")
    rule: dict[str, object] = {
        "id": code,
        "shortDescription": {"text": title(code)},
        "properties": {"tags": [family] if family else []},
    }
    if row is not None:
        rule |= {"fullDescription": {"text": row.why}, "help": {"text": row.remedy}}
    return rule


def _sarif_result(reason: Diagnostic, codes: Sequence[str]) -> dict[str, object]:
    span = reason.span
    first = line_of(span)
    last = first if span.end_line == span.line else ""
    region: dict[str, object] = {
        "startLine": max(span.line, 1),
        "startColumn": character(first, span.column) + 1,
        "endLine": max(span.end_line, span.line, 1),
    }
    if last:
        region["endColumn"] = character(last, span.end_column) + 1
    location = {"artifactLocation": {"uri": _uri(span.file)}, "region": region}
    return {
        "ruleId": reason.code,
        "ruleIndex": codes.index(reason.code),
        "level": "note",
        "message": {"text": reason.message},
        "locations": [{"physicalLocation": location}],
    }


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
