"""Python beside Rust, and one stage alone."""

import io

from ferrule.base.answers import Shown
from ferrule.base.records import FuncName
from ferrule.report import side_by_side

PYTHON = "def double(x):\n    return x + x\n"
RUST = "pub fn double(x: i64) -> Res<i64> {\n    int::add(x, x)\n}\n"
SHOWN = Shown(FuncName("m", "double", "m.py", 7), PYTHON, {"ir": "func double", "rust": RUST})


def beside(shown: Shown, width: int) -> list[str]:
    stream = io.StringIO()
    side_by_side.show_beside(shown, stream, width)
    return stream.getvalue().splitlines()


def test_wide_terminals_show_both_on_one_line() -> None:
    lines = beside(SHOWN, 120)
    assert any("def double(x):" in line and "pub fn double" in line for line in lines)
    assert any("8     return x + x" in line for line in lines)
    assert "m.py:7" in lines[0]


def test_narrow_terminals_show_one_above_the_other() -> None:
    lines = beside(SHOWN, 50)
    python = next(place for place, line in enumerate(lines) if "def double" in line)
    rust = next(place for place, line in enumerate(lines) if "pub fn double" in line)
    assert python < rust
    assert max(map(len, lines)) <= 50


def test_a_refused_function_says_why() -> None:
    refused = Shown(SHOWN.func, PYTHON, {}, "F411 `open` is called")
    assert any("F411 `open` is called" in line for line in beside(refused, 120))


def test_a_stage_in_a_pipe_is_exactly_its_text() -> None:
    stream = io.StringIO()
    side_by_side.show_stage(SHOWN, "rust", stream)
    assert stream.getvalue() == RUST


def test_a_missing_stage_is_said() -> None:
    stream = io.StringIO()
    side_by_side.show_stage(SHOWN, "passes", stream)
    assert stream.getvalue() == "nothing to show\n"
