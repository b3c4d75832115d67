"""`run`, `find`, `--compare` and `demo`: the main job, from a program to its table.

The program runs once, in this process, under watch. Work goes on in a thread beside it; the next
run starts with what this one learned.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import CodeType

from ferrule.base.answers import Candidate, Execution, Found, Ran
from ferrule.base.problem import Problem
from ferrule.base.program import Program
from ferrule.base.records import Report
from ferrule.base.settings import Settings, is_off
from ferrule.call import Waiting, arrive, compile_script, give_up, watch_imports
from ferrule.crate import CrateError, Workshop
from ferrule.pipeline.memory import Memory, recollect, remember
from ferrule.pipeline.shop import open_shop
from ferrule.pipeline.work import Work, beside, finish, outcomes
from ferrule.profile import Status, WatchSettings, execute, rank, watching


def run(program: Program, settings: Settings) -> Ran:
    """Run a program once, moving what is hot to Rust while it runs and for the next run."""
    if is_off():
        status = execute(program)
        note = "FERRULE=off: the program ran in Python."
        return _plain(status, 0.0, note)
    try:
        shop = open_shop(settings)
    except CrateError as error:
        start = time.perf_counter()
        status = execute(program)
        note = f"The program ran in Python: {error.what}. {error.advice}"
        return _plain(status, time.perf_counter() - start, note)
    return _watched(program, settings, shop)


def _plain(status: Status, seconds: float, note: str) -> Ran:
    return Ran(Report((), {}, seconds), status.code, None, None, note, status.is_interrupted)


def _watched(program: Program, settings: Settings, shop: Workshop) -> Ran:
    memory = recollect(shop.store, program)
    waiting = Waiting(list(memory.ready))
    is_known = bool(memory.outcomes) and memory.is_current
    with watching(WatchSettings(is_witnessing=not is_known)) as watch:
        work = Work(watch, settings, shop)
        if is_known:
            work.refused = {one.func: one.reasons for one in memory.outcomes if not one.installed}
            work.native = {one.func for one in memory.outcomes if one.installed}
        thread = threading.Thread(target=beside, args=(work,), name="ferrule", daemon=True)
        start = time.perf_counter()
        if not is_known:
            thread.start()
        with _arriving(waiting):
            status = execute(program, _compiling(waiting))
        work.is_ended.set()
        program_s = time.perf_counter() - start
        watch.stop()
    give_up(waiting)
    if not is_known:
        _after(work, thread, status)
        known = outcomes(work, (), settings.min_share)
        remember(shop.store, program, tuple(work.judged), known, Memory())
    else:
        known = outcomes(work, memory.outcomes, settings.min_share)
        known = tuple(
            replace(one, installed=one.func in waiting.swaps, status=_status(one, waiting))
            for one in known
        )
    note = f"{work.problem.what}. {work.problem.advice}" if work.problem else ""
    report = Report(known, work.steps, program_s)
    return Ran(report, status.code, None, None, note, status.is_interrupted)


def _status(one: object, waiting: Waiting) -> str:
    func, status = getattr(one, "func"), getattr(one, "status")
    return str(status) if func in waiting.swaps else "python"


def _after(work: Work, thread: threading.Thread, status: Status) -> None:
    """Finish for the next run; a program that was interrupted is left at once."""
    if status.is_interrupted:
        return
    thread.join()
    finish(work)


def _compiling(waiting: Waiting) -> Callable[[bytes, str], CodeType] | None:
    if not waiting.ready:
        return None
    return lambda text, file: compile_script(text, file, lambda: arrive(waiting))


@contextmanager
def _arriving(waiting: Waiting) -> Iterator[None]:
    """Put slices of an earlier run in place as soon as their functions are there."""
    if not waiting.ready:
        yield
        return
    modules = {entry.func.module for ready in waiting.ready for entry in ready.built.entries}
    finder = watch_imports(sorted(modules - {"__main__"}), lambda: arrive(waiting))
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)


def find(program: Program, settings: Settings) -> Found:
    """Run a program once and say where its time goes."""
    with watching(WatchSettings()) as watch:
        status = execute(program)
    profile = watch.profile()
    times = {hot.func: hot for hot in profile.functions}
    candidates = tuple(
        Candidate(one.func, times[one.func].self_s, times[one.func].total_s, one.saving_s)
        for one in rank(profile)
    )
    return Found(profile.wall_s, status.code, candidates, status.is_interrupted)


# Compare ---------------------------------------------------------------------------------------


def compare(program: Program, settings: Settings) -> Ran:
    """Run it in Python alone, run it to learn, run it native: compare output and time."""
    stdin = b"" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read()
    without = _execution(program, [], stdin, {"FERRULE": "off"})
    _execution(program, _flags(settings), stdin, {})
    native = _execution(program, _flags(settings), stdin, {}, is_shown=True)
    try:
        memory = recollect(open_shop(settings).store, program)
    except CrateError as error:
        raise Problem(f"nothing could be compared: {error.what}", error.advice) from None
    report = Report(
        outcomes=memory.outcomes,
        steps={},
        program_s=native.seconds,
        before_s=without.seconds,
        after_s=native.seconds,
    )
    return Ran(report, native.status, without, native)


def _flags(settings: Settings) -> list[str]:
    return ["--cache", str(settings.cache)] if settings.cache else []


def _execution(
    program: Program,
    flags: list[str],
    stdin: bytes,
    environment: dict[str, str],
    is_shown: bool = False,
) -> Execution:
    words = {"script": [program.target], "module": ["-m", program.target]}.get(
        program.kind, ["--", program.target]
    )
    command = [sys.executable, "-m", "ferrule", "run", *flags, *words, *program.arguments]
    if environment:
        python = {"script": [program.target], "module": ["-m", program.target]}
        if program.kind in python:
            command = [sys.executable, *python[program.kind], *program.arguments]
    start = time.perf_counter()
    done = subprocess.run(
        command,
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=None if is_shown else subprocess.DEVNULL,
        env={**os.environ, **environment},
        check=False,
    )
    seconds = time.perf_counter() - start
    if is_shown:
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    return Execution(seconds, done.returncode, done.stdout)


def demo(settings: Settings) -> Ran:
    """One example with --compare."""
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "_examples", here.parent.parent / "examples"):
        script = folder / "nbody.py"
        if script.is_file():
            return compare(Program("script", str(script)), settings)
    raise Problem("the examples are not installed", "run one of your own: ferrule run SCRIPT")
