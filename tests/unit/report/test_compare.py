"""Two runs of one program, told apart."""

from ferrule.base.answers import Execution
from ferrule.report import compare


def execution(output: bytes, status: int = 0) -> Execution:
    return Execution(1.0, status, output)


def test_equal_runs() -> None:
    one, two = execution(b"1\n2\n"), execution(b"1\n2\n")
    assert compare.is_equal(one, two)
    assert compare.describe(one, two) == "outputs equal (4 bytes), exit status 0"


def test_the_first_line_that_differs_is_named() -> None:
    words = compare.describe(execution(b"1\n2\n"), execution(b"1\n\xff\n"))
    assert words == "output differs on line 2: '2' in Python, '\\\\xff' native"


def test_an_output_that_goes_on() -> None:
    assert not compare.is_equal(execution(b"1"), execution(b"1\n2"))
    words = compare.describe(execution(b"1"), execution(b"1\n2"))
    assert words == "output differs: native goes on after line 1"


def test_exit_status_counts() -> None:
    assert not compare.is_equal(execution(b""), execution(b"", 3))
    assert "0 in Python, 3 native" in compare.describe(execution(b""), execution(b"", 3))


def test_a_long_line_is_cut() -> None:
    words = compare.describe(execution(b"a" * 1000), execution(b"b" * 1000))
    assert len(words) < 200
