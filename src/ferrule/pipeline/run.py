"""`run`, `find`, `--compare` and `demo`: the main job, from a program to its table.

The program runs once, in this process, under watch. Work goes on in a thread beside it; the next
run starts with what this one learned.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType

from ferrule.base.answers import Candidate, Execution, Found, Ran
from ferrule.base.diag import Diagnostic
from ferrule.base.problem import Problem
from ferrule.base.program import Program
from ferrule.base.records import FuncName, Outcome, Profile, Report
from ferrule.base.settings import Settings, is_off
from ferrule.base.span import Span
from ferrule.call import Waiting, arrive, compile_script, give_up, watch_imports
from ferrule.crate import CrateError, Store, open_store
from ferrule.pipeline.memory import Memory, recollect
from ferrule.pipeline.side import beside, finish, worth_telling
from ferrule.pipeline.state import Side
from ferrule.profile import WatchSettings, execute, rank, watching


def run(program: Program, settings: Settings) -> Ran:
    """Run a program once, moving what is hot to Rust while it runs and for the next run."""
    if is_off():
        return _run_in_python(program)
    store = _store(settings)
    memory = recollect(store, program) if store else Memory()
    if memory.outcomes and memory.is_current:
        return _run_again(program, settings, memory)
    return _run_first(program, settings, memory)


def run_ready(program: Program, settings: Settings) -> Ran:
    """Run a program with what is native already, and make nothing more."""
    if is_off():
        return _run_in_python(program)
    store = _store(settings)
    return _run_again(program, settings, recollect(store, program) if store else Memory())


def _run_in_python(program: Program) -> Ran:
    start = time.perf_counter()
    status = execute(program)
    report = Report((), {}, time.perf_counter() - start)
    note = "FERRULE=off: the program ran in Python."
    return Ran(report, status.code, None, None, note, status.is_interrupted)


def _store(settings: Settings) -> Store | None:
    """The cache; None where it can't be used: what is built then lives with this process."""
    try:
        return open_store(settings.cache)
    except CrateError:
        return None


def _run_again(program: Program, settings: Settings, memory: Memory) -> Ran:
    """All that is worth making is made: start native, compile nothing."""
    waiting = Waiting(list(memory.ready))
    with watching(WatchSettings(is_witnessing=False)) as watch:
        start = time.perf_counter()
        with _arriving(waiting):
            status = execute(program, _compiling(waiting))
        program_s = time.perf_counter() - start
    give_up(waiting)
    shares = _shares(watch.profile(), program_s)
    told = (
        replace(one, share=shares.get(one.func, 0.0), installed=one.func in waiting.swaps)
        for one in memory.outcomes
    )
    known = tuple(_as_found(one, waiting) for one in told)
    report = Report(worth_telling(known, settings.min_share), {}, program_s)
    return Ran(report, status.code, None, None, "", status.is_interrupted)


def _as_found(one: Outcome, waiting: Waiting) -> Outcome:
    """A function that was native before and could not be put in place now, with the reason."""
    if one.status == "python" or one.installed:
        return one
    place = Span(one.func.file, one.func.line, 0, one.func.line, 1)
    why = waiting.doubts.get(one.func, "its module was not imported")
    return replace(one, status="python", reasons=(Diagnostic("F606", place, why), *one.reasons))


def _shares(profile: Profile, whole_s: float) -> dict[FuncName, float]:
    return {hot.func: hot.total_s / max(whole_s, 1e-9) for hot in profile.functions}


def _run_first(program: Program, settings: Settings, memory: Memory) -> Ran:
    """Watch it, work beside it, and keep what was learned."""
    waiting = Waiting(list(memory.ready))
    with watching(WatchSettings()) as watch:
        side = Side(watch, settings, memory, waiting)
        thread = threading.Thread(target=beside, args=(side,), name="ferrule-work", daemon=True)
        start = time.perf_counter()
        thread.start()
        with _arriving(waiting):
            status = execute(program, _compiling(waiting))
        side.is_ended.set()
        program_s = time.perf_counter() - start
    give_up(waiting)
    if status.is_interrupted:
        return Ran(Report((), {}, program_s), status.code, None, None, "", True)
    thread.join()
    found = finish(side, program)
    known = worth_telling(found.outcomes, settings.min_share)
    report = Report(known, found.steps, program_s)
    return Ran(report, status.code, None, None, found.note, False)


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
    """Run it in Python alone, run it to learn, run it native: compare output and time.

    The times are the program's own, without the start of the interpreter and of Ferrule.
    """
    stdin = b"" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read()
    without = _execution(program, [], stdin, {"FERRULE": "off"})
    _execution(program, _flags(settings), stdin, {})
    native = _execution(program, ["--ready", *_flags(settings)], stdin, {}, is_shown=True)
    store = _store(settings)
    memory = recollect(store, program) if store else Memory()
    report = Report(
        outcomes=worth_telling(memory.outcomes, settings.min_share),
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
    with TemporaryDirectory(prefix="ferrule-compare-") as folder:
        told = Path(folder) / "told.json"
        command = [sys.executable, "-m", "ferrule", "run", "--quiet", "--json", str(told), *flags]
        start = time.perf_counter()
        done = subprocess.run(
            [*command, *words, *program.arguments],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=None if is_shown else subprocess.DEVNULL,
            env={**os.environ, **environment},
            check=False,
        )
        seconds = time.perf_counter() - start
        with contextlib.suppress(OSError, ValueError, KeyError):
            seconds = float(json.loads(told.read_text(encoding="utf-8"))["program_s"])
    if is_shown:
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    return Execution(seconds, done.returncode, done.stdout)


def demo(settings: Settings) -> Ran:
    """One example with --compare, in a folder of its own: our own files are not watched."""
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "_examples", here.parent.parent / "examples"):
        script = folder / "nbody.py"
        if script.is_file():
            with TemporaryDirectory(prefix="ferrule-demo-") as place:
                copy = shutil.copy(script, place)
                return compare(Program("script", copy), settings)
    raise Problem("the examples are not installed", "run one of your own: ferrule run SCRIPT")
