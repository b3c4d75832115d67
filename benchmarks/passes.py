"""What single passes buy: a program as it is built, and as it is built without a pass.

Usage: python benchmarks/passes.py [--rounds N] [PASS ...]

In: names of passes, none for all that can be left out. Out: a table: how many times faster than
CPython with it and without it, and the share of the hand-written Rust's speed. Each program is one
of those that `run.py` measures, chosen because the pass matters there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from dataclasses import replace

from arena import Match, play
from contenders import Contender, NotBuilt, cpython, ferrule, handwritten, warm_up
from measured import chosen

PROGRAM_OF = {
    "ranges": "knapsack",
    "words": "scatter",
    "modular": "primality",
    "columns": "matmul",
    "slices": "raytrace",  # no pass, but decided by what the passes can do
}
SWITCH = "FERRULE_WITHOUT_PASS"


def main() -> int:
    """Build both ways, measure in turn, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("passes", nargs="*", metavar="PASS")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (default 5)")
    options = parser.parse_args()
    if unknown := set(options.passes) - PROGRAM_OF.keys():
        print(f"no pass {', '.join(sorted(unknown))}; there are {', '.join(PROGRAM_OF)}")
        return 2
    warm_up()
    limit = handwritten()
    print(f"{'pass':10}{'program':12}{'with':>9}{'without':>9}{'of Rust':>9}{'without':>9}")
    for name in options.passes or PROGRAM_OF:
        match = compared(name, limit, options.rounds)
        print(line(name, match), flush=True)
    return 0


def compared(name: str, limit: Contender | NotBuilt, rounds: int) -> Match:
    """The program of this pass: CPython, with it, without it, hand-written."""
    (case,) = chosen((PROGRAM_OF[name],))
    os.environ[SWITCH] = name
    without = ferrule(case.script, case.witness)
    del os.environ[SWITCH]
    if isinstance(without, Contender):
        (folder,) = without.folders
        moved = folder.with_name(f"{folder.name}-without-{name}")
        shutil.rmtree(moved, ignore_errors=True)
        without = replace(without, name="without", folders=(folder.rename(moved),))
    return play(case, (cpython(case), ferrule(case.script, case.witness), without, limit), rounds)


def line(name: str, match: Match) -> str:
    """One line of the table."""
    seconds = {side.name: min(side.seconds, default=float("nan")) for side in match.sides}
    speed = {key: seconds["cpython"] / one for key, one in seconds.items()}
    with_, without, rust = (speed.get(one, float("nan")) for one in ("ferrule", "without", "rust"))
    shares = f"{with_ / rust:9.0%}{without / rust:9.0%}"
    return f"{name:10}{match.case.program:12}{with_:7.1f} x{without:7.1f} x{shares}"


if __name__ == "__main__":
    sys.exit(main())
