"""Where Ferrule keeps its files, and whether what lies there is this user's own.

In: environment variables and the file system. Out: paths as text, a yes or no. Assumes nothing;
this is on the way of every import of a Rust file, so it loads next to nothing.
"""

from __future__ import annotations

import os
import stat
import sys


def home_folder() -> str:
    """The user's cache folder: FERRULE_HOME, else where the platform keeps caches."""
    named = os.environ.get("FERRULE_HOME")
    if named:
        return os.path.abspath(os.path.expanduser(named))
    user = os.path.expanduser("~")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or os.path.join(user, "AppData", "Local")
        return os.path.join(local, "ferrule", "cache")
    if sys.platform == "darwin":
        return os.path.join(user, "Library", "Caches", "ferrule")
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(cache if cache.startswith("/") else os.path.join(user, ".cache"), "ferrule")


def is_own_file(path: str) -> bool:
    """Whether it is a plain file (no link) that belongs to this user and only they can write."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and _is_own(found)


def is_own_folder(path: str) -> bool:
    """Whether it is a folder that belongs to this user and only they can write."""
    try:
        found = os.stat(path)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and _is_own(found)


def _is_own(found: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True  # the profile folder's access list already keeps others out
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
