"""`ferrule show`: a function's Python beside its Rust, highlighted; or one stage's text alone.

Comes in: a `Shown`. Goes out: text on a stream. Assumes that a stage's text, written to a file or
a pipe, must be exactly that text, so only a terminal gets colours and wrapping.
"""

from __future__ import annotations

from typing import TextIO

from rich.console import RenderableType
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from ferrule.base.answers import Shown
from ferrule.base.render import printable
from ferrule.report.console import console_on, write

STAGES = ("source", "ir", "passes", "rust")

_BESIDE = 100  # columns from which the two stand side by side
_LEXERS = {"python": "python", "source": "python", "ir": "text", "passes": "text", "rust": "rust"}
_THEME = "ansi_dark"  # the terminal's own colours, so any background is readable


def show_beside(shown: Shown, stream: TextIO, width: int | None = None) -> None:
    """Python on the left, Rust on the right; one above the other where there is no room."""
    columns = width or console_on(stream).width
    rust = shown.stages.get("rust", "")
    left = _syntax(shown.python, "python", shown.func.line)
    right: RenderableType = _syntax(rust, "rust", 1) if rust else _refusal(shown)
    where = printable(f"{shown.func.file}:{shown.func.line}")
    if columns < _BESIDE:
        parts = (Rule(Text(f"Python  {where}")), left, Rule(Text("Rust")), right)
        write(stream, *parts, width=width)
        return
    table = Table(box=None, expand=True, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(Text(f"Python  {where}"), ratio=1, overflow="fold")
    table.add_column(Text("Rust"), ratio=1, overflow="fold")
    table.add_row(left, right)
    write(stream, table, width=width)


def show_stage(shown: Shown, stage: str, stream: TextIO) -> None:
    """One stage's text; exactly that text where the stream is no terminal."""
    text = shown.stages.get(stage, "")
    if not text:
        write(stream, _refusal(shown))
    elif stream.isatty():
        write(stream, _syntax(text, stage, None))
    else:
        stream.write(text if text.endswith("\n") else text + "\n")


def _refusal(shown: Shown) -> Text:
    return Text(printable(shown.refused) if shown.refused else "nothing to show", style="yellow")


def _syntax(text: str, kind: str, first: int | None) -> Syntax:
    return Syntax(
        text.rstrip("\n"),
        _LEXERS[kind],
        theme=_THEME,
        line_numbers=first is not None,
        start_line=first or 1,
        word_wrap=True,
        background_color="default",
    )
