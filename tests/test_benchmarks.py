"""The benchmark harness itself: what it compares, how it sums up, and whether the limit is fair.

In: the scripts of `benchmarks/`. The hand-written Rust must give CPython's answers on the cases
that it is timed on, or its speed would mean nothing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "benchmarks"))

import arena  # noqa: E402
import contenders  # noqa: E402
import figures  # noqa: E402
import measured  # noqa: E402
from digest import digest  # noqa: E402


class Place:
    """Something with attributes."""

    def __init__(self, x: Any) -> None:
        self.x = x


DIFFERENT: tuple[Any, ...] = (
    1,
    1.0,
    True,
    "1",
    b"1",
    None,
    0.0,
    -0.0,
    [1],
    (1,),
    [1.0],
    [[1]],
    [[], []],
    [[[]]],
    {1},
    frozenset({1}),
    {1: 2, 3: 4},
    {3: 4, 1: 2},
    Place(1),
    Place(1.0),
    [1, 2],
    [12],
)


def test_digests_tell_apart_what_python_tells_apart() -> None:
    """Exact types, the sign of zero, the order of dicts, attributes."""
    assert len({digest(value) for value in DIFFERENT}) == len(DIFFERENT)


def test_digests_of_equals_are_equal() -> None:
    """Sets in any order, NaN, objects with the same attributes."""
    assert digest({8, 16, 0}) == digest({0, 16, 8})
    assert digest([float("nan")]) == digest([float("nan")])
    assert digest(Place([1])) == digest(Place([1]))


def side(name: str, *seconds: float, problem: str = "") -> arena.Side:
    """A side that took these times."""
    return arena.Side(name, "", (), seconds, problem)


def test_ratios_are_taken_inside_rounds() -> None:
    """A spell in which the machine is ten times slower changes nothing."""
    ratio = figures.ratio(side("a", 2.0, 20.0, 2.0), side("b", 1.0, 10.0, 0.5))
    assert ratio == figures.Ratio(2.0, 2.0, 4.0)


def test_no_ratio_with_a_wrong_answer() -> None:
    """Speed of a wrong answer is not a figure."""
    wrong = side("b", 1.0, problem="gives another answer")
    assert figures.ratio(side("a", 2.0), wrong) is None
    match = arena.Match(measured.CASES[0], (side("cpython", 2.0), wrong, side("rust", 1.0)))
    renamed = arena.Match(match.case, (match.sides[0], side("ferrule"), match.sides[2]))
    assert "2.00 x" in figures.table([renamed])


def test_cases_name_what_there_is() -> None:
    """Each case names an example, and each example has a case."""
    examples = {path.stem for path in (ROOT / "examples").glob("*.py")} - {"make_words"}
    assert {case.example for case in measured.CASES} == examples
    with pytest.raises(ValueError, match="no example nothing"):
        measured.chosen(("nothing",))


def test_word_list_is_what_its_script_makes() -> None:
    """The data checked in can be made again."""
    listed = (ROOT / "examples" / "data" / "words.txt").read_text(encoding="utf-8")
    code = "import make_words; print(*make_words.invent_words(4000), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=ROOT / "examples",
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == listed


@pytest.fixture(scope="session")
def limit() -> Iterator[contenders.Contender]:
    """The hand-written Rust, built."""
    built = contenders.handwritten()
    assert isinstance(built, contenders.Contender), built
    yield built


@pytest.mark.slow
@pytest.mark.rust
@pytest.mark.parametrize("case", measured.CASES, ids=lambda case: case.example)
def test_handwritten_rust_answers_as_python(
    case: measured.Case, limit: contenders.Contender
) -> None:
    """The result and the arguments afterwards, bit by bit."""
    match = arena.play(case, (contenders.cpython(), limit), rounds=1)
    assert [one.problem for one in match.sides] == ["", ""]
