"""How long Ferrule takes to build slices of 100 and of 1,000 lines.

Usage: python benchmarks/build_time.py [--rounds N] [--json FILE]

In: nothing; the programs are written here, new ones for each round so that no cache knows them.
Out: seconds of the whole command, of the step that runs rustc, and of the same command when nothing
has changed. Assumes that `ferrule` is installed; a first small build is done apart, for it also
compiles what all slices share.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from places import environment

# Four pieces of ordinary code, twenty-five lines in all; {n} makes each copy a different one.
PIECE = '''
def clamp_{n}(value, low, high):
    """The value, but not beyond the edges."""
    if value < low:
        return low
    return min(value, high)


def weigh_{n}(values):
    """A weighted mean."""
    total = 0.0
    for i, value in enumerate(values):
        total += clamp_{n}(value, -{n}.0, {n}.0) * (i % 7 + 1)
    return total / (len(values) or 1)


def count_{n}(words):
    """How often each word occurs."""
    counts = {{}}
    for word in words:
        key = word.lower()
        counts[key] = counts.get(key, 0) + {n}
    return counts


'''
MAIN = '''
def hot(values, words, rounds):
    """All of it, again and again."""
    total = 0.0
    for _ in range(rounds):
{calls}
    return total


def main():
    """Long enough to be hot."""
    values = [0.5 * i for i in range(-100, 100)]
    words = ["One", "two", "Three", "two"] * 10
    for rounds in range({rounds}, {rounds} + 5):
        print(hot(values, words, rounds))


if __name__ == "__main__":
    main()
'''
LINES_OF_A_PIECE = 25


@dataclass(frozen=True, slots=True)
class Built:
    """One run of `ferrule build`."""

    seconds: float
    steps: dict[str, float]
    native: int
    functions: int


def program(lines: int, salt: int) -> str:
    """A program whose hot slice has about so many lines."""
    numbers = [salt + i for i in range(max(1, lines // LINES_OF_A_PIECE))]
    calls = "\n".join(
        f"        total += weigh_{n}(values) + len(count_{n}(words))" for n in numbers
    )
    pieces = "".join(PIECE.format(n=n) for n in numbers)
    main_part = MAIN.format(calls=calls, rounds=4000 // lines + 1)
    return f'"""Made to be built."""\n\n{pieces}{main_part}'


def build(script: Path, out: Path) -> Built:
    """Run the command once."""
    report = out.with_suffix(".json")
    command = [sys.executable, "-m", "ferrule", "build", str(script), "--out", str(out)]
    command += ["--witness", f"script:{script}", "--json", str(report)]
    begin = time.perf_counter()
    done = subprocess.run(
        command, env=environment(), capture_output=True, text=True, check=False, timeout=900
    )
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    told = json.loads(report.read_text(encoding="utf-8"))
    native = sum(1 for one in told["functions"] if one["status"] == "native")
    return Built(seconds, dict(told["steps"]), native, len(told["functions"]))


def measure(lines: int, rounds: int, folder: Path) -> dict[str, Any]:
    """Fresh builds and builds of what is known."""
    fresh: list[Built] = []
    known: list[Built] = []
    for turn in range(rounds):
        salt = time.time_ns() % 1_000_000_000 + 1000 * turn
        script = folder / f"slice_{lines}_{turn}.py"
        script.write_text(program(lines, salt), encoding="utf-8")
        fresh.append(build(script, folder / f"out_{lines}_{turn}"))
        known.append(build(script, folder / f"out_{lines}_{turn}_again"))
    steps = {
        name: statistics.median(one.steps.get(name, 0.0) for one in fresh)
        for name in fresh[0].steps
    }
    return {
        "lines": lines,
        "fresh_s": statistics.median(one.seconds for one in fresh),
        "known_s": statistics.median(one.seconds for one in known),
        "steps": steps,
        "native": f"{fresh[0].native} of {fresh[0].functions}",
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            measure(25, 1, folder)
            for lines in (100, 1000):
                figures.append(measure(lines, options.rounds, folder))
        except RuntimeError as error:
            print(f"ferrule build failed: {error}", file=sys.stderr)
            return 1
    for one in figures:
        steps = ", ".join(f"{step} {seconds:.2f}" for step, seconds in one["steps"].items())
        print(
            f"{one['lines']:>5} lines: fresh {one['fresh_s']:.2f} s, known {one['known_s']:.2f} s"
        )
        print(f"      native {one['native']} functions; seconds by step: {steps}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
