"""A plan: which files of a project get which text. Data, so that it can be shown before it is done.

In: relative paths and texts. Out: the same, and a unified diff. Assumes nothing of the disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff


@dataclass(frozen=True, slots=True)
class Change:
    """One file: what it says now, or None where there is none, and what it will say."""

    path: str  # inside the project, with `/`
    before: str | None
    after: str
    brought: str = ""  # the folder that it belongs to, of files that Ferrule brings unchanged


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes, and what a person should know of them."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()


def difference(plan: Plan) -> str:
    """The plan as a unified diff; what Ferrule brings unchanged, as one line for each folder."""
    own = [line for change in plan.changes if not change.brought for line in _difference(change)]
    folders = Counter(change.brought for change in plan.changes if change.brought)
    more = [f"{name}/: {count} files that Ferrule brings\n" for name, count in folders.items()]
    return "".join([*own, *more])


def _difference(change: Change) -> Iterator[str]:
    old = "/dev/null" if change.before is None else f"a/{change.path}"
    before = (change.before or "").splitlines(keepends=True)
    after = change.after.splitlines(keepends=True)
    for line in unified_diff(before, after, old, f"b/{change.path}"):
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
