"""Build the runtime crate and pyo3 once per compiler, interpreter and flags.

In: a toolchain and the runtime's sources. Out: a folder of libraries that slices are linked to.
    <root>/runtime/<key>/{manifest.json, *.rlib}   finished, moved in by one rename
    <root>/work/<base>/target                      cargo's own folder, so that a changed runtime
                                                   does not build pyo3 again
    <root>/work/<base>/built.json                  what cargo left there: its libraries' hashes
Assumes that a preparation can end at any moment: without a manifest that fits, it never was.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ferrule.crate.cargo import Artifacts, Damaged, Order, build_runtime
from ferrule.crate.errors import BuildFailed, cache_error
from ferrule.crate.folder import is_own_file
from ferrule.crate.jsonfile import read_json, replace_json, write_json
from ferrule.crate.key import base_key, flags, runtime_key
from ferrule.crate.lock import held
from ferrule.crate.runtime import LIBRARY, Runtime, copy_runtime, runtime_digest
from ferrule.crate.settings import BuildSettings
from ferrule.crate.store import FORMAT, Store, discard, move_in, subfolder, workplace
from ferrule.crate.tools import Toolchain, tool_environment

LEFT = "built.json"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A built runtime."""

    key: str
    folder: Path  # of all libraries
    main: Path  # the runtime's own library
    link: tuple[str, ...]  # further arguments for rustc


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a preparation needs."""

    store: Store
    toolchain: Toolchain
    runtime: Runtime
    settings: BuildSettings
    elder: Store | None = None  # a cache that can be read, but no longer be written
    trouble: str = ""  # why the user's own cache isn't used, and what to do about it


def current_key(shop: Workshop) -> str:
    """The key of the runtime as its sources are now; starts no process."""
    return runtime_key(base_key(shop.toolchain, shop.settings), runtime_digest(shop.runtime))


def prepare(shop: Workshop) -> Prepared:
    """The built runtime: found whole, or built now by this process or by another."""
    key = current_key(shop)
    ready = find_prepared(shop.store, key) or (shop.elder and find_prepared(shop.elder, key))
    if ready:
        return ready
    base = base_key(shop.toolchain, shop.settings)
    work = work_folder(shop.store, base)
    with held(work / "lock", shop.settings.is_cancelled):
        ready = find_prepared(shop.store, current_key(shop))
        return ready or _build(shop, base, work)


def find_prepared(store: Store, key: str) -> Prepared | None:
    """A finished runtime whose files are all as they were when it was built."""
    folder = store.root / "runtime" / key
    data = read_json(folder / "manifest.json")
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("key") != key:
        return None
    files = data.get("files")
    if not isinstance(files, dict) or not all(
        _is_unchanged(folder / name, digest) for name, digest in files.items()
    ):
        return None
    with contextlib.suppress(OSError):
        os.utime(folder / "manifest.json")
    main = folder / str(data.get("main"))
    return Prepared(key, folder, main, tuple(map(str, data.get("link", ()))))


def _is_unchanged(path: Path, digest: object) -> bool:
    return is_own_file(path) and digest_of(path) == digest


def digest_of(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def work_folder(store: Store, base: str) -> Path:
    """cargo's own folder in the cache, marked as used."""
    path = subfolder(store, "work") / base
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        (path / "used").touch()
    except OSError as error:
        raise cache_error("make a folder in the cache", error) from error
    return path


def _build(shop: Workshop, base: str, work: Path) -> Prepared:
    sources = work / "sources"
    shutil.rmtree(sources, ignore_errors=True)
    runtime = copy_runtime(shop.runtime, sources)
    key = runtime_key(base, runtime_digest(runtime))
    environment = tool_environment(shop.store, shop.toolchain)
    environment["PYO3_PYTHON"] = sys.executable  # whatever else is on PATH
    order = Order(runtime, shop.toolchain, work / "target", environment, flags(shop.settings))
    if not _is_as_cargo_left_it(work):
        discard(shop.store, order.target)
    artifacts = _cargo(shop, order)
    write_json(work / LEFT, {str(path): digest_of(path) for path in artifacts.libraries})
    try:
        with workplace(shop.store) as folder:
            _collect(folder, key, artifacts)
            target = subfolder(shop.store, "runtime") / key
            discard(shop.store, target)
            move_in(shop.store, folder, target)
    except OSError as error:
        raise cache_error("keep the built runtime", error) from error
    ready = find_prepared(shop.store, key)
    if ready is None:
        raise BuildFailed("The prepared runtime was damaged at once", "Check the disk")
    return ready


def _is_as_cargo_left_it(work: Path) -> bool:
    """Whether its libraries are those that it built; cargo itself looks at times alone."""
    if not (work / LEFT).exists():
        return True  # nothing was finished here; rustc rejects what an interrupted run left
    built = read_json(work / LEFT)
    return isinstance(built, dict) and all(
        _is_unchanged(Path(name), digest) for name, digest in built.items()
    )


def _cargo(shop: Workshop, order: Order) -> Artifacts:
    """Build; what an interrupted run may have left broken gets one fresh start."""
    had_leftovers = order.target.exists()
    try:
        return build_runtime(order, shop.settings)
    except Damaged:
        if not had_leftovers:
            raise
    discard(shop.store, order.target)
    return build_runtime(order, shop.settings)


def _collect(folder: Path, key: str, artifacts: Artifacts) -> None:
    """Copy the libraries and write the manifest last."""
    digests: dict[str, str] = {}
    for path in artifacts.libraries:
        shutil.copyfile(path, folder / path.name)
        (folder / path.name).chmod(0o600)
        digests[path.name] = digest_of(folder / path.name)
    manifest = {
        "format": FORMAT,
        "key": key,
        "crate": LIBRARY,
        "main": artifacts.main.name,
        "files": digests,
        "link": list(artifacts.link),
    }
    replace_json(folder / "manifest.json", manifest)
