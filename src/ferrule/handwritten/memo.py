"""What was built from a file: enough to import it again without starting anything.

In: the path of a `.rs` file. Out: the library that belongs to exactly its present content, or None.
Assumes a private cache folder: whatever is not this user's own, or has changed, is not believed.
This is on the way of every import of a Rust file, so it loads next to nothing: no dataclass, no
`pathlib`, no `hashlib` where the interpreter has the hash built in.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES

from ferrule.base.digest import sha256
from ferrule.base.home import home_folder, is_own_file, is_own_folder

FORMAT = "ferrule memo 2"
FOLDER = "handwritten"


class Memo:
    """One library and what it was built from."""

    __slots__ = ("digest", "files", "library", "pyo3")

    def __init__(self, library: str, digest: str, pyo3: str, files: dict[str, str]) -> None:
        self.library = library
        self.digest = digest
        self.pyo3 = pyo3  # the version that it was built with, "" for none
        self.files = files  # path -> digest: the file itself and what it includes


def memo_path(file: str, kind: str, home: str | None = None) -> str:
    """Where the memo of this file lies; `kind` is what it is built as."""
    python = f"{sys.implementation.cache_tag} {EXTENSION_SUFFIXES[0]} {sys.platform}"
    text = f"{kind}\0{file}\0{python}\0{sys.base_prefix}".encode("utf-8", "surrogatepass")
    return os.path.join(home or home_folder(), FOLDER, sha256(text).hexdigest()[:40])


def recall(file: str, kind: str, home: str | None = None) -> str | None:
    """The library of this file as it is now."""
    memo = remember(file, kind, home)
    if memo is None or any(digest_of(name) != digest for name, digest in memo.files.items()):
        return None
    if not is_own_file(memo.library) or digest_of(memo.library) != memo.digest:
        return None
    return memo.library


def remember(file: str, kind: str, home: str | None = None) -> Memo | None:
    """The memo itself, whether or not it still holds."""
    root = home or home_folder()
    path = memo_path(file, kind, root)
    if not is_own_folder(root) or not is_own_file(path):
        return None
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as stream:
            form, name, key, library, digest, pyo3, *rest = stream.read().split("\0")
    except (OSError, ValueError):
        return None
    if form != FORMAT or name != file or not key.isalnum() or os.path.basename(library) != library:
        return None
    return Memo(
        os.path.join(root, "slices", key, library),
        digest,
        pyo3,
        dict(zip(rest[::2], rest[1::2], strict=False)),
    )


def memo_text(file: str, entry: tuple[str, str, str, str], files: dict[str, str]) -> str:
    """What a memo says; `entry`: a key of the cache, the library's name, its digest, its PyO3."""
    listed = (part for item in sorted(files.items()) for part in item)
    return "\0".join([FORMAT, file, *entry, *listed])


def digest_of(name: str) -> str:
    """A hash of a file's content; a text that no hash equals where it can't be read."""
    try:
        with open(name, "rb") as stream:
            return str(sha256(stream.read()).hexdigest())
    except OSError:
        return "unreadable"
