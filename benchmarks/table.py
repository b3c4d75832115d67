"""The tables that `run.py` prints.

In: matches. Out: text. Assumes that all matches have the same contenders.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from arena import Match, Side
from figures import RIVALS, Ratio, is_ahead, mean, memory, share, speed

TITLES = {"numba": "Numba", "mypyc": "mypyc", "cython": "Cython", "pythran": "Pythran"}


def speeds(matches: Sequence[Match]) -> str:
    """How many times faster than CPython each side is, a line for each program."""
    rivals = [name for name in RIVALS if any(match.side(name) for match in matches)]
    rows = [["program", "kind of work", "CPython", "Ferrule", "Rust", "of Rust's speed"]]
    rows[0] += [TITLES[name] for name in rivals] + (["ahead"] if rivals else [])
    for match in matches:
        row = [match.case.program, match.case.kind, _milliseconds(match.side("cpython"))]
        row += [_spread(speed(match, "ferrule")), _spread(speed(match, "rust"))]
        row.append(_share(share(match)))
        row += [_rival(match, name) for name in rivals]
        rows.append(row + (["yes" if is_ahead(match) else "no"] if rivals else []))
    means = [_times(mean(speed(match, name) for match in matches)) for name in ("ferrule", "rust")]
    part = mean(share(match) for match in matches)
    means.append(f"{part:.0%}" if part else "-")
    means += [_times(mean(speed(match, name) for match in matches)) for name in rivals]
    ahead = f"{sum(map(is_ahead, matches))} of {len(matches)}"
    rows.append(["geometric mean", "", "", *means, *([ahead] if rivals else [])])
    return _layout(rows, left=2)


def costs(matches: Sequence[Match]) -> str:
    """Seconds to build, seconds to a first result, and memory, a line for each program."""
    rivals = [name for name in RIVALS if any(match.side(name) for match in matches)]
    has_first = any(match.first_results for match in matches)
    heads = ["program", "Ferrule build", *(f"{TITLES[name]} build" for name in rivals)]
    first = ["first: CPython", "Ferrule", *(["Numba"] if "numba" in rivals else [])]
    heads += [*(first if has_first else []), "peak: CPython", "Ferrule", "ratio"]
    rows = [heads]
    for match in matches:
        row = [match.case.program, *(_build(match, name) for name in ("ferrule", *rivals))]
        if has_first:
            told = match.first_results
            row += [
                _seconds(told.get(name)) for name in ("cpython", "ferrule", "numba")[: len(first)]
            ]
        row += [_megabytes(match.side("cpython")), _megabytes(match.side("ferrule"))]
        over = memory(match)
        rows.append([*row, f"{over:.2f}" if over else "-"])
    return _layout(rows, left=1)


def notes(matches: Sequence[Match]) -> str:
    """What was refused, what went wrong and what stayed in Python."""
    lines = []
    for match in matches:
        for side in match.sides:
            place = f"{match.case.program}: {side.name}"
            if side.problem:
                lines.append(f"{place}: {side.problem}")
            elif side.name == "ferrule" and not side.native:
                lines.append(f"{place}: all of it runs in Python")
            lines += [f"{place}: {remark}" for remark in side.remarks]
    return "\n".join(lines)


def _layout(rows: Sequence[Sequence[str]], left: int) -> str:
    """Columns, the first ones to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            text.ljust(width) if i < left else text.rjust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _milliseconds(side: Side | None) -> str:
    if side is None or not side.seconds:
        return "-"
    return f"{statistics.median(side.seconds) * 1000:.1f} ms"


def _rival(match: Match, name: str) -> str:
    side = match.side(name)
    if side is None:
        return "-"
    if side.problem:
        return "wrong" if "another" in side.problem else "refuses"
    one = speed(match, name)
    return _times(one.middle if one else None)


def _build(match: Match, name: str) -> str:
    """Numba builds at its first call."""
    side = match.side(name)
    if side is None or (side.problem and not side.seconds):
        return "-"
    return _seconds(side.first_seconds if name == "numba" else side.build_seconds)


def _number(one: float) -> str:
    return f"{one:.0f}" if one >= 99.5 else f"{one:.1f}" if one >= 9.95 else f"{one:.2f}"


def _times(one: float | None) -> str:
    return f"{_number(one)} x" if one else "-"


def _spread(one: Ratio | None) -> str:
    return f"{_number(one.middle)} x ({_number(one.low)}-{_number(one.high)})" if one else "-"


def _share(one: Ratio | None) -> str:
    return f"{one.middle:.0%} ({one.low:.0%}-{one.high:.0%})" if one else "-"


def _seconds(one: float | None) -> str:
    return f"{one:.2f} s" if one is not None else "-"


def _megabytes(side: Side | None) -> str:
    return f"{side.peak_kb / 1024:.0f} MB" if side and side.peak_kb else "-"
