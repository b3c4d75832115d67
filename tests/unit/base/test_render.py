"""Diagnostics as text."""

import pytest

from ferrule.base.diag import Diagnostic
from ferrule.base.render import character, printable, render
from ferrule.base.span import Span


def excerpt(source: str, column: int, end: int, width: int = 100, line: int = 1) -> list[str]:
    span = Span("m.py", line, column, line, end)
    return render(Diagnostic("F411", span, "facts"), source, width).splitlines()


def test_the_whole_message() -> None:
    assert excerpt("x = open(y)\n", 4, 11) == [
        "m.py:1:5: F411 facts",
        "    1 | x = open(y)",
        "      |     ^^^^^^^",
        "  help: Give the arguments one by one, or call it outside the hot path.",
    ]


def test_columns_are_bytes_in_and_terminal_cells_out() -> None:
    source = "π = '漢' + f(x)"
    start = len("π = '漢' + ".encode())
    lines = excerpt(source, start, start + 4)
    assert lines[0] == "m.py:1:11: F411 facts"
    assert lines[2].index("^") == len("    1 | ") + 11  # 漢 takes two cells


def test_tabs_are_widened_the_same_in_both_lines() -> None:
    lines = excerpt("\tf(x)", 1, 5)
    assert lines[1:3] == ["    1 |     f(x)", "      |     ^^^^"]


def test_a_long_line_is_cut_around_the_place() -> None:
    lines = excerpt("a" * 500 + " f(x) " + "b" * 500, 501, 505, width=60)
    assert all(len(line) <= 60 for line in lines[1:3])
    column = lines[2].index("^")
    assert lines[1][column : column + 4] == "f(x)"


def test_a_span_over_several_lines_marks_the_first() -> None:
    span = Span("m.py", 1, 4, 2, 1)
    lines = render(Diagnostic("F411", span, "facts"), "x = f(\n)").splitlines()
    assert lines[2] == "      |     ^^"


@pytest.mark.parametrize("line", [0, 7])
def test_a_line_that_is_not_there_is_left_out(line: int) -> None:
    lines = excerpt("x = 1\n", 0, 1, line=line)
    assert len(lines) == 2


def test_only_pythons_own_line_ends_count() -> None:
    assert excerpt("x = '\x0c\x85'\ny = f(x)", 4, 8, line=2)[1] == "    2 | y = f(x)"


def test_a_missing_file_still_has_its_message() -> None:
    text = render(Diagnostic("F101", Span("/nowhere/m.py", 3, 0, 3, 1), "facts"))
    assert text.startswith("/nowhere/m.py:3:1: F101 facts")


def test_control_characters_are_shown() -> None:
    assert printable("a\x1b[0m\u202eb\n") == "a\\x1b[0m\\u202eb\\n"
    assert printable("größe 漢") == "größe 漢"


def test_a_column_in_the_middle_of_a_character_does_not_fail() -> None:
    assert character("ö", 1) == 0
    assert character("ö", 2) == 1
