"""The head of a Rust file: which crates it needs, written in its first comments as TOML.

In: the text. Out: a `Head`, or a `HeadError` with the line. Three forms are understood, as people
write them for cargo script, rust-script and rustimport; each must open the file:

    //! ```cargo               // ---                        //: [dependencies]
    //! [dependencies]         // [dependencies]             //: rand = "0.9"
    //! rand = "0.9"           // rand = "0.9"
    //! ```                    // ---
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

_FENCE = re.compile(r"//!\s*```\s*cargo\s*$")
_RULE = re.compile(r"//\s*---\s*(cargo)?\s*$")
_COMMENT = re.compile(r"//[!:/]? ?")
_AT = re.compile(r"at line (\d+)")
_TABLES = ("dependencies", "package")
_PACKAGE = ("edition", "name", "version", "rust-version")
EDITION = "2021"  # what the tutorials of PyO3 are written in


class HeadError(Exception):
    """The head can't be read: where and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says that it needs."""

    dependencies: Mapping[str, object] = field(default_factory=dict)
    edition: str = EDITION
    line: int = 1  # where the head begins
    lines: Mapping[str, int] = field(default_factory=dict)  # crate -> its line


def read_head(text: str) -> Head:
    """The head of this text; an empty one where there is none."""
    found = _block(text.splitlines())
    if found is None:
        return Head()
    first, body = found
    try:
        document = tomllib.loads("\n".join(body))
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        place = int(at.group(1)) - 1 if at else len(body) - 1  # or "at end of document"
        raise HeadError(first + max(place, 0), str(error)) from None
    lines = _lines(first, body)
    for name in document:
        if name not in _TABLES:
            known = " and ".join(f"[{one}]" for one in _TABLES)
            raise HeadError(lines.get(name, first), f"[{name}] is not understood; {known} are")
    return _head(document, first, lines)


def _head(document: Mapping[str, object], first: int, lines: Mapping[str, int]) -> Head:
    dependencies, package = document.get("dependencies", {}), document.get("package", {})
    if not isinstance(dependencies, dict) or not isinstance(package, dict):
        raise HeadError(first, "[dependencies] and [package] are tables")
    for key in package:
        if key not in _PACKAGE:
            raise HeadError(lines.get(key, first), f"package.{key} is not understood")
    for name, value in dependencies.items():
        if not isinstance(value, str | dict) or not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            message = f'{name}: a dependency is a version, such as "1.0", or a table'
            raise HeadError(lines.get(name, first), message)
    edition = package.get("edition", EDITION)
    if edition not in ("2015", "2018", "2021", "2024"):
        raise HeadError(lines.get("edition", first), f"there is no edition {edition!r}")
    return Head(dependencies, str(edition), first, lines)


def _block(lines: list[str]) -> tuple[int, list[str]] | None:
    """The number of the first line of TOML, and the lines without their comment signs."""
    number = 0
    while number < len(lines) and _is_before(lines[number]):
        number += 1
    line = lines[number].strip() if number < len(lines) else ""
    if not _opens(line):
        return None
    body: list[str] = []
    if line.startswith("//:"):
        while number + len(body) < len(lines) and lines[number + len(body)].startswith("//:"):
            body.append(_bare(lines[number + len(body)]))
        return number + 1, body
    closing = "```" if _FENCE.match(line) else "---"
    for follower in lines[number + 1 :]:
        if not follower.strip().startswith("//"):
            break
        if _bare(follower).strip() == closing:
            return number + 2, body
        body.append(_bare(follower))
    raise HeadError(number + 1, f"the head has no end: a comment with {closing} is missing")


def _is_before(line: str) -> bool:
    """Whether the head may still follow: an empty line, a comment or `#!` that does not open it."""
    bare = line.strip()
    return not _opens(bare) and (not bare or bare.startswith(("//", "#!")))


def _opens(line: str) -> bool:
    return bool(_FENCE.match(line) or _RULE.match(line)) or line.startswith("//:")


def _bare(line: str) -> str:
    return _COMMENT.sub("", line.strip(), count=1)


def _lines(first: int, body: list[str]) -> dict[str, int]:
    """Where each key or table stands."""
    found: dict[str, int] = {}
    for number, line in enumerate(body, first):
        key = re.match(r'\s*\[*"?([A-Za-z0-9_.-]+)"?\s*(=|\])', line)
        if key:
            found.setdefault(key.group(1).split(".")[-1], number)
    return found
