"""The cache: built extensions by key, each whole and verified, or absent.

In: a key and a finished file. Out: a path that is safe to load. Assumes a private folder.
    <root>/slices/<key>/manifest.json   what is there, with the hash of its content
    <root>/slices/<key>/<library>       the extension, and `crate/` beside it, its text
    <root>/runtime, work, notes, reports, tmp, rust   other files of this room
Entries appear and disappear by one rename, so two processes may build and clean at once.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ferrule.crate.errors import CacheError, cache_error
from ferrule.crate.folder import default_home, is_own_file, private_folder
from ferrule.crate.jsonfile import read_json, replace_json

FORMAT = 1
_KEY = re.compile("[0-9a-f]{40}")
STALE_S = 6 * 3600.0  # a temporary folder this old belongs to a build that was killed


@dataclass(frozen=True, slots=True)
class Store:
    """An opened cache folder."""

    root: Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One extension in the cache."""

    key: str
    name: str  # the extension's module name
    library: Path
    size: int  # bytes, of the library
    used: float  # when it was last used, seconds since the epoch
    functions: tuple[str, ...]  # `module:qualname` of what it holds


def open_store(home: Path | None) -> Store:
    """The user's cache, or the one named; raises `CacheError`."""
    return Store(private_folder(home or default_home()))


def temporary_store() -> Store:
    """A cache that lives as long as this process, for when the real one can't be used."""
    try:
        root = Path(tempfile.mkdtemp(prefix="ferrule-"))
    except OSError as error:
        raise cache_error("make a temporary folder", error) from error
    atexit.register(_remove_own, root, os.getpid())
    return Store(root)


def _remove_own(root: Path, process: int) -> None:
    if os.getpid() == process:  # not in a forked child of the process that made it
        shutil.rmtree(root, ignore_errors=True)


def subfolder(store: Store, name: str) -> Path:
    """A folder of the cache, made if need be; raises `CacheError`."""
    path = store.root / name
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise cache_error("make a folder in the cache", error) from error
    return path


@contextmanager
def workplace(store: Store) -> Iterator[Path]:
    """A fresh folder on the cache's own disk; whatever is left in it at the end is removed."""
    parent = subfolder(store, "tmp")
    try:
        path = Path(tempfile.mkdtemp(prefix="build-", dir=parent))
    except OSError as error:
        raise cache_error("make a folder in the cache", error) from error
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def find(store: Store, key: str) -> Entry | None:
    """The entry with this key, verified; a damaged or foreign one is removed and not found."""
    if not _KEY.fullmatch(key):
        return None
    folder = store.root / "slices" / key
    entry = read_entry(folder, key)
    if entry is None or _digest(entry.library) != _recorded(folder):
        discard(store, folder)
        return None
    with contextlib.suppress(OSError):
        os.utime(folder / "manifest.json")
    return entry


def add(store: Store, key: str, folder: Path, library: Path, functions: tuple[str, ...]) -> Entry:
    """Move a finished folder into the cache; another process's equal entry wins."""
    target = subfolder(store, "slices") / key
    manifest = {
        "format": FORMAT,
        "key": key,
        "name": library.name.partition(".")[0],
        "library": library.name,
        "size": library.stat().st_size,
        "digest": _digest(library),
        "functions": list(functions),
    }
    try:
        replace_json(folder / "manifest.json", manifest)
        move_in(store, folder, target)
    except OSError as error:
        raise cache_error("write to the cache", error) from error
    entry = read_entry(target, key)
    if entry is None:
        raise CacheError(f"The cache entry {target} vanished", "Try again")
    return entry


def move_in(store: Store, folder: Path, target: Path) -> None:
    """Rename a folder to its place; what stands there already is replaced if it is not whole."""
    for _ in range(3):
        try:
            folder.rename(target)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR, errno.EACCES):
                raise
            if not target.exists():
                raise
            if _is_whole(target):
                return
            discard(store, target)
        else:
            return
    raise OSError(errno.EBUSY, "Another program keeps the old entry busy", str(target))


def _is_whole(folder: Path) -> bool:
    if folder.parent.name != "slices":
        return False  # who moves other things in holds a lock and has looked already
    entry = read_entry(folder, folder.name)
    return entry is not None and _digest(entry.library) == _recorded(folder)


def read_entry(folder: Path, key: str) -> Entry | None:
    """What the manifest says, if it is one and its library is a plain file of the right size."""
    data = read_json(folder / "manifest.json")
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("key") != key:
        return None
    library = folder / Path(str(data.get("library", ""))).name
    if not is_own_file(library) or library.stat().st_size != data.get("size"):
        return None
    return Entry(
        key=key,
        name=str(data.get("name")),
        library=library,
        size=library.stat().st_size,
        used=(folder / "manifest.json").stat().st_mtime,
        functions=tuple(map(str, data.get("functions", ()))),
    )


def _recorded(folder: Path) -> str:
    data = read_json(folder / "manifest.json")
    return str(data.get("digest")) if isinstance(data, dict) else ""


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"


def discard(store: Store, path: Path) -> None:
    """Take something out of the cache: first by a rename, so that nobody sees half of it."""
    if not os.path.lexists(path):
        return
    with contextlib.suppress(OSError, CacheError):
        grave = Path(tempfile.mkdtemp(prefix="gone-", dir=subfolder(store, "tmp")))
        path.rename(grave / "it")
        shutil.rmtree(grave, ignore_errors=True)


def sweep(store: Store) -> None:
    """Remove what killed builds have left."""
    oldest = time.time() - STALE_S
    for path in _children(store.root / "tmp"):
        with contextlib.suppress(OSError):
            if path.lstat().st_mtime < oldest:
                shutil.rmtree(path, ignore_errors=True)


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
