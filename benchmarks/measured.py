"""What is measured of each program.

In: nothing. Out: `CASES`, one record for each program of `examples/` and of `benchmarks/programs`:
the function that it enters its hot path by, and the arguments of one call, made by the program's
own data functions. Assumes that the module handed to `arguments` is the program, compiled or not.
Every contender's process imports this file, so it needs nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from places import EXAMPLES, PROGRAMS


@dataclass(frozen=True, slots=True)
class Case:
    """One function of one program with the arguments of one call."""

    program: str
    function: str
    arguments: Callable[[ModuleType], tuple[Any, ...]]
    witness: str  # command-line arguments of the program for a short run as a witness
    kind: str  # of work, in a few words

    @property
    def script(self) -> Path:
        """The program's file."""
        example = EXAMPLES / f"{self.program}.py"
        return example if example.is_file() else PROGRAMS / f"{self.program}.py"


def _particles(module: ModuleType) -> tuple[Any, ...]:
    box = module.Box(12.0, 8.0)
    return module.shower(500, box), box, 0.002, 500


def _network(module: ModuleType) -> tuple[Any, ...]:
    return 20_000, module.sample_cables(20_000)


def _bank(module: ModuleType) -> tuple[Any, ...]:
    accounts = module.open_accounts(1000)
    return accounts, module.sample_transfers(accounts, 150_000)


CASES: tuple[Case, ...] = (
    Case("nbody", "advance", lambda m: (m.solar_system(), m.STEP, 60_000), "60000", "classes"),
    Case("spectral_norm", "spectral_norm", lambda m: (240,), "200", "floats"),
    Case("mandelbrot", "escape_times", lambda m: (240, 200, 400), "240", "floats"),
    Case("montecarlo", "option_price", lambda m: (15_000, 24), "10000", "random, floats"),
    Case("lorenz", "trace", lambda m: (150_000,), "100000", "closures"),
    Case("collatz", "longest_chain", lambda m: (60_000,), "60000", "ints"),
    Case("scatter", "fill", lambda m: (200_000, 1024), "200000", "64-bit ints"),
    Case("primality", "primes_from", lambda m: (10**18, 400), "300", "modular ints"),
    Case("pidigits", "pi_digits", lambda m: (1500,), "1500", "big ints"),
    Case("lights", "solve", lambda m: (4,), "4", "bits"),
    Case("fannkuch", "fannkuch", lambda m: (8,), "9", "lists of ints"),
    Case("sieve", "primes_below", lambda m: (3_000_000,), "2000000", "lists of bools"),
    Case(
        "matmul",
        "multiply",
        lambda m: (m.random_matrix(180, 180, 1), m.random_matrix(180, 180, 2)),
        "160",
        "matrices",
    ),
    Case("roads", "shortest_ways", lambda m: (m.sample_roads(150),), "120", "matrices"),
    Case("knapsack", "pack", lambda m: (*m.sample_items(300), 4500), "300", "tables"),
    Case("textdiff", "diff", lambda m: m.sample_versions(900), "800", "tables, strings"),
    Case("chain", "plan", lambda m: (m.sample_sizes(110),), "100", "memo, recursion"),
    Case(
        "levenshtein",
        "suggest",
        lambda m: ("sprainthoudring", m.read_words(m.WORD_LIST), 5),
        "25",
        "strings, tables",
    ),
    Case("cipher", "crack", lambda m: (m.shift(m.sample_text(20_000), 11),), "20000", "strings"),
    Case("wordcount", "count_words", lambda m: (m.sample_text(300_000),), "400000", "counting"),
    Case("tokenizer", "run", lambda m: (m.sample_script(25_000),), "40000", "tokens"),
    Case("logparse", "summarise", lambda m: (m.sample_log(60_000),), "80000", "parsing"),
    Case("jsontext", "summarise", lambda m: (m.sample_json(4000),), "4000", "parsing, recursion"),
    Case("packets", "pack", lambda m: (m.sample_bytes(300_000),), "300000", "bytes"),
    Case("dijkstra", "quickest", lambda m: (m.build_town(240, 160), 0), "200", "heaps, graphs"),
    Case("network", "connect", _network, "20000", "union-find"),
    Case("life", "run", lambda m: (m.parse(m.ACORN), 400), "500", "sets of tuples"),
    Case("queens", "solve", lambda m: (9,), "10", "recursion"),
    Case("particles", "simulate", _particles, "800", "classes"),
    Case("raytrace", "render", lambda m: (*m.sample_scene(), 160, 100), "120", "dataclasses"),
    Case("trees", "churn", lambda m: (12,), "12", "allocation"),
    Case("bank", "settle", _bank, "250000", "classes, errors"),
    Case("staff", "report", lambda m: (m.sample_staff(60_000),), "60000", "sorting records"),
    Case("sensors", "summarise", lambda m: (m.sample_readings(300_000),), "300000", "generators"),
    Case("counter", "simulate", lambda m: (150_000, 3), "60000", "random, heaps"),
)


def chosen(names: tuple[str, ...]) -> tuple[Case, ...]:
    """The cases of the programs named, or all; ValueError for a name that is none."""
    known = {case.program for case in CASES}
    unknown = sorted(set(names) - known)
    if unknown:
        raise ValueError(f"no program {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return tuple(case for case in CASES if not names or case.program in names)
