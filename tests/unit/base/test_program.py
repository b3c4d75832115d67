"""What belongs to us and what to the program."""

import pytest

from ferrule.base.program import Program, split


@pytest.mark.parametrize(
    ("words", "ours", "program"),
    [
        ("s.py", "", Program("script", "s.py")),
        ("s.py --compare -m x --", "", Program("script", "s.py", ("--compare", "-m", "x", "--"))),
        ("--compare s.py 1", "--compare", Program("script", "s.py", ("1",))),
        ("--json out s.py", "--json out", Program("script", "s.py")),
        ("--json=out s.py", "--json=out", Program("script", "s.py")),
        ("-m http.server -v", "", Program("module", "http.server", ("-v",))),
        ("-mhttp.server -v", "", Program("module", "http.server", ("-v",))),
        ("--compare -- pytest -x", "--compare", Program("command", "pytest", ("-x",))),
        ("-", "", Program("script", "-")),
        ("--compare", "--compare", None),
        ("-m", "", None),
        ("--", "", None),
    ],
)
def test_split(words: str, ours: str, program: Program | None) -> None:
    assert split(words.split(), {"--json"}) == (ours.split(), program)


def test_a_program_reads_as_it_was_written() -> None:
    assert str(Program("module", "m", ("1", "2"))) == "-m m 1 2"
    assert str(Program("script", "s.py")) == "s.py"
