"""Every refusal has a case: `cases/refusals/*.md`. A heading is a test; below it a `py` fence, a
`calls` fence that shows the types (CPython runs the calls), and a `refused` fence: line and code.

No Rust is needed: what is native and why not is decided before a crate is written.
"""

from __future__ import annotations

import ast
import contextlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from ferrule import lower, source
from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.records import FuncName, Signature
from ferrule.base.types import NEVER
from ferrule.base.unit import Target
from ferrule.passes import order
from ferrule.profile.shape import Fields, type_of

_LAST_RESORTS = {"F205"}  # a bound on inference that no known program meets
FOLDER = Path(__file__).parent / "cases" / "refusals"
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Case:
    """One heading of a case file."""

    title: str
    fences: Mapping[str, str]


def cases() -> Iterator[Case]:
    """All cases of all files."""
    for file in sorted(FOLDER.glob("*.md")):
        for part in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
            title, _, body = part.partition("\n")
            fences = re.findall(r"^```(\w+)\n(.*?)^```$", body, re.M | re.S)
            yield Case(title.strip(), dict(fences))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_refusal(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "case.py"
    file.write_text(case.fences["py"], encoding="utf-8")
    lines = map(str.split, case.fences["refused"].splitlines())
    expected = [(int(line), code) for line, code in lines]
    found = sorted((reason.span.line, reason.code) for reason in reasons(file, case, monkeypatch))
    assert found == expected


def reasons(file: Path, case: Case, monkeypatch: pytest.MonkeyPatch) -> list[Diagnostic]:
    """All that is said of a function on the way from the text to the finished IR."""
    fields: Fields = {}
    names = load(file, monkeypatch)
    calls = case.fences["calls"].splitlines()
    targets = tuple(target(file, names, call, fields) for call in calls)
    try:
        made = order.run(lower.lower(source.gather(targets, find, fields)))
    except Refused as refused:
        return [refused.diagnostic]
    every = (*made.reasons.values(), *made.notes.values())
    return [reason for several in every for reason in several]


def load(file: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The case's namespace; empty if Python can't load it."""
    module = ModuleType("case")
    module.__file__ = str(file)
    monkeypatch.setitem(sys.modules, "case", module)
    with contextlib.suppress(SyntaxError):
        exec(compile(file.read_text(encoding="utf-8"), file, "exec"), vars(module))
    return vars(module)


def find(name: str) -> source.Place | None:
    """The text of a loaded module, as the pipeline finds it."""
    live = sys.modules.get(name)
    path = getattr(live, "__file__", None) or ""
    return source.Place(path, vars(live)) if live is not None and path.endswith(".py") else None


def target(file: Path, names: dict[str, object], call: str, fields: Fields) -> Target:
    """What a call asks for; a name alone was never seen called."""
    expr = ast.parse(call, mode="eval").body
    if not isinstance(expr, ast.Call):
        return Target(FuncName("case", call, str(file), 1), ())
    arguments = tuple(type_of(eval(ast.unparse(one), names), fields) for one in expr.args)
    try:
        result = type_of(eval(call, names), fields)
    except Exception:
        result = NEVER
    function = ast.unparse(expr.func)
    live = eval(function, names)
    line = getattr(getattr(live, "__code__", None), "co_firstlineno", 1)
    return Target(FuncName("case", function, str(file), line), (Signature(arguments, result, 1),))


def test_every_code_that_reading_finds_has_a_case() -> None:
    folders = [ROOT / "src" / "ferrule" / room for room in ("source", "lower", "passes")]
    texts = [file.read_text(encoding="utf-8") for room in folders for file in room.rglob("*.py")]
    raised = {code for text in texts for code in re.findall(r'"(F\d{3})"', text)}
    shown = {line.split()[1] for case in cases() for line in case.fences["refused"].splitlines()}
    assert raised - shown == _LAST_RESORTS
