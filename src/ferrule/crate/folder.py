"""Where Ferrule keeps its files, and whether that place is safe to load code from.

In: environment variables and the file system. Out: a folder that only its user can write.
Assumes that a folder which others can write may hold anything, so nothing in it is ever loaded.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from ferrule.base import home
from ferrule.crate.errors import CacheError, cache_error


def default_home() -> Path:
    """The user's cache folder."""
    return Path(home.home_folder())


def private_folder(path: Path) -> Path:
    """The folder, made if need be; raises `CacheError` where others could put code into it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.stat()
    except OSError as error:
        raise cache_error("make the cache folder", error) from error
    problem = _problem(path, found)
    if problem:
        raise CacheError(*problem)
    return path


def _problem(path: Path, found: os.stat_result) -> tuple[str, str] | None:
    if sys.platform == "win32":
        return None  # the profile folder's access list already keeps others out
    if found.st_uid != os.getuid():
        return (
            f"The cache folder {path} belongs to another user",
            "Set FERRULE_HOME to a folder of your own",
        )
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return (
            f"Other users can write to the cache folder {path}, so its code can't be trusted",
            f"Run `chmod go-w '{path}'` and `ferrule cache clear`, or set FERRULE_HOME",
        )
    return None


def is_own_file(path: Path) -> bool:
    """Whether it is a plain file (no link) that belongs to this user and only they can write."""
    return home.is_own_file(str(path))
