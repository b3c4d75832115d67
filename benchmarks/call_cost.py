"""What a call with scalar arguments costs: Python, a bare `#[pyfunction]`, and Ferrule.

Usage: python benchmarks/call_cost.py [--rounds N] [--json FILE]

In: the functions of `programs/scalar.py`, called with a count of zero so that they do nothing.
Out: nanoseconds for each call, and how Ferrule compares to the bare function. The loop around the
calls is measured too and taken off. Assumes that all three fit in one process.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from contenders import Contender, NotBuilt, ferrule, handwritten
from places import PROGRAMS

CALLS = 200_000
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "triangle": (0,),
    "slope": (0, 0.5, True),
    "letters": ("the sleeve of a handle", 0),
}


def nothing(*_: Any) -> None:
    """Never called: stands for the empty loop."""


def loop(function: Callable[..., Any], arguments: tuple[Any, ...]) -> float:
    """Seconds for one call."""
    turns = range(CALLS)
    if function is nothing:
        start = time.perf_counter()
        for _ in turns:
            pass
    elif len(arguments) == 1:
        (a,) = arguments
        start = time.perf_counter()
        for _ in turns:
            function(a)
    elif len(arguments) == 2:
        a, b = arguments
        start = time.perf_counter()
        for _ in turns:
            function(a, b)
    else:
        a, b, c = arguments
        start = time.perf_counter()
        for _ in turns:
            function(a, b, c)
    return (time.perf_counter() - start) / CALLS


def load(name: str, folder: Path, label: str) -> ModuleType:
    """The module `name` of a folder, kept apart from another of the same name."""
    sys.path.insert(0, str(folder))
    try:
        sys.modules.pop(name, None)
        module = importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
    sys.modules[label] = module
    return module


def measure(
    sides: dict[str, Callable[..., Any]], arguments: tuple[Any, ...], rounds: int
) -> dict[str, float]:
    """The best seconds of each side over rounds in turn, without the loop itself."""
    best = {name: float("inf") for name in [*sides, ""]}
    for _ in range(rounds):
        for name, function in {**sides, "": nothing}.items():
            best[name] = min(best[name], loop(function, arguments))
    return {name: best[name] - best[""] for name in sides}


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    modules: dict[str, Any] = {"python": load("scalar", PROGRAMS, "plain scalar")}
    limit = handwritten()
    compiled = ferrule(PROGRAMS / "scalar.py", "100000")
    for side in (limit, compiled):
        if isinstance(side, NotBuilt):
            print(f"{side.name}: {side.reason}", file=sys.stderr)
    if isinstance(limit, Contender):
        modules["rust"] = load("handwritten", limit.folders[0], "handwritten").scalar
    if isinstance(compiled, Contender):
        modules["ferrule"] = load("scalar", compiled.folders[0], "compiled scalar")
    figures: dict[str, dict[str, float]] = {}
    for name, arguments in ARGUMENTS.items():
        sides = {side: getattr(module, name) for side, module in modules.items()}
        figures[name] = measure(sides, arguments, options.rounds)
        native = hasattr(sides.get("ferrule"), "__wrapped__")
        show(name, figures[name], native)
    ratios = [one["ferrule"] / one["rust"] for one in figures.values() if len(one) == 3]
    if ratios:
        print(f"geometric mean: Ferrule / bare function {statistics.geometric_mean(ratios):.2f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


def show(name: str, seconds: dict[str, float], native: bool) -> None:
    """One line."""
    words = [f"{side} {value * 1e9:6.1f} ns" for side, value in seconds.items()]
    if "ferrule" in seconds and "rust" in seconds:
        words.append(f"ferrule / rust {seconds['ferrule'] / seconds['rust']:.2f}")
    if "ferrule" in seconds and not native:
        words.append("(not native)")
    print(f"{name:<10} {'   '.join(words)}")


if __name__ == "__main__":
    sys.exit(main())
