"""What goes on beside the program: waits, and loads the compiler only when something is hot.

A program that is over soon, or that has nothing hot, never pays for the compiler's import.
"""

from __future__ import annotations

import traceback
from importlib import import_module
from typing import Any

from ferrule.base.program import Program
from ferrule.base.records import Outcome
from ferrule.pipeline import toplevel
from ferrule.pipeline.state import LEAST_SAVING_S, Finished, Side
from ferrule.profile import rank

_FIRST_LOOK_S = 0.35
_LONGEST_PAUSE_S = 4.0


def beside(side: Side) -> None:
    """The thread's body. A bug of ours must not be seen by the program: it is told afterwards."""
    try:
        _beside(side)
    except Exception as error:
        side.bug = error


def _beside(side: Side) -> None:
    """Look again and again, at first soon, then ever more rarely."""
    pause = _FIRST_LOOK_S
    while not side.is_ended.wait(pause):
        if side.work is None and not is_hot(side):
            continue
        compiler = _compiler()
        if side.work is None:
            side.work = compiler.begin(side)
        if side.work.problem is not None:
            return
        made = compiler.look_while_running(side.work)
        pause = _FIRST_LOOK_S if made else min(_LONGEST_PAUSE_S, pause * 1.5)


def is_hot(side: Side) -> bool:
    """Whether anything is worth a build."""
    return any(choice.saving_s >= LEAST_SAVING_S for choice in rank(side.watch.profile()))


def finish(side: Side, program: Program) -> Finished:
    """After the program's end: make what is still worth making, and keep what was learned."""
    try:
        if side.bug is not None:
            raise side.bug
        return _finish(side, program)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
        return Finished(note=f"a bug in Ferrule, please report it: {error!r} ({where})")


def _finish(side: Side, program: Program) -> Finished:
    if side.work is None and not is_hot(side):
        return Finished(note=toplevel.told(side.watch.profile()))
    compiler = _compiler()
    if side.work is None:
        side.work = compiler.begin(side)
    finished: Finished = compiler.finish(side.work, program)
    return finished


def _compiler() -> Any:
    return import_module("ferrule.pipeline.work")


def worth_telling(outcomes: tuple[Outcome, ...], min_share: float) -> tuple[Outcome, ...]:
    """What stands in the table: what is native, and what is hot and is not."""
    return tuple(one for one in outcomes if one.installed or one.share >= min_share)
