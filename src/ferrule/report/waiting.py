"""Long steps, shown while they last: a progress bar on stderr, on a terminal only.

Comes in: a title, then calls of `tell(what, done, total)`. Goes out: a bar that removes itself.
Assumes that nobody else draws on the terminal meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeAlias

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from ferrule.report.console import console_on

Tell: TypeAlias = Callable[[str, int, int], None]


@contextmanager
def progress(title: str, stream: TextIO | None = None) -> Iterator[Tell]:
    """A bar for one long step; total 0 means that the end is not known yet."""
    where = stream or sys.stderr
    if where is None or not where.isatty():
        yield _tell_nobody
        return
    text = TextColumn("{task.description}")
    bar = Progress(
        text, BarColumn(), TimeElapsedColumn(), console=console_on(where), transient=True
    )
    with bar:
        yield _teller(bar, bar.add_task(title, total=None), title)


def _tell_nobody(what: str, done: int, total: int) -> None:
    """Progress without a reader."""


def _teller(bar: Progress, task: TaskID, title: str) -> Tell:
    def tell(what: str, done: int, total: int) -> None:
        words = Text(f"{title}: {what}").markup
        bar.update(task, description=words, completed=done, total=total or None)

    return tell


def ask(question: str) -> bool:
    """Whether the user says yes; nobody at the terminal means no."""
    if sys.stdin is None or sys.stderr is None:
        return False
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
