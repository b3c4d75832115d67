"""`ferrule verify`: the native functions of a package, proved again on this machine.

In: a package's name; for a project, also where it is and the extension that was built from it. Out:
outcomes. The package is imported in a process of its own, as Python; then its extension is loaded
and both are compared. Assumes that importing it does no harm.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ferrule import prove
from ferrule.base.problem import Problem
from ferrule.base.records import Built, Outcome
from ferrule.base.settings import SWITCH, Settings
from ferrule.base.types import from_data
from ferrule.call.ahead import SUFFIX, built_from, renamer
from ferrule.call.doubt import Doubt
from ferrule.call.loading import load_extension
from ferrule.pipeline.annotated import fields_of
from ferrule.pipeline.judge import judge, outcome
from ferrule.pipeline.made import is_wanted
from ferrule.pipeline.memory import outcome_data, outcome_from
from ferrule.pipeline.slices import Fields
from ferrule.source import read

_UNASKED = ("F702", "F703")  # equal is asked for, faster is not
_LIMIT_S = 3600.0
_PROOF_S = 10.0  # for one function, at least


def holds(outcomes: Sequence[Outcome]) -> bool:
    """Whether something was compared natively, and nothing of that differed.

    A function that no made input suits is named, and is no fault of the package.
    """
    failed = [one for one in outcomes if not one.installed]
    unasked = all(reason.code == "F705" for one in failed for reason in one.reasons)
    return unasked and len(failed) < len(outcomes)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be proved."""

    package: str
    root: Path | None = None  # what the package is imported from, if that is said
    extension: Path | None = None  # instead of the one that the package finds
    modules: tuple[str, ...] = ()  # none: all
    only: tuple[str, ...] = ()  # none: all functions


def verify(package: str, settings: Settings) -> tuple[Outcome, ...]:
    """Prove all native functions of a package; raises Problem where there are none."""
    patient = replace(settings, proof_seconds=max(settings.proof_seconds, _PROOF_S))
    return answer(Question(package), patient)


def answer(question: Question, settings: Settings) -> tuple[Outcome, ...]:
    """Prove what is asked for, in a process of its own."""
    package = question.package
    places = {"root": question.root, "extension": question.extension}
    data = {
        **asdict(question),
        **{name: str(place) if place else None for name, place in places.items()},
        "inputs": settings.proof_inputs,
        "proof_s": settings.proof_seconds,
        "timing_s": settings.timing_seconds,
        "seed": settings.seed,
        "skip": settings.skip,
    }
    command = [sys.executable, "-m", "ferrule.pipeline.verify", json.dumps(data)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LIMIT_S,
        env={**os.environ, SWITCH: "off"},
    )
    lines = done.stdout.strip().splitlines()
    try:
        said = json.loads(lines[-1])
    except (ValueError, IndexError):
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise Problem(f"{package}: could not be verified: {last}", "") from None
    if said["problem"]:
        raise Problem(f"{package}: {said['problem']}", said["remedy"])
    return tuple(map(outcome_from, said["outcomes"]))


def main(task: str) -> None:
    """Do it in this process; the answer is the last line of stdout."""
    data = json.loads(task)
    settings = Settings(
        proof_inputs=data["inputs"],
        proof_seconds=data["proof_s"],
        timing_seconds=data["timing_s"],
        seed=data["seed"],
        only=tuple(data["only"]),
        skip=tuple(data["skip"]),
    )
    said: dict[str, Any] = {"problem": "", "remedy": "", "outcomes": []}
    try:
        said["outcomes"] = [outcome_data(one) for one in _verified(_question(data), settings)]
    except Problem as problem:
        said |= {"problem": problem.what, "remedy": problem.remedy}
    print(json.dumps(said))  # noqa: T201 - this is a process's answer


def _question(data: Any) -> Question:
    root, extension = (Path(data[one]) if data[one] else None for one in ("root", "extension"))
    return Question(data["package"], root, extension, tuple(data["modules"]))


def _verified(question: Question, settings: Settings) -> list[Outcome]:
    name = question.package
    if question.root is not None:
        sys.path.insert(0, str(question.root))
    for one in prove.__all__:
        getattr(prove, one)  # loaded now: later the package's modules may bear the same names
    try:
        package = importlib.import_module(name)
    except ImportError as error:
        raise Problem(f"it can't be imported: {error}", "Is it installed here?") from None
    folder = Path(str(package.__file__)).parent
    manifests = sorted(folder.rglob(f"*{SUFFIX}"))
    if not manifests:
        raise Problem("it holds no native functions of Ferrule", "")
    extension = _extension(f"{name}._native", question.extension)
    read_in = [json.loads(file.read_text(encoding="utf-8")) for file in manifests]
    told = [one for one in read_in if one["module"] in question.modules or not question.modules]
    modules = [importlib.import_module(data["module"]) for data in told]
    os.environ.pop(SWITCH, None)  # all of it is Python by now
    pairs = zip(told, modules, strict=True)
    return [one for pair in pairs for one in _of_module(*pair, extension, settings)]


def _extension(name: str, path: Path | None) -> Any:
    try:
        return load_extension(name, str(path)) if path else importlib.import_module(name)
    except (ImportError, Doubt) as error:
        remedy = "It runs in Python here; there is nothing to compare."
        raise Problem(f"its extension can't be loaded: {error}", remedy) from None


def _of_module(data: Any, module: Any, extension: Any, settings: Settings) -> list[Outcome]:
    rename = renamer(data["module"], data["module"])
    given = {**data, "name": extension.__name__}
    built = built_from(given, Path(str(extension.__file__)), rename, str(module.__file__))
    proved = [one for one in built.entries if str(one.func) in data["proved"]]
    wanted = tuple(one for one in proved if is_wanted(settings, one.func))
    if not wanted:
        return []
    fields = {
        rename(name): {key: from_data(one) for key, one in held.items()}
        for name, held in data.get("fields", {}).items()
    }
    return _judged(replace(built, entries=wanted), module, fields, settings)


def _judged(built: Built, module: Any, fields: Fields, settings: Settings) -> list[Outcome]:
    source = read(module.__name__, str(module.__file__), vars(module))
    judged = judge(built, {}, {**fields_of(source), **fields}, settings)
    told = []
    for entry in built.entries:
        reasons = judged.reasons.get(entry.func, ())
        against = tuple(one for one in reasons if one.code not in _UNASKED)
        verdict = judged.verdicts.get(entry.func)
        timing = judged.timings.get(entry.func)
        told.append(outcome(entry.func, 0.0, against, verdict, timing, not against))
    return told


if __name__ == "__main__":
    main(sys.argv[1])
