"""rustc's complaints about a file, for the file's author.

In: what `rustc --error-format=json` wrote. Out: a `RustError`: the first error's place, and all
errors as rustc shows them. Assumes that places are in the author's own files.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

# rustc's advice for a crate that it does not know; a single file has no Cargo.toml
_CARGO_ADD = re.compile(r"use `cargo add ([\w-]+)` to add it to your `Cargo\.toml`")


class RustError(Exception):
    """rustc refused a file: its text is rustc's own, with places in the `.rs`."""

    def __init__(self, file: str, line: int, column: int, message: str, rendered: str) -> None:
        super().__init__(rendered)
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.rendered = rendered


def complaint(output: str, file: Path) -> RustError:
    """The errors in rustc's output; what is no error of the code is its last words."""
    errors = [one for one in map(_message, output.splitlines()) if one is not None]
    rendered = "\n\n".join(str(one.get("rendered", "")).rstrip() for one in errors)
    rendered = _CARGO_ADD.sub(
        r'write `//: [dependencies]` and `//: \1 = "*"` at the top of the file', rendered
    )
    if not errors:
        words = [line for line in output.splitlines() if line.strip() and line[0] != "{"]
        rendered = "\n".join(words) or "rustc ended without a word"
        return RustError(str(file), 1, 1, rendered.splitlines()[-1], rendered)
    place, line, column = _place(errors[0], file)
    return RustError(place, line, column, str(errors[0].get("message")), rendered)


def _message(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    is_error = isinstance(found, dict) and str(found.get("level", "")).startswith("error")
    if not is_error or str(found.get("message")).startswith("aborting due to"):
        return None
    return dict(found)


def _place(error: dict[str, object], file: Path) -> tuple[str, int, int]:
    """The first place in the author's own text: inside a macro, where the macro is used."""
    spans = error.get("spans")
    primary = [one for one in spans if one.get("is_primary")] if isinstance(spans, list) else []
    for span in primary:
        while span:
            name = str(span.get("file_name"))
            if Path(name).is_absolute() and not name.startswith("/rustc/"):
                return name, int(span["line_start"]), int(span["column_start"])
            span = (span.get("expansion") or {}).get("span")
    return str(file), 1, 1
