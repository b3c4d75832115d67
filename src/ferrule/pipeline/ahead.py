"""`ferrule build`: importable modules of the same names, native inside.

In: files and folders, a witness. Out: a folder with the modules, and a report of every function.
What can't be native is the Python that it was. The user's code runs in processes of its own, never
in this one.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ferrule.base.diag import Diagnostic
from ferrule.base.problem import Problem
from ferrule.base.records import Outcome, Report
from ferrule.base.settings import Settings
from ferrule.base.span import Span
from ferrule.crate import CrateError, LinkerMissing, ToolMissing, prepare
from ferrule.pipeline.apart import Task, write_task
from ferrule.pipeline.deliver import deliver, works_at_import
from ferrule.pipeline.made import functions_of
from ferrule.pipeline.memory import outcome_from
from ferrule.pipeline.shop import open_shop
from ferrule.pipeline.sites import Site, collect, parsed
from ferrule.pipeline.witness import is_known
from ferrule.report import progress

_DOCTEST_S = 30.0  # the longest that the doctests of one module may take
_PROOF_S = 0.8  # for one of many functions
_TIMING_S = 0.05
_MOST_PROCESSES = 4
_ONE_S = 180.0  # the longest for compiling and proving one module, on top of its witness


@dataclass(frozen=True, slots=True)
class Result:
    """What came back for one module."""

    manifest: dict[str, Any] | None
    folder: Path | None  # where its extensions are
    outcomes: tuple[Outcome, ...]
    steps: dict[str, float] = field(default_factory=dict)


def build(
    paths: Sequence[Path],
    out: Path,
    witness: str | None,
    settings: Settings,
    *,
    is_whole: bool = False,
) -> Report:
    """Make native modules of these files in `out`; `is_whole`: never more than one slice each."""
    if witness is not None and not is_known(witness):
        remedy = 'One of: doctest, pytest:PATH, script:"FILE ARGS", FILE.json'
        raise Problem(f"--witness {witness}: not a witness", remedy)
    goods = collect(paths, out)
    for site in goods.sites:
        parsed(site)
        if (out / site.place).resolve() == site.file.resolve():
            remedy = "Name another folder: the sources are left alone."
            raise Problem(f"--out {out}: {site.file.name} would be overwritten", remedy)
    steps: dict[str, float] = {}
    outcomes: list[Outcome] = []
    portable = replace(
        settings,
        native_cpu=False,  # what is built here may run elsewhere
        proof_seconds=min(settings.proof_seconds, _PROOF_S),
        timing_seconds=min(settings.timing_seconds, _TIMING_S),
    )
    with tempfile.TemporaryDirectory(prefix="ferrule-") as folder:
        order = _Order(witness, portable, is_whole)
        results = _results(goods.sites, order, Path(folder))
        for site, result in zip(goods.sites, results, strict=True):
            deliver(site, out, result.manifest, result.folder)
            outcomes += result.outcomes
            for name, seconds in result.steps.items():
                steps[name] = steps.get(name, 0.0) + seconds
    for file, place in goods.copies:
        _copy(file, out / place)
    return Report(tuple(outcomes), steps, 0.0)


def _copy(file: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    except OSError as error:
        raise Problem(f"{target}: can't be written: {error.strerror}") from None


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked for, whatever the module."""

    witness: str | None
    settings: Settings
    is_whole: bool


def _results(sites: tuple[Site, ...], order: _Order, folder: Path) -> list[Result]:
    witness, settings = order.witness, order.settings
    groups = _groups(sites, witness)
    results: dict[Site, Result] = {}

    def one(number: int) -> dict[Site, Result]:
        place = folder / f"group{number}"
        return made_apart(groups[number], witness, settings, place, is_whole=order.is_whole)

    with progress("ferrule build") as tell:
        tell("preparing the runtime", 0, 0)
        try:
            prepare(open_shop(settings))
        except ToolMissing as missing:
            code = "F602" if isinstance(missing, LinkerMissing) else "F601"
            return [_failed(site, code, f"{missing.what}. {missing.advice}") for site in sites]
        except CrateError as error:
            return [_failed(site, "F604", f"{error.what}. {error.advice}") for site in sites]
        with ThreadPoolExecutor(min(_MOST_PROCESSES, os.cpu_count() or 1)) as pool:
            for found in pool.map(one, range(len(groups))):
                results |= found
                tell(f"{len(results)} of {len(sites)} modules", len(results), len(sites))
    return [results[site] for site in sites]


def _groups(sites: tuple[Site, ...], witness: str | None) -> list[tuple[Site, ...]]:
    """A process for each module, unless one witness tells of all."""
    if witness is None or witness == "doctest":
        return [(site,) for site in sites]
    return [sites]


def made_apart(
    sites: tuple[Site, ...],
    witness: str | None,
    settings: Settings,
    folder: Path,
    *,
    is_whole: bool = False,
) -> dict[Site, Result]:
    """Witness, compile and prove these modules in one process."""
    if witness is None and works_at_import(parsed(sites[0])):
        message = "importing the module does its work; nobody said that it may run"
        return {sites[0]: _failed(sites[0], "F703", message)}
    folder.mkdir()
    limit_s = _DOCTEST_S if witness == "doctest" else settings.build_seconds
    task = Task(sites, witness, limit_s, replace(settings, install_rust="no"), folder, is_whole)
    write_task(task, folder / "task.json")
    said = _run(folder, limit_s + _ONE_S * len(sites))
    problem = _read(folder / "problem.json")
    if problem is not None and witness not in (None, "doctest"):
        raise Problem(problem["what"], problem["remedy"])
    why = problem["what"] if problem else f"its process ended early: {said}"
    return {site: _result(site, folder / str(number), why) for number, site in enumerate(sites)}


def _run(folder: Path, limit_s: float) -> str:
    """Run the process to its end, or stop it; its last words."""
    command = [sys.executable, "-P", "-m", "ferrule.pipeline.apart", str(folder / "task.json")]
    with (folder / "words").open("wb") as words:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )
        try:
            process.wait(limit_s)
        except subprocess.TimeoutExpired:
            _stop(process)
            return f"it took longer than {limit_s:.0f} s"
        except BaseException:
            _stop(process)
            raise
    lines = (folder / "words").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else f"exit status {process.returncode}"


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End it, and what it has started: a proof's child may be in an endless loop."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data


def _result(site: Site, folder: Path, why: str) -> Result:
    data = _read(folder / "made.json")
    if data is None:
        problem = _read(folder / "problem.json")
        return _failed(site, "F604", problem["what"] if problem else why)
    outcomes = tuple(map(outcome_from, data["outcomes"]))
    manifest = data["manifest"]
    return Result(manifest, folder, outcomes, data["steps"])


def _failed(site: Site, code: str, message: str) -> Result:
    """The module stays Python as a whole."""

    def told(line: int) -> tuple[Diagnostic, ...]:
        return (Diagnostic(code, Span(str(site.file), line, 0, line, 1), message),)

    functions = functions_of(parsed(site))
    return Result(
        None, None, tuple(Outcome(func, 0.0, "python", told(func.line)) for func in functions)
    )
