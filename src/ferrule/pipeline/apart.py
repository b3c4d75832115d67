"""The process in which modules are witnessed, compiled and proved: `python -P -m` this module.

In: a task, as a JSON file: sites, witness, settings. Out: for each site a folder with `made.json`
and the extension; `problem.json` where nothing could be done. The user's code runs here and may do
what it likes: whoever started this process believes only files that are whole.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ferrule import prove
from ferrule.base.problem import Problem
from ferrule.base.records import EntryPoint, Outcome, Profile
from ferrule.base.settings import SWITCH, Settings
from ferrule.base.shadow import hidden
from ferrule.base.types import to_data
from ferrule.call.ahead import PROTOCOL, abi, rename_guard, renamer
from ferrule.crate import CrateError, Workshop
from ferrule.pipeline.made import Made, make, renamed
from ferrule.pipeline.memory import outcome_data
from ferrule.pipeline.shop import open_shop
from ferrule.pipeline.sites import Site
from ferrule.pipeline.witness import imported, observe


@dataclass(frozen=True, slots=True)
class Task:
    """What one process does."""

    sites: tuple[Site, ...]
    witness: str | None
    witness_s: float
    settings: Settings
    folder: Path  # where the results go
    is_whole: bool = False  # a module in one slice, whatever it costs


def write_task(task: Task, path: Path) -> None:
    """Write a task down."""
    sites = [{key: str(value) for key, value in asdict(one).items()} for one in task.sites]
    settings = asdict(task.settings)
    settings["cache"] = task.settings.cache and str(task.settings.cache)
    data = {"sites": sites, "witness": task.witness, "witness_s": task.witness_s}
    data["is_whole"] = task.is_whole
    text = json.dumps({**data, "settings": settings, "folder": str(task.folder)})
    path.write_text(text, encoding="utf-8")


def read_task(path: Path) -> Task:
    """The task that `write_task` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    sites = tuple(
        Site(one["name"], Path(one["file"]), Path(one["root"]), Path(one["place"]))
        for one in data["sites"]
    )
    given = data["settings"]
    given["cache"] = Path(given["cache"]) if given["cache"] else None
    for name in ("only", "skip", "effects"):
        given[name] = tuple(given[name])
    settings = Settings(**given)
    folder = Path(data["folder"])
    return Task(sites, data["witness"], data["witness_s"], settings, folder, data["is_whole"])


def main(path: Path) -> None:
    """Do a task; what the user can mend is written down, not raised."""
    task = read_task(path)
    os.environ.pop(SWITCH, None)  # nothing is run for its own sake here
    for name in prove.__all__:
        getattr(prove, name)  # loaded now: later the user's modules may bear the same names
    try:
        _work(task)
    except Problem as problem:
        _write(task.folder / "problem.json", {"what": problem.what, "remedy": problem.remedy})


def _work(task: Task) -> None:
    roots = list(dict.fromkeys(site.root for site in task.sites))
    with ExitStack() as stack:
        for root in roots:
            stack.enter_context(hidden(root))
        sys.path[:0] = map(str, [*roots, Path.cwd()])  # as where tests are run
        profile = observe(task.witness, task.sites, task.witness_s)
        shop = open_shop(task.settings)
        for number, site in enumerate(task.sites):
            folder = task.folder / str(number)
            folder.mkdir()
            try:
                _one(site, profile, task, shop, folder)
            except Problem as problem:
                _write(folder / "problem.json", {"what": problem.what, "remedy": ""})
            except CrateError as error:
                _write(folder / "problem.json", {"what": error.what, "remedy": error.advice})
            except Exception as error:  # a bug of ours costs one module
                where = traceback.extract_tb(error.__traceback__)[-1]
                place = f"{Path(where.filename).name}:{where.lineno}"
                what = f"a bug in Ferrule: {error!r} ({place})"
                _write(folder / "problem.json", {"what": what, "remedy": ""})


def _one(site: Site, profile: Profile, task: Task, shop: Workshop, folder: Path) -> None:
    steps: dict[str, float] = {}
    parts = make(imported(site), profile, task.settings, shop, steps, is_whole=task.is_whole)
    manifests: list[dict[str, Any]] = []
    told: list[Outcome] = []
    for made in parts:
        told += renamed(made, renamer(made.name, site.name), str(site.file))
        if made.built is not None and made.proved:
            library = Path(made.built.path)
            shutil.copyfile(library, folder / library.name)
            manifests.append(_manifest(made, site, folder / library.name))
    told.sort(key=lambda one: one.func.line)
    manifest = {**manifests[0], "also": manifests[1:]} if manifests else None
    outcomes = [outcome_data(one) for one in told]
    _write(folder / "made.json", {"manifest": manifest, "outcomes": outcomes, "steps": steps})


def _manifest(made: Made, site: Site, library: Path) -> dict[str, Any]:
    assert made.built is not None
    rename = renamer(made.name, site.name)
    proofs = [outcome_data(one) for one in renamed(made, rename, site.file.name) if one.installed]
    return {
        "protocol": PROTOCOL,
        "module": site.name,
        "file": site.file.name,
        "abi": abi(),
        "name": made.built.name,
        "extension": library.name,
        "sha256": sha256(library.read_bytes()).hexdigest(),
        "classes": [rename(one) for one in made.built.classes],
        "fields": {
            rename(name): {key: to_data(one) for key, one in held.items()}
            for name, held in made.fields.items()
        },
        "entries": [_entry(made, entry, site) for entry in made.built.entries],
        "digests": {rename(key): digest for key, digest in made.digests.items()},
        "proved": sorted(rename(str(func)) for func in made.proved),
        "proofs": proofs,
    }


def _entry(made: Made, entry: EntryPoint, site: Site) -> dict[str, Any]:
    rename = renamer(made.name, site.name)
    func = replace(entry.func, module=rename(entry.func.module), file=site.file.name)
    return {
        "func": asdict(func),
        "native": entry.native,
        "guards": [asdict(rename_guard(guard, rename)) for guard in entry.guards],
        "effects": entry.effects,
        "arguments": [to_data(one) for one in entry.arguments],
        "result": to_data(entry.result),
        "captured": list(entry.captured),
        "others": [[to_data(one) for one in types] for types in entry.others],
    }


def _write(path: Path, data: object) -> None:
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(data, indent=1), encoding="utf-8")
    beside.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
