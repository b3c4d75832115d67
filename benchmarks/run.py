"""Time the hot function of every example: CPython, Ferrule and hand-written Rust side by side.

Usage: python benchmarks/run.py [--rounds N] [--json FILE] [EXAMPLE ...]

In: names of examples, none for all. Out: a table on standard output, progress on standard error,
and all figures as JSON on request. The status is 1 if any side gave another answer than CPython.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from arena import Broken, Match, play
from contenders import cpython, ferrule, handwritten
from figures import machine_readable, surroundings, table
from measured import chosen
from places import EXAMPLES


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("examples", nargs="*", metavar="EXAMPLE")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    return parser.parse_args()


def main() -> int:
    """Build, measure, print."""
    options = arguments()
    try:
        cases = chosen(tuple(options.examples))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    _say("building the hand-written Rust")
    limit = handwritten()
    matches: list[Match] = []
    for number, case in enumerate(cases, 1):
        _say(f"{number}/{len(cases)} {case.example}: building")
        compiled = ferrule(EXAMPLES / f"{case.example}.py", case.witness)
        _say(f"{number}/{len(cases)} {case.example}: measuring")
        try:
            matches.append(play(case, (cpython(), compiled, limit), options.rounds))
        except Broken as error:
            _say(f"{case.example}: {error}")
            return 1
    print(" · ".join(f"{name} {value}" for name, value in surroundings().items()))
    print(table(matches))
    if options.json:
        options.json.write_text(json.dumps(machine_readable(matches), indent=2) + "\n")
    return int(any("another" in side.problem for match in matches for side in match.sides))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
