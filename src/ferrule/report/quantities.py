"""Numbers as people read them: times, spreads, shares, ratios, sizes. Numbers in, short text out.

Assumes that None means "not measured", which is shown as a dash.
"""

from __future__ import annotations

ABSENT = "–"

_TIMES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_AGES = ((86400, "day"), (3600, "hour"), (60, "minute"))
_SIZES = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def seconds(value: float | None) -> str:
    """A time with three digits and a fitting unit: `1.23 ms`."""
    if value is None:
        return ABSENT
    if value >= 120:
        return f"{int(value) // 60} min {int(value) % 60} s"
    for unit, name in _TIMES:
        if value >= unit * 0.9995:
            return f"{_digits(value / unit)} {name}"
    return "0 s" if value <= 0 else f"{_digits(value / 1e-9)} ns"


def age(value: float) -> str:
    """How long ago, roughly: `3 days`."""
    for unit, noun in _AGES:
        if value >= unit:
            return count(int(value // unit), noun)
    return "moments"


def spread(median: float, band: tuple[float, float]) -> str:
    """Half the width of a band, in percent of the median: `±4 %`."""
    if median <= 0:
        return ""
    percent = (band[1] - band[0]) / 2 / median * 100
    return f"±{percent:.0f} %"


def share(value: float) -> str:
    """A part of the whole: `92 %`, with a decimal below ten."""
    percent = value * 100
    return f"{percent:.0f} %" if percent >= 9.95 or percent == 0 else f"{percent:.1f} %"


def ratio(before: float | None, after: float | None) -> str:
    """How many times faster: `6.8×`."""
    if before is None or after is None or after <= 0:
        return ABSENT
    return f"{_digits(before / after)}×"


def size(count: int) -> str:
    """An amount of bytes: `1.4 MB`."""
    for unit, name in _SIZES:
        if count >= unit:
            return f"{_digits(count / unit)} {name}"
    return f"{count} bytes"


def count(number: int, noun: str) -> str:
    """A number and its noun: `1 function`, `2 functions`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _digits(value: float) -> str:
    """Three significant digits, never an exponent."""
    if value >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"
