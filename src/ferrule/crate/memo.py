"""Remember what was built from a hand-written file, and let one process at a time build it.

In: the place and the text of the memo, which its reader chooses. Out: a small file beside a lock.
Assumes that a memo is only a hint: its reader checks every digest in it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ferrule.crate.jsonfile import replace_text
from ferrule.crate.lock import held
from ferrule.crate.prepare import Workshop
from ferrule.crate.store import subfolder


@contextmanager
def hold_file(memo: Path, shop: Workshop) -> Iterator[None]:
    """Hold the right to build what this memo is of."""
    subfolder(shop.store, memo.parent.name)
    with held(memo.with_suffix(".lock"), shop.settings.is_cancelled):
        yield


def keep_memo(memo: Path, text: str) -> None:
    """Write it; a disk that does not allow it costs time, never an answer."""
    with contextlib.suppress(OSError):
        replace_text(memo, text)
