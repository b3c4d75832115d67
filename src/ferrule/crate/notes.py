"""Small notes about a program: what a run learned, for the next run to start with.

In: the program's name (any text, usually its absolute path) and plain data. Out: the same data, or
None. Assumes that a note is only a hint: a lost one costs time, never an answer.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ferrule.crate.jsonfile import read_json, save_json
from ferrule.crate.store import FORMAT, Store, discard, subfolder


def put_note(store: Store, name: str, data: object) -> None:
    """Keep it in place of an older one; raises `CacheError`."""
    subfolder(store, "notes")
    save_json(_path(store, name), {"format": FORMAT, "name": name, "data": data})


def get_note(store: Store, name: str) -> object:
    """The last note of that name, or None; a damaged one is removed."""
    path = _path(store, name)
    note = read_json(path)
    if isinstance(note, dict) and note.get("format") == FORMAT and note.get("name") == name:
        found: object = note.get("data")
        return found
    discard(store, path)
    return None


def drop_note(store: Store, name: str) -> None:
    """Forget it."""
    discard(store, _path(store, name))


def _path(store: Store, name: str) -> Path:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return store.root / "notes" / f"{digest[:32]}.json"
