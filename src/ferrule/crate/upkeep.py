"""Looking after the cache: what is in it, how big it is, what can go.

In: an opened cache. Out: lists and sizes; files removed. Assumes that removing an extension that
some process has loaded harms nobody: where the system allows it the file lives on until then.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

from ferrule.base.answers import Stored
from ferrule.crate.store import Entry, Store, discard, read_entry, sweep

DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes by kind."""

    slices: int
    runtime: int
    other: int
    rust: int  # the private Rust installation


def list_entries(store: Store) -> tuple[Entry, ...]:
    """All extensions, last used first."""
    folders = _folders(store.root / "slices")
    entries = [entry for path in folders if (entry := read_entry(path, path.name))]
    return tuple(sorted(entries, key=lambda entry: -entry.used))


def inventory(store: Store) -> tuple[Stored, ...]:
    """Everything in the cache, as the user is shown it: extensions first, last used first."""
    now = time.time()
    found = [
        Stored(entry.key, ", ".join(entry.functions) or entry.name, entry.size, now - entry.used)
        for entry in list_entries(store)
    ]
    for kind, name in (("runtime", "runtime"), ("runtime", "work"), ("reports", "reports")):
        for path in _folders(store.root / name):
            age = max(0.0, now - _used(path))
            found.append(Stored(path.name, f"{name}/{path.name[:12]}", _size(path), age, kind))
    return tuple(found)


def usage(store: Store) -> Usage:
    """How much disk each part takes."""
    sizes = {path.name: _size(path) for path in _folders(store.root)}
    slices, rust = sizes.pop("slices", 0), sizes.pop("rust", 0)
    runtime = sizes.pop("runtime", 0) + sizes.pop("work", 0)
    return Usage(slices, runtime, sum(sizes.values()), rust)


def tend(store: Store) -> None:
    """Prune, but at most once a day: for whoever has just added something."""
    mark = store.root / "pruned"
    with contextlib.suppress(OSError):
        if mark.exists() and time.time() - mark.stat().st_mtime < DAY_S:
            return
        mark.touch()
        prune(store)


def prune(store: Store, max_bytes: int = 512 * 2**20, max_age_s: float = 30 * DAY_S) -> int:
    """Remove what is old, damaged or too much, least recently used first; bytes that went."""
    sweep(store)
    entries = list_entries(store)
    keep: set[str] = set()
    total = 0
    oldest = time.time() - max_age_s
    for entry in entries:
        total += entry.size
        if entry.used >= oldest and total <= max_bytes:
            keep.add(entry.key)
    gone = [path for path in _folders(store.root / "slices") if path.name not in keep]
    gone += [path for path in _folders(store.root / "runtime") if _used(path) < oldest]
    gone += [path for path in _folders(store.root / "work") if _used(path) < oldest]
    gone += [path for path in _files(store.root / "notes") if path.stat().st_mtime < oldest]
    freed = sum(map(_size, gone))
    for path in gone:
        discard(store, path)
    return freed


def clear(store: Store) -> int:
    """Remove everything but a private Rust installation; how many bytes that were."""
    before = usage(store)
    for name in ("slices", "runtime", "work", "notes", "reports", "handwritten", "cells", "tmp"):
        discard(store, store.root / name)
    with contextlib.suppress(OSError):
        (store.root / "toolchains.json").unlink()
    after = usage(store)
    return (before.slices + before.runtime + before.other) - (
        after.slices + after.runtime + after.other
    )


def _used(folder: Path) -> float:
    """When a prepared runtime or its working folder was last used."""
    marks = [folder / "manifest.json", folder / "used", folder]
    return max((mark.stat().st_mtime for mark in marks if mark.exists()), default=0.0)


def _folders(path: Path) -> list[Path]:
    try:
        return sorted(child for child in path.iterdir() if child.is_dir())
    except OSError:
        return []


def _files(path: Path) -> list[Path]:
    try:
        return sorted(child for child in path.iterdir() if child.is_file())
    except OSError:
        return []


def _size(found: Path) -> int:
    total = 0
    for path in [found] if found.is_file() else found.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.lstat().st_size
    return total
