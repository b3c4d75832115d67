"""What is measured of each example.

In: nothing. Out: `CASES`, one record for each example: the function that a program enters its hot
path by, and the arguments of one call, made by the example's own data functions. Assumes that the
module handed to `arguments` is the example, compiled or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """One function of one example with the arguments of one call."""

    example: str
    function: str
    arguments: Callable[[ModuleType], tuple[Any, ...]]
    witness: str  # command-line arguments of the example for a short run as a witness


def _particles(module: ModuleType) -> tuple[Any, ...]:
    box = module.Box(12.0, 8.0)
    return module.shower(500, box), box, 0.002, 500


def _bank(module: ModuleType) -> tuple[Any, ...]:
    accounts = module.open_accounts(1000)
    return accounts, module.sample_transfers(accounts, 150_000)


CASES: tuple[Case, ...] = (
    Case("nbody", "advance", lambda m: (m.solar_system(), m.STEP, 60_000), "60000"),
    Case("spectral_norm", "spectral_norm", lambda m: (240,), "200"),
    Case("mandelbrot", "escape_times", lambda m: (240, 200, 400), "240"),
    Case("fannkuch", "fannkuch", lambda m: (8,), "9"),
    Case("sieve", "primes_below", lambda m: (3_000_000,), "2000000"),
    Case(
        "matmul",
        "multiply",
        lambda m: (m.random_matrix(180, 180, 1), m.random_matrix(180, 180, 2)),
        "160",
    ),
    Case(
        "levenshtein",
        "suggest",
        lambda m: ("sprainthoudring", m.read_words(m.WORD_LIST), 5),
        "25",
    ),
    Case("wordcount", "count_words", lambda m: (m.sample_text(300_000),), "400000"),
    Case("dijkstra", "quickest", lambda m: (m.build_town(240, 160), 0), "200"),
    Case("life", "run", lambda m: (m.parse(m.ACORN), 400), "500"),
    Case("tokenizer", "run", lambda m: (m.sample_script(25_000),), "40000"),
    Case("logparse", "summarise", lambda m: (m.sample_log(60_000),), "80000"),
    Case("knapsack", "pack", lambda m: (*m.sample_items(300), 4500), "300"),
    Case("particles", "simulate", _particles, "800"),
    Case("bank", "settle", _bank, "250000"),
    Case("queens", "solve", lambda m: (9,), "10"),
)


def chosen(names: tuple[str, ...]) -> tuple[Case, ...]:
    """The cases of the examples named, or all; ValueError for a name that is none."""
    known = {case.example for case in CASES}
    unknown = sorted(set(names) - known)
    if unknown:
        raise ValueError(f"no example {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return tuple(case for case in CASES if not names or case.example in names)
