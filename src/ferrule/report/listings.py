"""The small tables: `find`, `doctor` and `cache`. Records in, text on a stream out.

Assumes that the records come in the order in which they are to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.table import Table
from rich.text import Text

from ferrule.base.answers import Check, Found, Stored
from ferrule.base.render import printable
from ferrule.report import quantities
from ferrule.report.console import write

_STYLES = {"ok": "green", "warning": "yellow", "error": "bold red"}


def show_found(found: Found, stream: TextIO, width: int | None = None) -> None:
    """Where the time goes, and what a slice would save."""
    table = _table("function", "where", ">self", ">total", ">would save")
    for candidate in found.candidates:
        place = f"{Path(candidate.func.file).name}:{candidate.func.line}"
        table.add_row(
            Text(printable(candidate.func.qualname), style="bold"),
            Text(printable(place), style="dim"),
            _part(candidate.self_s, found.wall_s),
            _part(candidate.total_s, found.wall_s),
            Text(quantities.seconds(candidate.saving_s), style="green"),
        )
    total = Text(f"program: {quantities.seconds(found.wall_s)}")
    if not found.candidates:
        write(stream, Text("ferrule: nothing hot enough was found"), total, width=width)
    else:
        write(stream, Text(""), table, total, width=width)


def show_doctor(checks: Sequence[Check], stream: TextIO, width: int | None = None) -> None:
    """What is there, what is wrong, how to mend it."""
    table = _table("", "", "")
    table.show_header = False
    for check in checks:
        words = Text(printable(check.found))
        if check.advice:
            words = words + Text("\n" + check.advice, style="yellow")
        table.add_row(Text(check.name, style="bold"), _status(check), words)
    write(stream, table, width=width)


def show_cache(entries: Sequence[Stored], stream: TextIO, width: int | None = None) -> None:
    """What the cache holds, and how much in all."""
    table = _table("kind", "name", "key", ">size", ">last used")
    for entry in entries:
        table.add_row(
            Text(entry.kind),
            Text(printable(entry.name), style="bold"),
            Text(entry.key[:12], style="dim"),
            Text(quantities.size(entry.size)),
            Text(quantities.age(entry.age_s) + " ago"),
        )
    amount = quantities.size(sum(entry.size for entry in entries))
    words = Text(f"{quantities.count(len(entries), 'thing')} in the cache, {amount}")
    write(stream, *([table] if entries else []), words, width=width)


def _table(*headings: str) -> Table:
    """A table without lines; a heading that starts with `>` is set to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in headings:
        is_right = heading.startswith(">")
        table.add_column(heading.lstrip(">"), justify="right" if is_right else "left")
    return table


def _part(seconds: float, wall: float) -> Text:
    share = quantities.share(seconds / wall) if wall > 0 else ""
    return Text(f"{quantities.seconds(seconds)} ") + Text(f"{share:>6}", style="dim")


def _status(check: Check) -> Text:
    return Text(check.status, style=_STYLES[check.status])
