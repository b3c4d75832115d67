"""One case, all contenders, turn by turn.

In: a case and its contenders. Out: a `Match` with the times of each round. The contenders run in
processes of their own and take turns, so that a slow spell of the machine hits all alike. Assumes
that each contender has been built.
"""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

from contenders import Contender, NotBuilt
from measured import Case
from places import BENCHMARKS, environment


@dataclass(frozen=True, slots=True)
class Side:
    """What one contender did in a case."""

    name: str
    answer: str
    native: tuple[str, ...]
    seconds: tuple[float, ...]  # one for each round
    problem: str = ""  # empty if it took part
    remarks: tuple[str, ...] = ()
    first_seconds: float | None = None  # of its very first call
    peak_kb: int | None = None  # of its process until that call had returned
    build_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A case with all its sides, CPython first."""

    case: Case
    sides: tuple[Side, ...]
    first_results: dict[str, float | None] = field(default_factory=dict)  # seconds

    def side(self, name: str) -> Side | None:
        """The side of this name, if it was asked."""
        return next((side for side in self.sides if side.name == name), None)


PATIENCE_SECONDS = 30.0  # for one answer; then the process is ended


class Broken(Exception):
    """A contender's process ended or answered with rubbish."""


def play(case: Case, contenders: Sequence[Contender | NotBuilt], rounds: int) -> Match:
    """Check that all give the same answer, then time them in turn."""
    with ExitStack() as stack:
        workers: dict[str, subprocess.Popen[str]] = {}
        sides: dict[str, Side] = {}
        for contender in contenders:
            if isinstance(contender, NotBuilt):
                sides[contender.name] = _absent(contender.name, contender.reason)
                continue
            worker = stack.enter_context(_start(case, contender))
            stack.callback(worker.kill)
            sides[contender.name] = side = _first_answer(contender, worker)
            if not side.problem:
                workers[contender.name] = worker
        for name, seconds in _take_turns(workers, rounds).items():
            side = sides[name]
            problem = "" if side.answer == sides["cpython"].answer else "gives another answer"
            sides[name] = replace(side, seconds=seconds, problem=problem)
    return Match(case, tuple(sides[contender.name] for contender in contenders))


def _take_turns(
    workers: dict[str, subprocess.Popen[str]], rounds: int
) -> dict[str, tuple[float, ...]]:
    times: dict[str, list[float]] = {name: [] for name in workers}
    for turn in range(rounds):
        # Odd rounds go backwards, so that nobody is always right after the same neighbour.
        for name in list(workers) if turn % 2 == 0 else reversed(list(workers)):
            times[name].append(float(_ask(workers[name], "sample")["seconds"]))
    return {name: tuple(seconds) for name, seconds in times.items()}


def _first_answer(contender: Contender, worker: subprocess.Popen[str]) -> Side:
    try:
        reply = _ask(worker, "answer")
    except Broken as error:
        return _absent(contender.name, str(error))
    if "problem" in reply:
        return _absent(contender.name, reply["problem"])
    return Side(
        *(contender.name, reply["answer"], tuple(reply["native"]), ()),
        remarks=contender.remarks,
        first_seconds=reply["seconds"],
        peak_kb=reply["peak_kb"],
        build_seconds=contender.build_seconds,
    )


def _absent(name: str, reason: str) -> Side:
    return Side(name, "", (), (), reason)


def _start(case: Case, contender: Contender) -> subprocess.Popen[str]:
    worker = str(BENCHMARKS / "worker.py")
    command = [str(contender.python), worker, case.program, contender.extension]
    return subprocess.Popen(
        command + [str(folder) for folder in contender.folders],
        cwd=contender.folders[0],  # what mypyc compiles looks for its data from there
        env=environment(FERRULE=contender.ferrule),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _ask(worker: subprocess.Popen[str], question: str) -> dict[str, Any]:
    if worker.stdin is None or worker.stdout is None:
        raise Broken("has no pipes")
    patience = threading.Timer(PATIENCE_SECONDS, worker.kill)
    patience.start()
    try:
        worker.stdin.write(question + "\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
    except BrokenPipeError:
        line = ""
    finally:
        patience.cancel()
    if not line and worker.wait(timeout=10) == -signal.SIGKILL:
        raise Broken(f"has no answer after {PATIENCE_SECONDS:.0f} s")
    if not line:
        raise Broken(f"its process ended with status {worker.wait(timeout=10)}")
    reply: dict[str, Any] = json.loads(line)
    return reply
