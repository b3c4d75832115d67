"""Small JSON files that are whole or absent.

In: a path and plain data. Out: the data, or None for a file that is missing, foreign or damaged.
Assumes a private folder. Writing is one rename, so a reader never sees half a file.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

from ferrule.crate.errors import cache_error
from ferrule.crate.folder import is_own_file


def read_json(path: Path) -> object:
    """The content, or None."""
    if not is_own_file(path):
        return None
    try:
        data: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return data


def write_json(path: Path, data: object) -> bool:
    """Write it; False where the disk does not allow it and nothing has changed."""
    try:
        replace_json(path, data)
    except OSError:
        return False
    return True


def save_json(path: Path, data: object) -> None:
    """Write it, or raise `CacheError`."""
    try:
        replace_json(path, data)
    except OSError as error:
        raise cache_error(f"write {path.name} in the cache", error) from error


def replace_json(path: Path, data: object) -> None:
    """Write it by one rename; raises OSError and leaves nothing half-written."""
    replace_text(path, json.dumps(data, ensure_ascii=True, separators=(",", ":")))


def replace_text(path: Path, text: str) -> None:
    """Write a text by one rename; raises OSError and leaves nothing half-written."""
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
