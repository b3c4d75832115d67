"""A file with something added, compiled as if it lay where it lies.

In: a file and the text to be compiled instead of it. Out: a copy in a tree of its own, in which
links stand for what lies beside it: `mod other;` and `include_str!("a.txt")` find it. The user's
own folder is never written to. Assumes that a path in the tree is the real one behind the tree's.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

_LOOKS_AROUND = re.compile(r"\bmod\s+\w+\s*;|\binclude(?:_str|_bytes)?!|\bpath\s*=")
_UPWARDS = re.compile(r"(?:\.\.[/\\])+")
_MOST_LEVELS = 8


@dataclass(frozen=True, slots=True)
class Overlay:
    """A tree with one file exchanged."""

    tree: Path
    file: Path  # the exchanged one, in the tree

    def real(self, text: str) -> str:
        """Paths in the tree as the real ones."""
        return text.replace(str(self.tree), "")


def lay_out(file: Path, text: str, tree: Path) -> Overlay:
    """Write the text in the tree, where the file would be; made afresh."""
    shutil.rmtree(tree, ignore_errors=True)
    copy = tree / file.relative_to(file.anchor)
    copy.parent.mkdir(parents=True)
    copy.write_text(text, encoding="utf-8")
    if _LOOKS_AROUND.search(text):
        upwards = max((len(found) // 3 for found in _UPWARDS.findall(text)), default=0)
        levels = zip(file.parents, copy.parents, strict=False)
        for (real, linked), _ in zip(levels, range(min(upwards, _MOST_LEVELS) + 1), strict=False):
            _link_all(real, linked)
    return Overlay(tree, copy)


def _link_all(real: Path, linked: Path) -> None:
    """Links to all that lies there; where links can't be made, rustc says what it misses."""
    with contextlib.suppress(OSError):
        for path in real.iterdir():
            if not (linked / path.name).exists():
                (linked / path.name).symlink_to(path)
