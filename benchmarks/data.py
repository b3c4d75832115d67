"""Loops over arrays and functions of columns: `just bench-data`.

In: `benchmarks/data/kernels.py`. Out: a table: the CPython loop (or `np.vectorize`), the same
function by Ferrule, NumPy's own way where one is short, Numba where it is installed, and how many
times faster Ferrule is. Best of several runs on the same arguments; results are compared first.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from math import exp, log
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

FILE = Path(__file__).parent / "data" / "kernels.py"
ROUNDS = 5


def loaded(file: Path, name: str) -> ModuleType:
    """A module from a file, under a name of its own."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def built(folder: Path) -> ModuleType:
    """The module with native code inside."""
    command = [sys.executable, "-m", "ferrule", "build", str(FILE), "--out", str(folder)]
    subprocess.run([*command, "--witness", "doctest"], check=True, stdout=sys.stderr)
    return loaded(folder / FILE.name, "kernels")


def best(run: Callable[[], object], rounds: int) -> float:
    """The shortest of several runs, in milliseconds."""
    shortest = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest * 1e3


def arguments() -> dict[str, Callable[[], tuple[Any, ...]]]:
    """Fresh arguments for each kernel, so many that CPython takes some tenths of a second."""
    rng = np.random.default_rng(7)
    grid, cloud, line = rng.random((600, 600)), rng.random((350, 3)), rng.random(400_000)
    centres, crowd = rng.random((12, 3)), rng.random((8000, 3))
    square, board = rng.random((110, 110)), rng.integers(0, 2, (180, 180))
    return {
        "stencil": lambda: (grid, np.zeros_like(grid)),
        "distances": lambda: (cloud,),
        "floyd_warshall": lambda: (square.copy(),),
        "nearest": lambda: (crowd, centres),
        "moving_mean": lambda: (line, 50),
        "histogram": lambda: (line, 0.0, 0.01, 100),
        "matrix_product": lambda: (square, square),
        "blur": lambda: (grid[:200, :200],),
        "life": lambda: (board,),
    }


def numpy_way() -> dict[str, Callable[..., object]]:
    """The same by NumPy, where that can be written in a line or two."""

    def stencil(u: Any, v: Any) -> None:
        v[1:-1, 1:-1] = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])

    def distances(points: Any) -> Any:
        return np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))

    def nearest(points: Any, centres: Any) -> Any:
        return ((points[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)

    def floyd_warshall(dist: Any) -> Any:
        for k in range(len(dist)):
            np.minimum(dist, dist[:, k, None] + dist[k], out=dist)
        return dist

    def moving_mean(a: Any, k: int) -> Any:
        total = np.cumsum(a)
        return np.concatenate((total[k - 1 : k], total[k:] - total[:-k])) / k

    def histogram(values: Any, low: float, width: float, bins: int) -> Any:
        return np.histogram(values, bins, (low, low + width * bins))[0]

    ways = (stencil, distances, nearest, floyd_warshall, moving_mean, histogram)
    return {way.__name__: way for way in ways} | {"matrix_product": np.matmul}


def columns() -> dict[str, tuple[Any, ...]]:
    """What the functions of columns get."""
    rng = np.random.default_rng(7)
    many = 200_000
    here, there = rng.random(many) * 90, rng.random(many) * 180
    return {
        "haversine": (here, there, here[::-1].copy(), there[::-1].copy()),
        "black_scholes": (here + 1.0, there + 1.0, rng.random(many) + 0.1),
        "score": (there, rng.integers(1, 9, many)),
    }


def numba_of(plain: ModuleType) -> dict[str, Callable[..., object]]:
    """The same functions by Numba, if it is there."""
    try:
        import numba
    except ImportError:
        return {}
    return {name: numba.njit(getattr(plain, name)) for name in arguments()}


def outcome(function: Callable[..., object], given: tuple[Any, ...]) -> list[bytes]:
    """The result, and what became of the arguments."""
    result = function(*given)
    return [one.tobytes() for one in (result, *given) if isinstance(one, np.ndarray)]


def line(name: str, times: tuple[float, float, float | None, float | None]) -> float:
    """One line of the table; how many times faster than CPython."""
    before, after, by_numpy, by_numba = times
    others = [f"{one:9.2f}" if one is not None else "        –" for one in (by_numpy, by_numba)]
    print(f"{name:16}{before:11.2f}{after:10.3f} {others[0]} {others[1]}{before / after:9.0f}×")
    return before / after


def main() -> None:
    """Measure all of it."""
    warnings.simplefilter("ignore", RuntimeWarning)
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        plain, native = loaded(FILE, "plain_kernels"), built(Path(folder))
        whole, compiled = numpy_way(), numba_of(plain)
        print(f"{'milliseconds':16}{'CPython':>11}{'Ferrule':>10}{'NumPy':>10}{'Numba':>10}")
        for name, fresh in arguments().items():
            first, second, given = getattr(plain, name), getattr(native, name), fresh()
            assert outcome(first, fresh()) == outcome(second, fresh()), name
            by_numpy = best(lambda: whole[name](*fresh()), ROUNDS) if name in whole else None
            by_numba = None
            if name in compiled:
                compiled[name](*fresh())
                by_numba = best(lambda: compiled[name](*given), ROUNDS)
            once = best(lambda: first(*given), 1)
            after = best(lambda: second(*given), ROUNDS)
            ratios.append(line(name, (once, after, by_numpy, by_numba)))
        import ferrule

        for name, given in columns().items():
            function = getattr(plain, name)
            ours, theirs = ferrule.vectorize(function), np.vectorize(function)
            assert np.array_equal(ours(*given), theirs(*given)), name
            once = best(lambda: theirs(*given), 1)
            ratios.append(line(name, (once, best(lambda: ours(*given), ROUNDS), None, None)))
    print(f"geometric mean {exp(sum(map(log, ratios)) / len(ratios)):.0f}×")


if __name__ == "__main__":
    main()
