"""The table that a person reads first: what became native, what did not and why, what it gained.

Comes in: a `Ran` or a `Report`, and a stream. Goes out: text on that stream, as wide as it is.
Assumes that the pipeline has decided everything; nothing is computed here but totals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from rich.table import Table
from rich.text import Text

from ferrule.base.answers import Ran
from ferrule.base.codes import title
from ferrule.base.records import Outcome, Report
from ferrule.base.render import printable
from ferrule.report import compare, quantities
from ferrule.report.console import console_on, write

_REASONS = 6  # shown for one function; `ferrule check` shows all
_QUIET = 0.01  # functions below this share and without a story are counted, not listed
_STYLES = {"native": "green", "partly": "yellow", "python": "dim"}
_NAMES = {"native": "native", "partly": "partly", "python": "Python"}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column, shown where the terminal has at least so many columns."""

    heading: str
    least: int
    justify: Literal["left", "right"]
    cell: Callable[[Outcome], Text]


def show_run(ran: Ran, stream: TextIO, width: int | None = None) -> None:
    """The report of `run` and `run --compare`."""
    show_report(ran.report, stream, width)
    lines = [_program_line(ran)]
    if ran.without is not None and ran.native is not None:
        equal = compare.is_equal(ran.without, ran.native)
        words = compare.describe(ran.without, ran.native)
        lines.append(Text("compared: " + words, style="green" if equal else "bold red"))
    if ran.note:
        lines.append(Text(printable(ran.note), style="yellow"))
    write(stream, *lines, width=width)


def show_report(report: Report, stream: TextIO, width: int | None = None) -> None:
    """The functions, the reasons and Ferrule's own time."""
    columns = width or console_on(stream).width
    listed, quiet = _listed(report.outcomes)
    parts: list[Table | Text] = [Text(""), _table(listed, columns)] if listed else []
    if not report.outcomes:
        parts.append(Text("ferrule: nothing hot enough was found"))
    if quiet:
        parts.append(Text(f"and {quantities.count(quiet, 'function')} below 1 %", style="dim"))
    for outcome in listed:
        parts += _story(outcome)
    if report.steps:
        parts.append(_steps_line(report))
    write(stream, *parts, width=width)


def show_outcomes(outcomes: Sequence[Outcome], stream: TextIO, width: int | None = None) -> None:
    """The answer of `prove` and `bench`: the same table, every function listed."""
    columns = width or console_on(stream).width
    parts: list[Table | Text] = [_table(list(outcomes), columns)] if outcomes else []
    for outcome in outcomes:
        parts += _story(outcome)
    write(stream, *(parts or [Text("ferrule: no function found")]), width=width)


def _listed(outcomes: Sequence[Outcome]) -> tuple[list[Outcome], int]:
    ranked = sorted(outcomes, key=lambda outcome: -outcome.share)
    kept = [it for it in ranked if it.share >= _QUIET or it.status != "python" or it.reasons]
    return kept, len(ranked) - len(kept)


def _table(outcomes: Sequence[Outcome], columns: int) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    shown = [column for column in _COLUMNS if columns >= column.least]
    for column in shown:
        is_name = column.heading == "function"
        overflow: Literal["fold", "ellipsis"] = "fold" if is_name else "ellipsis"
        table.add_column(
            column.heading, justify=column.justify, no_wrap=not is_name, overflow=overflow
        )
    for outcome in outcomes:
        table.add_row(*(column.cell(outcome) for column in shown))
    return table


def _name(outcome: Outcome) -> Text:
    return Text(printable(outcome.func.qualname), style="bold")


def _where(outcome: Outcome) -> Text:
    return Text(f"{printable(Path(outcome.func.file).name)}:{outcome.func.line}", style="dim")


def _share(outcome: Outcome) -> Text:
    return Text(quantities.share(outcome.share))


def _status(outcome: Outcome) -> Text:
    return Text(_NAMES.get(outcome.status, outcome.status), style=_STYLES.get(outcome.status, ""))


def _proved(outcome: Outcome) -> Text:
    verdict = outcome.verdict
    if verdict is None:
        return Text(quantities.ABSENT, style="dim")
    if verdict.mismatches:
        return Text(f"{len(verdict.mismatches)} differ", style="bold red")
    inputs = f"{verdict.recorded + verdict.generated:,}"
    return Text(f"{inputs} ✓", style="green") if verdict.is_equal else Text(inputs, style="yellow")


def _before(outcome: Outcome) -> Text:
    timing = outcome.timing
    return Text(quantities.seconds(timing.before_s if timing else None))


def _after(outcome: Outcome) -> Text:
    timing = outcome.timing
    return Text(quantities.seconds(timing.after_s if timing else None))


def _before_spread(outcome: Outcome) -> Text:
    timing = outcome.timing
    words = quantities.spread(timing.before_s, timing.before_spread) if timing else ""
    return Text(words, style="dim")


def _after_spread(outcome: Outcome) -> Text:
    timing = outcome.timing
    words = quantities.spread(timing.after_s, timing.after_spread) if timing else ""
    return Text(words, style="dim")


def _gain(outcome: Outcome) -> Text:
    timing = outcome.timing
    if timing is None:
        return Text(quantities.ABSENT, style="dim")
    style = "bold green" if timing.is_faster else "yellow"
    return Text(quantities.ratio(timing.before_s, timing.after_s), style=style)


_COLUMNS = (
    _Column("function", 0, "left", _name),
    _Column("where", 100, "left", _where),
    _Column("share", 50, "right", _share),
    _Column("status", 30, "left", _status),
    _Column("proved", 72, "right", _proved),
    _Column("before", 60, "right", _before),
    _Column("", 88, "left", _before_spread),
    _Column("after", 60, "right", _after),
    _Column("", 88, "left", _after_spread),
    _Column("faster", 0, "right", _gain),
)


_HEADINGS = {
    "python": "in Python",
    "partly": "partly in Python",
    "native": "native, but not as it was wanted",
}


def _story(outcome: Outcome) -> list[Table | Text]:
    """Why a function is not (all) native, and what differed in its proof."""
    reasons = list(dict.fromkeys((it.code, it.span.line, it.message) for it in outcome.reasons))
    if not reasons:
        return _differences(outcome)
    heading = _HEADINGS[outcome.status]
    name = Text(f"{printable(outcome.func.qualname)}: {heading} because", style="bold")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for code, line, message in reasons[:_REASONS]:
        place = Text(f"  line {line}" if line else "  ", style="dim")
        words = Text(f"{code} {title(code)}: ", style="yellow")
        table.add_row(place, words + Text(printable(message)))
    if len(reasons) > _REASONS:
        table.add_row("", Text(f"and {len(reasons) - _REASONS} more", style="dim"))
    return [name, table, *_differences(outcome)]


def _differences(outcome: Outcome) -> list[Table | Text]:
    verdict = outcome.verdict
    if verdict is None or not verdict.mismatches:
        return []
    first = verdict.mismatches[0]
    return [
        Text(f"  {printable(first.call)}", style="red"),
        Text(f"    Python: {printable(first.expected)}"),
        Text(f"    native: {printable(first.actual)}"),
    ]


def _program_line(ran: Ran) -> Text:
    report = ran.report
    before, after = report.before_s, report.after_s
    if before is None or after is None:
        return Text(f"program: {quantities.seconds(report.program_s)}")
    times = f"{quantities.seconds(before)} → {quantities.seconds(after)}"
    if not any(outcome.installed for outcome in report.outcomes):
        return Text(f"program: {times}, both in Python", style="bold")
    gain = Text(quantities.ratio(before, after) + " faster", style="bold green")
    if before < after:
        gain = Text(quantities.ratio(after, before) + " slower", style="bold red")
    return Text(f"program: {times}, ", style="bold") + gain


def _steps_line(report: Report) -> Text:
    shown = [f"{name} {quantities.seconds(time)}" for name, time in report.steps.items()]
    return Text("ferrule's own time: " + " · ".join(shown), style="dim")
