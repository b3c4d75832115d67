"""The progress bar and the question."""

import io

import pytest

from ferrule import report


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_no_bar_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    with report.progress("preparing", stream) as tell:
        tell("pyo3", 1, 40)
    assert stream.getvalue() == ""


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    with report.progress("preparing", stream) as tell:
        tell("pyo3 [x]", 1, 40)
    assert "preparing: pyo3 [x]" in stream.getvalue()


@pytest.mark.parametrize(("answer", "expected"), [("y\n", True), ("yes\n", True), ("\n", False)])
def test_a_question_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, answer: str, expected: bool
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", Terminal())
    assert report.ask("Install Rust?") is expected


def test_nobody_to_ask_means_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert report.ask("Install Rust?") is False
