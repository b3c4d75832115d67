"""The speeds as a picture.

In: matches. Out: the text of an SVG: a line for each program, a mark for each side, on a scale on
which each step is ten times faster. Assumes that speeds lie between 0.4 and 3,000 times CPython's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from arena import Match
from figures import RIVALS, mean, share, speed

LEFT, RIGHT, TOP, BOTTOM, STEP = 250, 96, 92, 30, 20
WIDTH = 960
LOWEST, HIGHEST = 0.4, 3000.0
INK, FAINT, LINE = "#1f2328", "#6e7781", "#d8dee4"
COLOURS = {
    "ferrule": "#c2410c",
    "rust": "#1f2328",
    "numba": "#2563eb",
    "mypyc": "#16a34a",
    "cython": "#9333ea",
    "pythran": "#0891b2",
}
TITLES = {
    "ferrule": "Ferrule",
    "rust": "hand-written Rust",
    "numba": "Numba",
    "mypyc": "mypyc",
    "cython": "Cython",
    "pythran": "Pythran",
}


def picture(matches: Sequence[Match], date: str) -> str:
    """The whole SVG."""
    sides = ["rust", *(name for name in RIVALS if any(m.side(name) for m in matches)), "ferrule"]
    ordered = sorted(matches, key=_limit, reverse=True)
    height = TOP + STEP * (len(ordered) + 1) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="14" y="24" font-size="15" font-weight="bold">'
        "How many times faster than CPython, conversions included</text>",
        f'<text x="{WIDTH - 14}" y="24" text-anchor="end" fill="{FAINT}">{escape(date)}</text>',
        *_legend(sides),
        *_scale(height),
    ]
    for number, match in enumerate(ordered):
        parts += _row(match, sides, TOP + STEP * number)
    parts += _means(matches, sides, TOP + STEP * len(ordered))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _limit(match: Match) -> float:
    one = speed(match, "rust") or speed(match, "ferrule")
    return one.middle if one else 0.0


def _place(times: float) -> float:
    """Where on the line a speed lies."""
    inside = min(max(times, LOWEST), HIGHEST)
    part = math.log(inside / LOWEST) / math.log(HIGHEST / LOWEST)
    return LEFT + part * (WIDTH - LEFT - RIGHT)


def _legend(sides: Sequence[str]) -> list[str]:
    parts = []
    x = 20.0
    for name in sorted(sides, key=list(COLOURS).index):
        parts.append(_mark(name, x, 50))
        parts.append(f'<text x="{x + 10:.0f}" y="54">{TITLES[name]}</text>')
        x += 30 + 7 * len(TITLES[name])
    return parts


def _scale(height: int) -> list[str]:
    parts = [
        f'<text x="{WIDTH - 10}" y="{TOP - 12}" text-anchor="end" fill="{FAINT}">of Rust</text>'
    ]
    for times in (1, 10, 100, 1000):
        x, strong = _place(times), ' stroke-width="1.5"' if times == 1 else ""
        parts.append(
            f'<line x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{height - BOTTOM + 4}" '
            f'stroke="{FAINT if times == 1 else LINE}"{strong}/>'
        )
        label = "CPython" if times == 1 else f"{times:,} x"
        parts.append(
            f'<text x="{x:.1f}" y="{TOP - 12}" text-anchor="middle" fill="{FAINT}">{label}</text>'
        )
    return parts


def _row(match: Match, sides: Sequence[str], top: float) -> list[str]:
    y = top + STEP / 2
    part = share(match)
    found = {side: one.middle for side in sides if (one := speed(match, side)) is not None}
    return [
        f'<text x="14" y="{y + 4:.1f}">{escape(match.case.program)}</text>',
        f'<text x="{LEFT - 16}" y="{y + 4:.1f}" text-anchor="end" font-size="11" fill="{FAINT}">'
        f"{escape(match.case.kind)}</text>",
        *_line(found, f"{part.middle:.0%}" if part else "", y),
    ]


def _means(matches: Sequence[Match], sides: Sequence[str], top: float) -> list[str]:
    y = top + STEP / 2 + 6
    means = {side: mean(speed(match, side) for match in matches) for side in sides}
    part = mean(share(match) for match in matches)
    known = {side: one for side, one in means.items() if one is not None}
    rule = (
        f'<line x1="10" y1="{top + 3:.1f}" x2="{WIDTH - 10}" y2="{top + 3:.1f}" stroke="{LINE}"/>'
    )
    name = f'<text x="14" y="{y + 4:.1f}" font-weight="bold">geometric mean</text>'
    return [rule, name, *_line(known, f"{part:.0%}" if part else "", y)]


def _line(found: dict[str, float], part: str, y: float) -> list[str]:
    """A thread, the marks on it, and the share of Rust's speed."""
    return [
        f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{LINE}" '
        'stroke-dasharray="1 3"/>',
        *(_mark(side, _place(times), y) for side, times in found.items()),
        f'<text x="{WIDTH - 10}" y="{y + 4:.1f}" text-anchor="end">{part}</text>',
    ]


def _mark(name: str, x: float, y: float) -> str:
    """A full circle for Ferrule, a bar for the limit, a small ring for each rival."""
    colour = COLOURS[name]
    if name == "ferrule":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour}"/>'
    if name == "rust":
        return f'<rect x="{x - 2:.1f}" y="{y - 8:.1f}" width="4" height="16" fill="{colour}"/>'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#ffffff" stroke="{colour}" '
        'stroke-width="2"/>'
    )
