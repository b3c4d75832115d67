"""Lines of Rust with indentation, and which line of Python each came from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

STEP = "    "


@dataclass(slots=True)
class Writer:
    """Grows a text; `source` is the line of Python that is being written."""

    lines: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    depth: int = 0
    source: int = 0

    def line(self, text: str = "") -> None:
        """One or more lines at the present depth."""
        for part in text.split("\n"):
            self.lines.append(STEP * self.depth + part if part else "")
            self.origins.append(self.source)

    @contextmanager
    def indented(self) -> Iterator[None]:
        """Lines one step further in."""
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    @contextmanager
    def block(self, head: str, tail: str = "}") -> Iterator[None]:
        """`head {`, the lines inside, `}`."""
        self.line(f"{head} {{" if head else "{")
        with self.indented():
            yield
        self.line(tail)

    @contextmanager
    def captured(self) -> Iterator[list[str]]:
        """The lines written meanwhile go into the list, from depth 0, and not into the text."""
        kept = (self.lines, self.origins, self.depth)
        inner: list[str] = []
        self.lines, self.origins, self.depth = inner, [], 0
        try:
            yield inner
        finally:
            self.lines, self.origins, self.depth = kept

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines) + "\n"

    def line_map(self) -> dict[int, int]:
        """Rust line, from 1, to line of Python; lines without an origin are left out."""
        return {number: line for number, line in enumerate(self.origins, 1) if line}
