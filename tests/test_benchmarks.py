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
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "benchmarks"))

import arena  # noqa: E402
import contenders  # noqa: E402
import exports  # noqa: E402
import figures  # noqa: E402
import kernel  # noqa: E402
import measured  # noqa: E402
import plot  # noqa: E402
import table  # noqa: E402
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


def match(*sides: arena.Side) -> arena.Match:
    """The first case with these sides."""
    return arena.Match(measured.CASES[0], sides)


def test_no_ratio_with_a_wrong_answer() -> None:
    """Speed of a wrong answer is not a figure."""
    wrong = side("ferrule", 1.0, problem="gives another answer")
    met = match(side("cpython", 2.0), wrong, side("rust", 1.0))
    assert figures.speed(met, "ferrule") is None
    assert figures.share(met) is None
    assert "2.00 x" in table.speeds([met])


def test_ahead_is_faster_than_all_that_answer_rightly() -> None:
    """A rival that is wrong or absent is no rival; CPython is one."""
    plain, own = side("cpython", 8.0), side("ferrule", 2.0)
    wrong = side("numba", 1.0, problem="gives another answer")
    assert figures.is_ahead(match(plain, own, wrong, side("mypyc", 4.0)))
    assert not figures.is_ahead(match(plain, own, side("mypyc", 1.0)))
    assert not figures.is_ahead(match(plain, side("ferrule", 9.0)))
    text = table.speeds([match(plain, own, side("rust", 1.0), wrong, side("mypyc", 4.0))])
    assert "wrong" in text
    assert "1 of 1" in text


def test_the_picture_is_well_formed() -> None:
    """Any text in it is escaped, and each side has its mark."""
    met = match(side("cpython", 8.0), side("ferrule", 2.0), side("rust", 1.0), side("mypyc", 4.0))
    root = ElementTree.fromstring(plot.picture([met], "2026-01-01"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Ferrule", "hand-written Rust", "mypyc", "50%"} <= set(texts)
    assert "Numba" not in texts


PROGRAM = """
import math
import sys
from dataclasses import dataclass

FACTOR, UNUSED_TOO = 2.0, 3
OTHER = 4

@dataclass
class Point:
    x: float

def scaled(x):
    return Point(FACTOR * math.sqrt(x))

def unused(y):
    return OTHER + y

def hot(xs):
    return [scaled(x) for x in xs]

def main():
    print(hot([float(sys.argv[1])]))
"""


def test_a_kernel_is_what_the_function_needs() -> None:
    """What it calls, and what that refers to; nothing else."""
    text = kernel.source(PROGRAM, "hot")
    assert kernel.functions(PROGRAM, "hot") == ["scaled", "hot"]
    assert "import math" in text
    assert "@dataclass" in text
    assert "FACTOR" in text
    assert "unused(" not in text
    assert "sys" not in text
    assert "OTHER" not in text


def test_exports_name_the_types_of_arguments() -> None:
    """In Pythran's words, or not at all."""
    arguments = (1, 2.0, [[True]], {"a": (1, "b")}, {2})
    assert exports.export_line("f", arguments) == (
        "#pythran export f(int, float, bool list list, str:(int, str) dict, int set)\n"
    )
    for unknown in ([], [1, "a"], Place(1), None, b"a"):
        with pytest.raises(exports.NoWord):
            exports.export_line("f", (unknown,))


def test_cases_name_what_there_is() -> None:
    """Each case names a program, and each program has a case."""
    found = [*(ROOT / "examples").glob("*.py"), *(ROOT / "benchmarks" / "programs").glob("*.py")]
    programs = {path.stem for path in found} - {"make_words", "scalar"}
    assert {case.program for case in measured.CASES} == programs
    assert len(measured.CASES) == len(programs)
    with pytest.raises(ValueError, match="no program nothing"):
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
@pytest.mark.parametrize("case", measured.CASES, ids=lambda case: case.program)
def test_handwritten_rust_answers_as_python(
    case: measured.Case, limit: contenders.Contender
) -> None:
    """The result and the arguments afterwards, bit by bit."""
    played = arena.play(case, (contenders.cpython(case), limit), rounds=1)
    assert [one.problem for one in played.sides] == ["", ""]
