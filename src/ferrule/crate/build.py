"""The door: the text of a slice becomes a built extension in the cache.

In: `Sources` and settings. Out: `Built`, whose file is whole and verified. Assumes that its caller
goes on in Python when a `CrateError` comes back. A hit starts no process.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from ferrule.base.records import Built, Sources
from ferrule.crate.blame import faults_in, first_message
from ferrule.crate.errors import (
    BuildFailed,
    CrateError,
    Rejected,
    cache_error,
    full,
    is_full,
)
from ferrule.crate.host import extension_suffix
from ferrule.crate.key import flags, slice_key
from ferrule.crate.prepare import Prepared, Workshop, current_key, prepare
from ferrule.crate.process import Finished, Job, run
from ferrule.crate.reports import save_report
from ferrule.crate.runtime import LIBRARY, find_runtime
from ferrule.crate.settings import BuildSettings
from ferrule.crate.store import Store, add, find, open_store, subfolder, temporary_store, workplace
from ferrule.crate.tools import find_tools, tool_environment
from ferrule.crate.upkeep import tend


def open_workshop(settings: BuildSettings, store: Store | None = None) -> Workshop:
    """Find the cache, the tools and the runtime's sources; raises `CrateError`."""
    opened = store or open_store(settings.home)
    return Workshop(opened, find_tools(opened), find_runtime(), settings)


def on_temporary(shop: Workshop, error: CrateError) -> Workshop:
    """The same workshop after a `CacheError`: what is built from now on lives with this process."""
    return replace(shop, store=temporary_store(), elder=shop.store, trouble=str(error))


def build(sources: Sources, shop: Workshop) -> Built:
    """The extension for these sources; raises `Rejected` with the functions that rustc refused."""
    start = time.perf_counter()
    runtime = current_key(shop)
    key = slice_key(runtime, sources.name, sources.files)
    entry = find(shop.store, key) or (shop.elder and find(shop.elder, key))
    if entry:
        return _built(sources, key, entry.library, 0.0)
    prepared = prepare(shop)
    key = slice_key(prepared.key, sources.name, sources.files)
    library = _compile(_Slice(sources, key, prepared), shop)
    tend(shop.store)
    return _built(sources, key, library, time.perf_counter() - start)


def _built(sources: Sources, key: str, library: Path, seconds: float) -> Built:
    return Built(str(library), sources.name, key, sources.entries, sources.classes, seconds)


@dataclass(frozen=True, slots=True)
class _Slice:
    """One slice on its way."""

    sources: Sources
    key: str
    prepared: Prepared


def _compile(work: _Slice, shop: Workshop) -> Path:
    with workplace(shop.store) as folder:
        try:
            write_crate(work.sources, folder / "crate")
        except OSError as error:
            raise cache_error("write the slice's sources", error) from error
        library = folder / f"{work.sources.name}{extension_suffix()}"
        finished = _rustc(work, folder, library, shop)
        if finished.status != 0 or not library.exists():
            raise _failure(work, finished, shop)
        functions = tuple(str(entry.func) for entry in work.sources.entries)
        return add(shop.store, work.key, folder, library, functions).library


def write_crate(sources: Sources, folder: Path) -> None:
    """Write the texts below a folder; raises OSError, or ValueError for a path that leaves it."""
    for name, text in sources.files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"the path {name!r} leads out of the crate")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _rustc(work: _Slice, folder: Path, library: Path, shop: Workshop) -> Finished:
    environment = tool_environment(shop.store, shop.toolchain)
    environment["TMPDIR"] = str(subfolder(shop.store, "tmp"))
    limit, cancelled = shop.settings.limit_s, shop.settings.is_cancelled
    command = rustc_command(work.sources.name, work.prepared, library, shop)
    return run(Job(command, folder, environment, limit, cancelled))


def rustc_command(name: str, prepared: Prepared, library: Path, shop: Workshop) -> tuple[str, ...]:
    """The one call of rustc that turns `crate/src/lib.rs` into a library."""
    linker = (f"-Clinker={shop.toolchain.linker}",) if shop.toolchain.linker else ()
    undefined = ("-Clink-arg=-undefined", "-Clink-arg=dynamic_lookup")
    return (
        *(shop.toolchain.rustc, "crate/src/lib.rs", "--crate-name", name),
        *("--crate-type", "cdylib", "--edition=2024", "--emit=link", "--error-format=json"),
        *("-Copt-level=3", "-Ccodegen-units=2", "-Cstrip=debuginfo", "-Cembed-bitcode=no"),
        *("-Awarnings", "-L", f"dependency={prepared.folder}"),
        *("--extern", f"{LIBRARY}={prepared.main}", *prepared.link, *flags(shop.settings)),
        *(*linker, *(undefined if sys.platform == "darwin" else ())),
        *("-o", os.fspath(library)),
    )


def _failure(work: _Slice, finished: Finished, shop: Workshop) -> Exception:
    if is_full(finished.errors):
        return full("the slice")
    report = save_report(shop.store, work.sources, finished.errors)
    faults = faults_in(finished.errors, work.sources)
    message = first_message(finished.errors)
    if faults:
        return Rejected(faults, message, report)
    saved = f"; all of it is in {report}" if report else ""
    return BuildFailed(f"rustc could not build the slice: {message}{saved}", "Try `ferrule doctor`")
