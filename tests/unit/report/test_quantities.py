"""Numbers as text."""

import pytest

from ferrule.report import quantities


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "0 s"),
        (1.8e-8, "18.0 ns"),
        (4.2e-10, "0.42 ns"),
        (9.9996e-7, "1.00 µs"),
        (1.23e-3, "1.23 ms"),
        (0.8123, "812 ms"),
        (0.99999, "1.00 s"),
        (59.94, "59.9 s"),
        (119.0, "119 s"),
        (125.0, "2 min 5 s"),
    ],
)
def test_seconds_have_three_digits_and_a_unit(value: float | None, text: str) -> None:
    assert quantities.seconds(value) == text


def test_a_ratio_needs_both_sides() -> None:
    assert quantities.ratio(4.2, 0.62) == "6.77×"
    assert quantities.ratio(1.0, 2.0) == "0.50×"
    assert quantities.ratio(None, 1.0) == quantities.ratio(1.0, 0.0) == quantities.ABSENT


def test_spread_is_half_the_band_in_percent() -> None:
    assert quantities.spread(100.0, (96.0, 104.0)) == "±4 %"
    assert quantities.spread(0.0, (0.0, 1.0)) == ""


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0 %"), (0.004, "0.4 %"), (0.0994, "9.9 %"), (0.92, "92 %")]
)
def test_share(value: float, text: str) -> None:
    assert quantities.share(value) == text


def test_sizes_ages_and_counts() -> None:
    assert quantities.size(17) == "17 bytes"
    assert quantities.size(1_400_000) == "1.34 MB"
    assert quantities.age(3.0) == "moments"
    assert quantities.age(7200.0) == "2 hours"
    assert quantities.age(90_000.0) == "1 day"
    assert quantities.count(1, "function") == "1 function"
    assert quantities.count(1200, "function") == "1,200 functions"
