"""The table: what is in it, at every width, and what it must never do."""

import io
from types import ModuleType

import pytest

from ferrule.base.answers import Execution, Ran
from ferrule.base.diag import Diagnostic
from ferrule.base.records import FuncName, Outcome, Report
from ferrule.base.span import Span
from ferrule.report import terminal


def text_of(ran: Ran, width: int = 120) -> str:
    stream = io.StringIO()
    terminal.show_run(ran, stream, width)
    return stream.getvalue()


def row_of(text: str, name: str) -> list[str]:
    return next(line for line in text.splitlines() if line.startswith(name)).split()


def test_a_native_function_shows_its_whole_story(sample: ModuleType) -> None:
    cells = row_of(text_of(sample.COMPARED), "advance")
    assert cells == [
        *["advance", "nbody.py:12", "92", "%", "native", "214", "✓"],
        *["1.20", "ms", "±4", "%", "20.0", "µs", "±2", "%", "60.0×"],
    ]


def test_functions_come_by_share_and_small_ones_are_counted(sample: ModuleType) -> None:
    text = text_of(sample.COMPARED)
    places = [text.index(f"\n{name}") for name in ("advance", "energy", "main")]
    assert places == sorted(places)
    assert "tiny" not in text
    assert "and 1 function below 1 %" in text


def test_each_reason_is_given_once_with_code_line_and_words(sample: ModuleType) -> None:
    text = text_of(sample.COMPARED)
    assert text.count("F411 call: `open` is called") == 1
    assert "line 66" in text
    assert "F402 construct: del" in text


def test_a_mismatch_shows_both_answers(sample: ModuleType) -> None:
    lines = [line.strip() for line in text_of(sample.COMPARED).splitlines()]
    place = lines.index("energy([])")
    assert lines[place + 1 : place + 3] == ["Python: 0.0", "native: -0.0"]


def test_the_program_and_our_own_time(sample: ModuleType) -> None:
    text = text_of(sample.COMPARED)
    assert "program: 4.20 s → 600 ms, 7.00× faster" in text
    assert "compared: outputs equal (4 bytes), exit status 0" in text
    assert "ferrule's own time: profile 20.0 ms · build 800 ms · prove 1.10 s" in text
    assert "program: 4.21 s" in text_of(Ran(sample.REPORT, 0))


def test_a_slower_program_is_called_slower(sample: ModuleType) -> None:
    slower = Report(sample.REPORT.outcomes, {}, 1.0, 1.0, 2.0)
    assert "1.00 s → 2.00 s, 2.00× slower" in text_of(Ran(slower, 0))


def test_a_difference_is_told(sample: ModuleType) -> None:
    ran = Ran(sample.REPORT, 0, Execution(1, 0, b"1\n"), Execution(1, 0, b"2\n"))
    assert "output differs on line 1: '1' in Python, '2' native" in text_of(ran)


@pytest.mark.parametrize("width", [20, 40, 55, 66, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(sample: ModuleType, width: int) -> None:
    text = text_of(sample.COMPARED, width)
    assert max(map(len, text.splitlines())) <= width
    assert "advance" in text
    assert "60.0×" in text


def test_a_narrow_terminal_drops_columns_but_not_names(sample: ModuleType) -> None:
    text = text_of(sample.COMPARED, 40)
    assert "before" not in text
    assert row_of(text, "advance") == ["advance", "native", "60.0×"]


def test_control_characters_of_a_program_never_reach_the_terminal() -> None:
    evil = "\x1b[31m\x07[bold]"
    reasons = (Diagnostic("F411", Span(f"/{evil}.py", 3, 0, 3, 1), evil),)
    outcome = Outcome(FuncName("m", evil, f"/{evil}.py", 3), 0.5, "python", reasons)
    text = text_of(Ran(Report((outcome,), {}, 1.0), 0))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]" in text


def test_no_colour_where_there_is_no_terminal(sample: ModuleType) -> None:
    assert "\x1b" not in text_of(sample.COMPARED)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_colour_on_a_terminal_unless_told_not_to(
    sample: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Terminal(), Terminal()
    terminal.show_run(sample.COMPARED, coloured, 100)
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.show_run(sample.COMPARED, plain, 100)
    assert "\x1b[32m" in coloured.getvalue()
    assert "\x1b[3" not in plain.getvalue()


def test_a_closed_stream_loses_the_report_and_nothing_else(sample: ModuleType) -> None:
    stream = io.StringIO()
    stream.close()
    terminal.show_run(sample.COMPARED, stream, 100)


def test_a_stream_that_knows_only_ascii_gets_ascii(sample: ModuleType) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    terminal.show_run(sample.COMPARED, stream, 120)
    assert b"program: 4.20 s -> 600 ms, 7.00x faster" in raw.getvalue()


def test_an_empty_report_says_so() -> None:
    assert "nothing hot enough" in text_of(Ran(Report((), {}, 0.01), 0))
