"""From times to figures, and from figures to plain data for JSON.

In: matches. Out: ratios with their spread, means, counts, and plain data. A ratio is taken inside
each round and only then summed up, so that drift of the machine cancels. Assumes that every side
that took part has as many rounds.
"""

from __future__ import annotations

import datetime
import platform
import statistics
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arena import Match, Side

RIVALS = ("numba", "mypyc", "cython", "pythran")


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the second side is faster: the median over rounds and the extremes."""

    middle: float
    low: float
    high: float


def ratio(slow: Side | None, fast: Side | None) -> Ratio | None:
    """The speed of `fast` over that of `slow`; nothing where one of them did not run."""
    if slow is None or fast is None or slow.problem or fast.problem:
        return None
    if not slow.seconds or not fast.seconds:
        return None
    each = [a / b for a, b in zip(slow.seconds, fast.seconds, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each))


def speed(match: Match, name: str) -> Ratio | None:
    """How many times faster than CPython a side is."""
    return ratio(match.side("cpython"), match.side(name))


def share(match: Match) -> Ratio | None:
    """The speed of Ferrule as a share of the hand-written Rust's."""
    return ratio(match.side("rust"), match.side("ferrule"))


def best_rival(match: Match) -> tuple[str, Ratio] | None:
    """The fastest of the other compilers that give the right answer."""
    known = [(name, one) for name in RIVALS if (one := speed(match, name)) is not None]
    return max(known, key=lambda pair: pair[1].middle) if known else None


def is_ahead(match: Match) -> bool:
    """Whether Ferrule is faster than CPython and than every rival."""
    own, best = speed(match, "ferrule"), best_rival(match)
    return own is not None and own.middle > max(1.0, best[1].middle if best else 1.0)


def memory(match: Match) -> float | None:
    """The peak memory of Ferrule's process over that of CPython's."""
    plain, own = match.side("cpython"), match.side("ferrule")
    if plain is None or own is None or not plain.peak_kb or not own.peak_kb or own.problem:
        return None
    return own.peak_kb / plain.peak_kb


def mean(found: Iterable[Ratio | float | None]) -> float | None:
    """The geometric mean of what is known."""
    known = [one.middle if isinstance(one, Ratio) else one for one in found if one is not None]
    return statistics.geometric_mean(known) if known else None


def summary(matches: Sequence[Match]) -> list[str]:
    """What all of it comes to, in sentences."""
    shares = [one for match in matches if (one := share(match)) is not None]
    lines = []
    if shares:
        low = sum(one.middle < 0.75 for one in shares)
        lines.append(
            f"Ferrule has {mean(shares):.0%} of the hand-written Rust's speed (geometric mean of "
            f"{len(shares)}); {low} of them under 75%."
        )
    met = [match for match in matches if any(match.side(name) for name in RIVALS)]
    if met:
        ahead = sum(is_ahead(match) for match in met)
        lines.append(f"Ahead of the best rival on {ahead} of {len(met)}.")
    lines += _first_results(matches)
    held = [part for match in matches if (part := memory(match)) is not None]
    if held:
        lines.append(
            f"Peak memory: not above CPython's on {sum(part <= 1.0 for part in held)} of "
            f"{len(held)}, {mean(held):.2f} times it on average."
        )
    return lines


def _first_results(matches: Sequence[Match]) -> list[str]:
    told = [match.first_results for match in matches if match.first_results.get("ferrule")]
    if not told:
        return []
    both = [one for one in told if one.get("numba")]
    sooner = sum((one["ferrule"] or 0.0) < (one["numba"] or 0.0) for one in both)
    late = sum((one["ferrule"] or 0.0) > 5.0 for one in told)
    refused = len(told) - len(both)
    return [
        f"First result before Numba's on {sooner} of the {len(both)} that Numba can run "
        f"({refused} it refuses or gets wrong); after more than 5 s on {late} of {len(told)}."
    ]


def machine_readable(matches: Sequence[Match], versions: dict[str, str]) -> dict[str, Any]:
    """Every time and ratio, and what they were measured with."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "environment": surroundings() | versions,
        "summary": summary(matches),
        "cases": [_case(match) for match in matches],
    }


def _case(match: Match) -> dict[str, Any]:
    best = best_rival(match)
    return {
        "program": match.case.program,
        "function": match.case.function,
        "kind": match.case.kind,
        "sides": {side.name: _side(match, side) for side in match.sides},
        "ferrule_over_rust": _plain(share(match)),
        "best_rival": best[0] if best else None,
        "is_ahead_of_rivals": is_ahead(match),
        "first_result_seconds": match.first_results,
        "memory_over_cpython": memory(match),
    }


def _side(match: Match, side: Side) -> dict[str, Any]:
    return {
        "seconds": list(side.seconds),
        # A speed, not a time: 1.0 is as fast as CPython, 2.0 is twice as fast.
        "over_cpython": _plain(speed(match, side.name)),
        "first_call_seconds": side.first_seconds,
        "build_seconds": side.build_seconds,
        "peak_kb": side.peak_kb,
        "native": list(side.native),
        "remarks": list(side.remarks),
        "problem": side.problem,
    }


def _plain(one: Ratio | None) -> dict[str, float] | None:
    return {"median": one.middle, "low": one.low, "high": one.high} if one else None


def surroundings() -> dict[str, str]:
    """Versions of Python and rustc, and the kind of processor."""
    return {
        "python": platform.python_version(),
        "rustc": _told(lambda: _output(["rustc", "--version"]))
        .removeprefix("rustc ")
        .split(" (")[0],
        "processor": _told(_processor) or platform.machine(),
    }


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} cores" if names else ""


def _told(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except OSError:
        return "none"
