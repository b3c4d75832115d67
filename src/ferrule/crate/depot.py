"""Build the crates that a hand-written file needs, once per manifest, compiler and interpreter.

In: the text of a manifest without code of its own. Out: a folder of libraries to link to.
    <root>/runtime/<key>/{manifest.json, *.rlib, *.so}   finished, moved in by one rename
    <root>/work/<base>/target                            cargo's own: what two manifests share
                                                         is built once
Assumes that versions may move until they are locked: the lock file stays with what was built.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ferrule.crate.cargo import linker_variable, release_environment
from ferrule.crate.carried import carry, take_back
from ferrule.crate.errors import BuildFailed, cache_error
from ferrule.crate.failures import failure_of, lacks_network
from ferrule.crate.host import python_identity
from ferrule.crate.jsonfile import read_json, replace_json
from ferrule.crate.key import SCHEME, joined_hash
from ferrule.crate.lock import held
from ferrule.crate.metadata import Found, artifacts, extern_names
from ferrule.crate.prepare import Workshop, digest_of, find_prepared, work_folder
from ferrule.crate.process import Job, run
from ferrule.crate.settings import Progress
from ferrule.crate.store import FORMAT, discard, move_in, subfolder, workplace
from ferrule.crate.tools import tool_environment

_LOCAL_PATH = re.compile(r'path = "((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Order:
    """The crates that are wanted."""

    manifest: str
    environment: Mapping[str, str] = field(default_factory=dict)
    lock: str = ""  # a Cargo.lock to go by


@dataclass(frozen=True, slots=True)
class Depot:
    """Built crates."""

    key: str
    folder: Path | None  # of all libraries; None where none are needed
    externs: Mapping[str, str]  # the name in the code -> its library
    link: tuple[str, ...]  # further arguments for rustc


def depot_key(order: Order, shop: Workshop) -> str:
    """What all files with these needs share."""
    tools = (shop.toolchain.identity, shop.toolchain.linker, python_identity(), sys.base_prefix)
    variables = [part for item in sorted(order.environment.items()) for part in item]
    local = [_folder_digest(Path(path)) for path in _LOCAL_PATH.findall(order.manifest)]
    return joined_hash(SCHEME, "crates", *tools, order.manifest, order.lock, *variables, *local)


def open_depot(order: Order, shop: Workshop) -> Depot:
    """The crates, found whole or built now; raises `BuildFailed` with what cargo says."""
    key = depot_key(order, shop)
    if order.manifest.rstrip().endswith("[dependencies]"):
        return Depot(key, None, {}, ())
    found = _find(shop, key)
    if found:
        return found
    base = joined_hash(SCHEME, shop.toolchain.identity, python_identity(), sys.base_prefix)
    work = work_folder(shop.store, f"crates-{base}")
    with held(work / "lock", shop.settings.is_cancelled):
        return _find(shop, key) or _build(order, key, work, shop)


def _find(shop: Workshop, key: str) -> Depot | None:
    ready = find_prepared(shop.store, key)
    if ready is None:
        return None
    data = read_json(ready.folder / "manifest.json")
    externs = data.get("externs") if isinstance(data, dict) else None
    if not isinstance(externs, dict):
        return None
    return Depot(key, ready.folder, {str(k): str(v) for k, v in externs.items()}, ready.link)


def _folder_digest(folder: Path) -> str:
    """A hash of a crate that lies beside the file: an edit there is an edit of the file."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".rs", ".toml") and "target" not in path.parts and path.is_file():
            digest.update(f"{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _build(order: Order, key: str, work: Path, shop: Workshop) -> Depot:
    crate = work / "crate"
    try:
        shutil.rmtree(crate, ignore_errors=True)
        crate.mkdir()
        (crate / "Cargo.toml").write_text(order.manifest, encoding="utf-8")
        (crate / "lib.rs").write_text("", encoding="utf-8")
        if order.lock:
            (crate / "Cargo.lock").write_text(order.lock, encoding="utf-8")
    except OSError as error:
        raise cache_error("write a manifest in the cache", error) from error
    names = extern_names(_metadata(crate, order, shop), "ferrule-crates")
    found = _cargo(crate, work / "target", order, shop)
    try:
        with workplace(shop.store) as folder:
            _collect(folder, key, found, names)
            shutil.copyfile(crate / "Cargo.lock", folder / "Cargo.lock")
            target = subfolder(shop.store, "runtime") / key
            discard(shop.store, target)
            move_in(shop.store, folder, target)
    except OSError as error:
        raise cache_error("keep the built crates", error) from error
    ready = _find(shop, key)
    if ready is None:
        raise BuildFailed("The prepared crates were damaged at once", "Check the disk")
    return ready


def _environment(order: Order, shop: Workshop) -> dict[str, str]:
    linker = shop.toolchain.linker
    return {
        **({linker_variable(shop.toolchain.host): linker} if linker else {}),
        **tool_environment(shop.store, shop.toolchain),
        **release_environment(),
        "CARGO_TERM_PROGRESS_WHEN": "never",
        "CARGO_NET_RETRY": os.environ.get("CARGO_NET_RETRY", "1"),
        "CARGO_ENCODED_RUSTFLAGS": "",
        "PYO3_PYTHON": sys.executable,
        **order.environment,
    }


def _metadata(crate: Path, order: Order, shop: Workshop) -> str:
    """What cargo resolved: among the crates that Ferrule carries, else the registry's, else, where
    there is no network, those that are on this machine."""
    command = (shop.toolchain.cargo, "metadata", "--format-version=1", "--color=never")
    environment = _environment(order, shop)
    if carry(crate, shop.runtime):
        finished = run(Job((*command, "--offline"), crate, environment, 600.0))
        if finished.status == 0:
            return finished.output
        take_back(crate, order.lock)
    finished = run(Job(command, crate, environment, 600.0, shop.settings.is_cancelled))
    if finished.status != 0 and lacks_network(finished):
        offline = Job((*command, "--offline"), crate, environment, 600.0)
        again = run(offline)
        finished = again if again.status == 0 else finished
    if finished.status != 0:
        raise failure_of(finished)
    return finished.output


def _cargo(crate: Path, target: Path, order: Order, shop: Workshop) -> Found:
    command = (
        *(shop.toolchain.cargo, "build", "--release", "--message-format=json", "--color=never"),
        *("--target", shop.toolchain.host, "--target-dir", str(target), "--locked"),
    )
    heard: list[str] = []

    def hear(line: str) -> None:
        heard.append(line)
        if '"compiler-artifact"' in line:
            done = sum('"compiler-artifact"' in one for one in heard)
            shop.settings.progress(Progress(done, 0, "crates"))

    environment = _environment(order, shop)
    limit, cancelled = shop.settings.limit_s * 10, shop.settings.is_cancelled
    finished = run(Job(command, crate, environment, limit, cancelled), hear)
    if finished.status != 0:
        again = Job((*command, "--offline"), crate, environment, limit, cancelled)
        retried = run(again, heard.append) if lacks_network(finished) else finished
        if retried.status != 0:
            raise failure_of(retried, heard)
    return artifacts(heard, shop.toolchain.host)


def _collect(folder: Path, key: str, found: Found, names: Mapping[str, str]) -> None:
    digests: dict[str, str] = {}
    for path in found.libraries:
        shutil.copyfile(path, folder / path.name)
        (folder / path.name).chmod(0o600)
        digests[path.name] = digest_of(folder / path.name)
    externs = {
        name: found.by_package[package].name
        for name, package in names.items()
        if package in found.by_package
    }
    manifest = {
        "format": FORMAT,
        "key": key,
        "crate": "ferrule-crates",
        "main": next(iter(externs.values()), ""),
        "files": digests,
        "link": list(found.link),
        "externs": externs,
    }
    replace_json(folder / "manifest.json", manifest)
