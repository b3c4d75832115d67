"""`find`, `doctor` and `cache` as tables."""

import io

from ferrule.base.answers import Candidate, Check, Found, Stored
from ferrule.base.records import FuncName
from ferrule.report import listings


def test_found_functions_have_time_share_and_saving() -> None:
    stream = io.StringIO()
    name = FuncName("m", "advance", "/src/m.py", 7)
    found = Found(4.0, 0, (Candidate(name, 3.0, 4.0, 2.9),))
    listings.show_found(found, stream, 100)
    row = next(line for line in stream.getvalue().splitlines() if line.startswith("advance"))
    assert " ".join(row.split()) == "advance m.py:7 3.00 s 75 % 4.00 s 100 % 2.90 s"
    assert "program: 4.00 s" in stream.getvalue()


def test_nothing_found_is_said() -> None:
    stream = io.StringIO()
    listings.show_found(Found(0.01, 0, ()), stream, 100)
    assert "nothing hot enough" in stream.getvalue()


def test_doctor_says_how_to_mend() -> None:
    stream = io.StringIO()
    checks = (Check("rustc", "ok", "1.95.0"), Check("cc", "error", "no linker", "Install one."))
    listings.show_doctor(checks, stream, 80)
    assert [line.split() for line in stream.getvalue().splitlines()] == [
        ["rustc", "ok", "1.95.0"],
        ["cc", "error", "no", "linker"],
        ["Install", "one."],
    ]


def test_cache_says_what_it_holds() -> None:
    stream = io.StringIO()
    listings.show_cache((Stored("abcdef0123456789", "_slice_ab", 2048, 7200.0),), stream, 100)
    assert "slice  _slice_ab  abcdef012345  2.00 kB  2 hours ago" in stream.getvalue()
    assert "1 thing in the cache, 2.00 kB" in stream.getvalue()
