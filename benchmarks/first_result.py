"""Seconds from nothing to a first result: a whole program, started once, with its compiler.

In: a case. Out: seconds of the same command line in plain CPython, under `ferrule run` (which runs
it, builds, proves and times the slice), and with Numba compiling what its functions need while it
runs. Assumes that what Ferrule's slices share is compiled (`contenders.warm_up`) and that Numba's
environment is there; no slice is known beforehand.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from contenders import cold, forget_slices
from measured import Case
from places import BENCHMARKS

PATIENCE_SECONDS = 120.0


def first_results(case: Case, numba: Path | None) -> dict[str, float | None]:
    """Seconds of each; nothing where the program did not end as CPython's."""
    program = [str(case.script), *case.witness.split()]
    seconds, said = _run([sys.executable, *program])
    results: dict[str, float | None] = {"cpython": seconds}
    forget_slices()
    results["ferrule"], _ = _run([sys.executable, "-m", "ferrule", "run", *program])
    if numba is not None:
        jit = [str(numba), str(BENCHMARKS / "jit.py"), program[0], case.function, *program[1:]]
        seconds, answer = _run(jit)
        results["numba"] = seconds if answer == said else None
    return results


def _run(command: list[str]) -> tuple[float | None, str]:
    """Seconds, if it ended well, and what it printed."""
    begin = time.perf_counter()
    try:
        done = subprocess.run(
            command,
            env=cold(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None, ""
    seconds = time.perf_counter() - begin
    return (seconds, done.stdout) if done.returncode == 0 else (None, "")
