"""Time the hot functions of 35 programs: CPython, Ferrule, hand-written Rust, other compilers.

Usage: python benchmarks/run.py [--peers | --only SIDE ...] [--rounds N] [--json FILE] [--keep]
                                [PROGRAM ...]

In: names of programs, none for all. Out: tables on standard output, progress on standard error, and
on request all figures as JSON, or the files that the repository keeps: `benchmarks/results.json`,
`docs/speed.svg` and the table in the README. The status is 1 if Ferrule or the hand-written Rust
gave another answer than CPython.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import rivals
from arena import Broken, Match, play
from contenders import Contender, NotBuilt, cpython, ferrule, handwritten, warm_up
from figures import machine_readable, summary, surroundings
from first_result import first_results
from kept import keep
from measured import Case, chosen
from table import costs, notes, speeds


def arguments() -> argparse.Namespace:
    """The command line."""
    names = [rival.name for rival in rivals.ALL]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("programs", nargs="*", metavar="PROGRAM")
    parser.add_argument("--peers", action="store_true", help="with the other compilers")
    parser.add_argument("--only", action="append", choices=names, help="with this one of them")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--keep", action="store_true", help="renew what the repository keeps")
    return parser.parse_args()


def main() -> int:
    """Build, measure, print."""
    options = arguments()
    try:
        cases = chosen(tuple(options.programs))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    wanted = {rival.name for rival in rivals.ALL} if options.peers else set(options.only or ())
    peers = [rival for rival in rivals.ALL if rival.name in wanted]
    _say("building the hand-written Rust, and what Ferrule's slices share")
    limit = handwritten()
    if problem := warm_up():
        _say(f"ferrule: {problem}")
    versions, built = _prepare(peers, cases)
    matches: list[Match] = []
    for number, case in enumerate(cases, 1):
        _say(f"{number}/{len(cases)} {case.program}")
        own = ferrule(case.script, case.witness)
        sides = (cpython(case), own, limit, *built[case.program])
        try:
            match = play(case, sides, options.rounds)
        except Broken as error:
            _say(f"{case.program}: {error}")
            return 1
        if peers:
            match = replace(match, first_results=first_results(case, _numba(peers, match)))
        matches.append(match)
    _show(matches, versions, options)
    ours = [side for match in matches for side in match.sides if side.name in ("ferrule", "rust")]
    return int(any("another" in side.problem for side in ours))


def _numba(peers: Sequence[rivals.Rival], match: Match) -> Path | None:
    """Numba's interpreter, if it can run the program."""
    side = match.side("numba")
    if side is None or side.problem:
        return None
    return next(one.python for one in peers if one.name == "numba")


def _prepare(
    peers: Sequence[rivals.Rival], cases: Sequence[Case]
) -> tuple[dict[str, str], dict[str, list[Contender | NotBuilt]]]:
    """The versions of the rivals, and what each made of each program."""
    absent = {}
    for rival in peers:
        _say(f"making an environment for {rival.name}, if there is none")
        if problem := rivals.install(rival):
            absent[rival.name] = NotBuilt(rival.name, f"could not be installed: {problem}")
    versions = {rival.name: rivals.version(rival) for rival in peers}
    built: dict[str, list[Contender | NotBuilt]] = {case.program: [] for case in cases}
    orders = [(rival, case) for case in cases for rival in peers]
    if peers:
        _say("having the rivals compile what they have not compiled before")
    with ThreadPoolExecutor(max_workers=2) as pool:
        made = pool.map(lambda order: absent.get(order[0].name) or rivals.built(*order), orders)
        for (_, case), contender in zip(orders, made, strict=True):
            built[case.program].append(contender)
    return versions, built


def _show(matches: list[Match], versions: dict[str, str], options: argparse.Namespace) -> None:
    """Print the tables; write the files that were asked for."""
    head = " · ".join(f"{name} {value}" for name, value in (surroundings() | versions).items())
    table = speeds(matches)
    told = "\n".join(summary(matches))
    print(head, table, told, sep="\n", end="\n\n")
    print(costs(matches), notes(matches), sep="\n\n")
    figures = machine_readable(matches, versions)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if options.keep:
        keep(matches, figures, f"{head}\n{table}\n\n{told}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
