"""From times to figures, and from figures to a table and to JSON.

In: matches. Out: ratios with their spread, a table as text, and plain data for JSON. A ratio is
taken inside each round and only then summed up, so that drift of the machine cancels. Assumes that
every side that took part has as many rounds.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from arena import Match, Side


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the second side is faster: the median over rounds and the extremes."""

    middle: float
    low: float
    high: float


def ratio(slow: Side, fast: Side) -> Ratio | None:
    """The speed of `fast` over that of `slow`; nothing where one of them did not run."""
    if not slow.seconds or not fast.seconds or slow.problem or fast.problem:
        return None
    each = [a / b for a, b in zip(slow.seconds, fast.seconds, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each))


def _ratios(match: Match) -> tuple[Ratio | None, Ratio | None, Ratio | None]:
    """The speed of Ferrule and of Rust against CPython, and of Ferrule against Rust."""
    side = {side.name: side for side in match.sides}
    python, compiled, limit = side["cpython"], side["ferrule"], side["rust"]
    return ratio(python, compiled), ratio(python, limit), ratio(limit, compiled)


def table(matches: Sequence[Match]) -> str:
    """All matches, one line each, and the geometric means."""
    heads = ("example", "CPython", "Ferrule", "Rust", "Ferrule is", "Rust is", "of Rust's speed")
    rows: list[tuple[str, ...]] = [heads]
    for match in matches:
        faster, limit, share = _ratios(match)
        times = [_milliseconds(side) for side in match.sides]
        name = f"{match.case.example}.{match.case.function}"
        rows.append((name, *times, _times(faster), _times(limit), _share(share)))
    speed, best, part = _means(matches)
    means = (f"{speed:.2f} x" if speed else "-", f"{best:.2f} x" if best else "-")
    rows.append(("geometric mean", "", "", "", *means, f"{part:.0%}" if part else "-"))
    widths = [max(len(row[i]) for row in rows) for i in range(len(heads))]
    lines = ["  ".join(_place(row, widths)) for row in rows]
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join([*lines, *_notes(matches)])


def _place(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    rest = zip(row[1:], widths[1:], strict=True)
    return [row[0].ljust(widths[0]), *(text.rjust(width) for text, width in rest)]


def _means(matches: Sequence[Match]) -> tuple[float | None, ...]:
    """The geometric mean of each column, over the cases where it is known."""
    columns = zip(*(_ratios(match) for match in matches), strict=True)
    known = [[one.middle for one in column if one is not None] for column in columns]
    return tuple(statistics.geometric_mean(column) if column else None for column in known)


def _notes(matches: Sequence[Match]) -> list[str]:
    notes = []
    for match in matches:
        for side in match.sides:
            if side.problem:
                notes.append(f"{match.case.example}: {side.name}: {side.problem}")
            elif side.name == "ferrule" and not side.native:
                notes.append(f"{match.case.example}: ferrule: all of it runs in Python")
            notes += [f"{match.case.example}: {remark}" for remark in side.remarks]
    return ["", *notes] if notes else []


def _milliseconds(side: Side) -> str:
    return f"{statistics.median(side.seconds) * 1000:.2f} ms" if side.seconds else "-"


def _times(one: Ratio | None) -> str:
    return f"{one.middle:.2f} x ({one.low:.2f} to {one.high:.2f})" if one else "-"


def _share(one: Ratio | None) -> str:
    return f"{one.middle:.0%} ({one.low:.0%} to {one.high:.0%})" if one else "-"


def _plain(one: Ratio | None) -> dict[str, float] | None:
    return {"median": one.middle, "low": one.low, "high": one.high} if one else None


def machine_readable(matches: Sequence[Match]) -> dict[str, Any]:
    """Every time and ratio, and what they were measured with."""
    return {"environment": surroundings(), "cases": [_case(match) for match in matches]}


def _case(match: Match) -> dict[str, Any]:
    faster, limit, share = _ratios(match)
    return {
        "example": match.case.example,
        "function": match.case.function,
        "sides": {
            side.name: {
                "seconds": list(side.seconds),
                "native": list(side.native),
                "remarks": list(side.remarks),
                "problem": side.problem,
            }
            for side in match.sides
        },
        # Speeds, not times: 1.0 is as fast, 2.0 is twice as fast.
        "ferrule_over_cpython": _plain(faster),
        "rust_over_cpython": _plain(limit),
        "ferrule_over_rust": _plain(share),
    }


def surroundings() -> dict[str, str]:
    """Versions of Python and rustc, and the kind of processor."""
    try:
        done = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=False)
        rustc = done.stdout.strip()
    except OSError:
        rustc = "none"
    return {"python": platform.python_version(), "rustc": rustc, "processor": platform.machine()}
