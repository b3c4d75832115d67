"""One process at a time: a file lock that the operating system drops when its holder dies.

In: the path of a lock file. Out: a context in which no other process holds the same lock.
Assumes nothing of the file's content; the file stays behind, empty.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ferrule.crate.errors import Cancelled, cache_error

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # no locks on this file system: atomic renames keep the cache whole
        return True


@contextmanager
def held(path: Path, is_cancelled: Callable[[], bool], pause_s: float = 0.05) -> Iterator[None]:
    """Hold the lock; wait for whoever has it."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise cache_error("make a lock file in the cache", error) from error
    try:
        while not _try_lock(handle):
            if is_cancelled():
                raise Cancelled("The build was cancelled", "")
            time.sleep(pause_s)
        yield
    finally:
        os.close(handle)
