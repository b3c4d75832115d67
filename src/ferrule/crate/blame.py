"""From rustc's errors to the functions at fault.

In: rustc's JSON diagnostics and the texts of the crate. Out: faults, first come first.
Assumes text as rustfmt lays it out: what encloses a line is indented less than the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from ferrule.base.records import Sources
from ferrule.crate.errors import Fault

_ITEM = re.compile(
    r"\s*(?:pub(?:\([^)]*\))?\s+)?(?:const\s+|unsafe\s+|async\s+)*"
    r"(?:fn|struct|enum|const|static|type|mod)\s+(?P<name>\w+)"
)
_IMPL = re.compile(r"\s*impl(?:<[^>]*>)?\s+(?:[\w:<>', ]+\s+for\s+)?(?P<name>\w+)")


def faults_in(errors: str, sources: Sources) -> tuple[Fault, ...]:
    """Every error that has a place in the slice's own texts."""
    found: list[Fault] = []
    for line in errors.splitlines():
        diagnostic = _parse(line)
        if not str(diagnostic.get("level", "")).startswith("error"):
            continue
        place = _place(diagnostic, sources.files)
        if place:
            found.append(_fault(place, str(diagnostic.get("message", "")), sources))
    return tuple(found)


def first_message(errors: str) -> str:
    """The first error's text as rustc renders it, or what it printed instead."""
    for line in errors.splitlines():
        diagnostic = _parse(line)
        if str(diagnostic.get("level", "")).startswith("error"):
            return str(diagnostic.get("rendered") or diagnostic.get("message") or "").strip()
    return errors.strip() or "rustc said nothing"


def rendered(errors: str) -> str:
    """All that rustc said, as a person reads it."""
    parts = [str(_parse(line).get("rendered") or "") or line for line in errors.splitlines()]
    return "\n".join(part.rstrip() for part in parts) + "\n"


def enclosing_item(text: str, line: int) -> str:
    """The name of the function that encloses a line (from 1); `Type::name` for a method."""
    lines = text.splitlines()
    if not 1 <= line <= len(lines):
        return ""
    depth = len(lines[line - 1])
    name = ""
    for row in reversed(lines[:line]):
        indent = len(row) - len(row.lstrip())
        if not row.strip() or indent >= depth:
            continue
        match = _ITEM.match(row)
        owner = None if match else _IMPL.match(row)
        if match or owner or not name:
            depth = indent if match or owner else depth
        if match and not name:
            name = match.group("name")
        elif owner:
            return f"{owner.group('name')}::{name}" if name else owner.group("name")
        if depth == 0:
            break
    return name


def _parse(line: str) -> dict[str, object]:
    try:
        data = json.loads(line)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _place(diagnostic: dict[str, object], files: Mapping[str, str]) -> tuple[str, int] | None:
    """The main span's place in our files; that of the outermost call where it lies in a macro."""
    spans = diagnostic.get("spans")
    if not isinstance(spans, list):
        return None
    for span in sorted(spans, key=lambda span: not span.get("is_primary")):
        place: tuple[str, int] | None = None
        while isinstance(span, dict):
            name = _own_file(str(span.get("file_name", "")), files)
            if name:
                place = name, int(span.get("line_start", 0))
            expansion = span.get("expansion")
            span = expansion.get("span") if isinstance(expansion, dict) else None
        if place:
            return place
    return None


def _own_file(path: str, files: Mapping[str, str]) -> str:
    name = "/" + path.replace("\\", "/")
    return next((own for own in files if name.endswith(f"/crate/{own}")), "")


def _fault(place: tuple[str, int], message: str, sources: Sources) -> Fault:
    file, line = place
    python_line = sources.lines.get(file, {}).get(line)
    item = enclosing_item(sources.files[file], line)
    return Fault(item, file, line, python_line, message)
