"""Case files: Python in, and calls whose expected answer is whatever CPython does.

In: `cases/*.md`; a heading is a test. Fences: `py` (a part of the module: all of a file are joined
into one, so names are different), `calls` (one per line; `a; b; c` sets up with `a` and `b`, and
compares `c`; a line of `py` that ends in `# wide` is where a witness would have seen ints outgrow
64 bits), and optionally `native` (functions that must have run natively to the end),
`refused` (function and code) and `rust` (the emitted text, written again by `--update`).
There is one build for each file. Assumes a Rust toolchain.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.twins.job import Answer, Job, run_job

FOLDER = Path(__file__).parent / "cases"

pytestmark = [pytest.mark.rust, pytest.mark.slow]


@dataclass(frozen=True, slots=True)
class Case:
    """One heading of a case file."""

    file: Path
    title: str
    fences: Mapping[str, str]

    @property
    def calls(self) -> tuple[str, ...]:
        """The calls, one per line."""
        return tuple(line for line in self.fences.get("calls", "").splitlines() if line.strip())


def files() -> list[Path]:
    """All case files but those of `test_refusals.py`."""
    return sorted(FOLDER.glob("*.md"))


@functools.cache
def cases_in(file: Path) -> tuple[Case, ...]:
    """All cases of a file."""
    return tuple(_read(file))


def _read(file: Path) -> Iterator[Case]:
    for part in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, body = part.partition("\n")
        fences = re.findall(r"^```(\w+)\n(.*?)^```$", body, re.M | re.S)
        yield Case(file, title.strip(), dict(fences))


@functools.cache
def answer_of(file: Path) -> Answer:
    """What the one build of a file gave."""
    cases = cases_in(file)
    text = "\n\n".join(case.fences["py"] for case in cases)
    calls = tuple(call for case in cases for call in case.calls)
    return run_job(Job(f"case_{file.stem.replace('-', '_')}", text, calls))


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_nothing_of_ours_breaks(file: Path) -> None:
    assert answer_of(file).faults == []


@pytest.mark.parametrize(
    "case", [case for file in files() for case in cases_in(file)], ids=lambda case: case.title
)
def test_case(case: Case, request: pytest.FixtureRequest) -> None:
    answer = answer_of(case.file)
    assert [one for one in answer.differences if one[0] in case.calls] == []
    assert [name for name in _words(case, "native") if not answer.native.get(name)] == []
    assert set(_words(case, "refused")) - {f"{one[0]}:{one[1]}" for one in answer.refused} == set()
    if "rust" in case.fences:
        _check_rust(case, answer, update=request.config.getoption("--update"))


def _words(case: Case, fence: str) -> list[str]:
    return case.fences.get(fence, "").split()


def _check_rust(case: Case, answer: Answer, *, update: bool) -> None:
    """The functions that this case's Python defines, as Rust."""
    names = re.findall(r"^def (\w+)", case.fences["py"], re.M)
    found = "\n".join(filter(None, (_item(answer.rust, name) for name in names)))
    if update and found != case.fences["rust"]:
        text = case.file.read_text(encoding="utf-8")
        old, new = (f"```rust\n{one}```" for one in (case.fences["rust"], found))
        case.file.write_text(text.replace(old, new), encoding="utf-8")
        return
    assert case.fences["rust"] == found


def _item(rust: str, name: str) -> str:
    match = re.search(rf"^(///[^\n]*\n)*pub fn {name}\(.*?^}}\n", rust, re.M | re.S)
    return match[0] if match else ""
