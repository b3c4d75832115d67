"""What Ferrule's authors need when rustc rejects a slice: its text and rustc's words.

In: sources and rustc's output. Out: a folder under `reports/`. Assumes that a report is a courtesy:
where it can't be written, nothing else fails.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from ferrule.base.records import Sources
from ferrule.crate.blame import rendered
from ferrule.crate.errors import CacheError
from ferrule.crate.store import Store, subfolder

_KEPT = 20


def save_report(store: Store, sources: Sources, errors: str) -> str:
    """Save it; the folder's path, or "" where the disk does not allow it."""
    try:
        parent = subfolder(store, "reports")
        folder = parent / f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{sources.name}"
        folder.mkdir(exist_ok=True)
        (folder / "rustc.txt").write_text(rendered(errors), encoding="utf-8")
        for name, text in sources.files.items():
            path = folder / "crate" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except (OSError, CacheError):
        return ""
    _keep_latest(parent)
    return str(folder)


def _keep_latest(parent: Path) -> None:
    for path in sorted(parent.iterdir())[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)
