"""Compile one hand-written file with one call of rustc.

In: a file, its name, its edition, the crates that it needs. Out: an entry of the cache and the list
of files that it was made from, or what rustc said. Assumes nothing about the code: it is the
user's own and may do what it likes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ferrule.crate.depot import Depot
from ferrule.crate.errors import BuildFailed, full, is_full
from ferrule.crate.host import extension_suffix
from ferrule.crate.key import joined_hash
from ferrule.crate.overlay import Overlay, lay_out
from ferrule.crate.prepare import Workshop, work_folder
from ferrule.crate.process import Finished, Job, run
from ferrule.crate.store import Entry, add, find, subfolder, workplace
from ferrule.crate.tools import tool_environment


@dataclass(frozen=True, slots=True)
class Single:
    """A file to be compiled."""

    file: Path
    name: str  # of the crate
    is_program: bool
    edition: str = "2021"
    addition: str = ""  # text behind the file's own
    link: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()  # what the cache says that it holds


@dataclass(frozen=True, slots=True)
class Compiled:
    """A library or program in the cache, and the digests of the files that it was made from."""

    entry: Entry
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """What rustc said, with the places in the user's own files."""

    output: str


def single_key(single: Single, depot: Depot, files: Mapping[str, str]) -> str:
    """The key of what these files become."""
    shape = (single.name, single.edition, str(single.is_program), single.addition, *single.link)
    listed = [part for item in sorted(files.items()) for part in item]
    return joined_hash(depot.key, *shape, *listed)


def find_single(
    single: Single, depot: Depot, names: tuple[str, ...], shop: Workshop
) -> Compiled | None:
    """What was built before from files of these names and their present content."""
    files = {name: _digest(Path(name)) for name in names}
    entry = find(shop.store, single_key(single, depot, files))
    return Compiled(entry, files) if entry else None


def compile_single(single: Single, depot: Depot, shop: Workshop) -> Compiled | Refused:
    """Compile it."""
    with workplace(shop.store) as folder:
        before = _digest(single.file)
        work = _work(single, shop)
        overlay = _overlay(single, work)
        source = overlay.file if overlay else single.file
        made = _emptied(work / "made")
        finished = _rustc(_Call(single, depot, source, made, work), shop)
        if is_full(finished.errors):
            raise full("the file")
        if finished.status != 0:
            return Refused(overlay.real(finished.errors) if overlay else finished.errors)
        output = _named(single, made, folder)
        names = _dependencies(made / f"{single.name}.d", overlay)
        files = {name: _digest(Path(name)) for name in {str(single.file), *names}}
        if before != files[str(single.file)]:
            raise BuildFailed(f"{single.file} changed while it was compiled", "Import it again")
        key = single_key(single, depot, files)
        return Compiled(add(shop.store, key, folder, output, single.functions), files)


def _work(single: Single, shop: Workshop) -> Path:
    """A folder that stays, so that rustc compiles again only what an edit has changed."""
    return work_folder(shop.store, f"file-{joined_hash(str(single.file), single.name)}")


def _overlay(single: Single, work: Path) -> Overlay | None:
    """A copy with what is to be added, if something is."""
    if not single.addition:
        return None
    text = single.file.read_text(encoding="utf-8")
    return lay_out(single.file, text.rstrip("\n") + "\n" + single.addition, work / "tree")


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of rustc."""

    single: Single
    depot: Depot
    source: Path
    folder: Path  # for what comes out
    work: Path


def _rustc(call: _Call, shop: Workshop) -> Finished:
    environment = tool_environment(shop.store, shop.toolchain)
    environment["TMPDIR"] = str(subfolder(shop.store, "tmp"))
    environment |= {
        "CARGO_PKG_NAME": call.single.name,
        "CARGO_PKG_VERSION": "0.0.0",
        "CARGO_MANIFEST_DIR": str(call.single.file.parent),
        "CARGO_CRATE_NAME": call.single.name,
    }
    limit, cancelled = shop.settings.limit_s, shop.settings.is_cancelled
    return run(Job(_command(call, shop), call.folder, environment, limit, cancelled))


def _command(call: _Call, shop: Workshop) -> tuple[str, ...]:
    single, depot = call.single, call.depot
    linker = (f"-Clinker={shop.toolchain.linker}",) if shop.toolchain.linker else ()
    is_mac_module = sys.platform == "darwin" and not single.is_program
    undefined = ("-Clink-arg=-undefined", "-Clink-arg=dynamic_lookup") if is_mac_module else ()
    crates: list[str] = []
    if depot.folder is not None:
        crates = ["-L", f"dependency={depot.folder}", *depot.link]
        for name, library in depot.externs.items():
            crates += ["--extern", f"{name}={depot.folder / library}"]
    return (
        *(shop.toolchain.rustc, str(call.source), "--crate-name", single.name),
        *("--crate-type", "bin" if single.is_program else "cdylib"),
        *(f"--edition={single.edition}", "--error-format=json", "--cap-lints=warn"),
        *("--emit=link,dep-info", "--out-dir", str(call.folder), "-Copt-level=3"),
        *(f"-Cincremental={call.work / 'incremental'}", "-Cstrip=debuginfo"),
        *("-Cembed-bitcode=no", *crates, *linker, *undefined, *single.link),
    )


def _emptied(folder: Path) -> Path:
    """The folder that rustc writes to: always the same, or it would compile all of it again."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _named(single: Single, made: Path, folder: Path) -> Path:
    """What rustc made, in the folder, under the name that the cache knows it by."""
    suffix = ".exe" if sys.platform == "win32" else ""
    if single.is_program:
        return (made / f"{single.name}{suffix}").rename(folder / f"{single.name}{suffix}")
    prefix = "" if sys.platform == "win32" else "lib"
    kind = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
    found = made / f"{prefix}{single.name}{kind}"
    return found.rename(folder / f"{single.name}{extension_suffix()}")


def _dependencies(listing: Path, overlay: Overlay | None) -> list[str]:
    """The real files that rustc read, from the list that it wrote as make would want it."""
    try:
        lines = listing.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BuildFailed("rustc wrote no list of the files it read", str(error)) from error
    names = [line[:-1].replace("\\ ", " ") for line in lines if line.endswith(":")]
    paths = [os.path.normpath(listing.parent / name) for name in names]
    return [overlay.real(path) if overlay else path for path in paths]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"
