"""`check` in four formats."""

import json
from pathlib import Path

import pytest

from ferrule.base.diag import Diagnostic
from ferrule.base.records import FuncName, Outcome
from ferrule.base.span import Span
from ferrule.report import findings

SOURCE = "def f(xs):\n    größe = open(xs)\n"


@pytest.fixture
def outcomes(tmp_path: Path) -> tuple[Outcome, ...]:
    file = str(tmp_path / "a, b.py")
    Path(file).write_text(SOURCE, encoding="utf-8")
    span = Span(file, 2, 14, 2, 22)  # `open(xs)`, in bytes: ö and ß take two each
    reasons = (Diagnostic("F411", span, "100% `open`\nis called"),)
    return (
        Outcome(FuncName("a", "f", file, 1), 0.0, "python", reasons),
        Outcome(FuncName("a", "g", file, 9), 0.0, "native"),
    )


def test_text_shows_the_line_and_a_caret(outcomes: tuple[Outcome, ...]) -> None:
    text = findings.as_format(outcomes, "text", "1")
    assert "    2 |     größe = open(xs)\n      |             ^^^^^^^^\n" in text
    assert text.endswith("1 of 2 functions native\n")


def test_json_is_the_functions(outcomes: tuple[Outcome, ...]) -> None:
    data = json.loads(findings.as_format(outcomes, "json", "1"))
    assert [function["status"] for function in data["functions"]] == ["python", "native"]


def test_sarif_counts_columns_in_characters(outcomes: tuple[Outcome, ...]) -> None:
    data = json.loads(findings.as_format(outcomes, "sarif", "1.2"))
    (run,) = data["runs"]
    assert data["version"] == "2.1.0"
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["F411"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/a%2C%20b.py")
    assert place["region"] == {"startLine": 2, "startColumn": 13, "endLine": 2, "endColumn": 21}


def test_github_annotations_are_one_escaped_line_each(outcomes: tuple[Outcome, ...]) -> None:
    text = findings.as_format(outcomes, "github", "1")
    assert text.count("\n") == 1
    assert text.startswith("::warning file=")
    assert "a%2C b.py,line=2,endLine=2,col=13," in text
    assert text.endswith("::100%25 `open`\\nis called\n")


def test_clean_means_that_nothing_is_left_in_python(outcomes: tuple[Outcome, ...]) -> None:
    assert findings.is_clean(outcomes[1:])
    assert not findings.is_clean(outcomes)
    assert findings.is_clean(())
