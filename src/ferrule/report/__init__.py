"""Room 9, the door: data in, words out; runs nothing. Each name is loaded when it is first used,
so that a program under `ferrule run` does not wait for the table before it starts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ferrule.report.findings import FORMATS, as_format, is_clean
    from ferrule.report.listings import show_cache, show_doctor, show_found
    from ferrule.report.machine import (
        as_text,
        cache_data,
        doctor_data,
        found_data,
        functions_data,
        report_data,
        shown_data,
    )
    from ferrule.report.refusals import explain
    from ferrule.report.side_by_side import show_beside, show_stage
    from ferrule.report.terminal import show_outcomes, show_report, show_run
    from ferrule.report.waiting import ask, progress

_WHERE = {
    "findings": ("FORMATS", "as_format", "is_clean"),
    "listings": ("show_cache", "show_doctor", "show_found"),
    "machine": (
        "as_text",
        "cache_data",
        "doctor_data",
        "found_data",
        "functions_data",
        "report_data",
        "shown_data",
    ),
    "waiting": ("ask", "progress"),
    "refusals": ("explain",),
    "side_by_side": ("show_beside", "show_stage"),
    "terminal": ("show_outcomes", "show_report", "show_run"),
}

__all__ = [
    "FORMATS",
    "as_format",
    "as_text",
    "ask",
    "cache_data",
    "doctor_data",
    "explain",
    "found_data",
    "functions_data",
    "is_clean",
    "progress",
    "report_data",
    "show_beside",
    "show_cache",
    "show_doctor",
    "show_found",
    "show_outcomes",
    "show_report",
    "show_run",
    "show_stage",
    "shown_data",
]


def __getattr__(name: str) -> object:
    """Load the file that has the name."""
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"ferrule.report.{module}"), name)
    raise AttributeError(f"module 'ferrule.report' has no attribute {name!r}")
