"""A place in a source file, and from an `ast` node to its place."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of a source file: lines from 1, columns from 0 (UTF-8 bytes, as `ast` counts)."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column + 1}"


def span_of(file: str, node: ast.AST) -> Span:
    """The place of a node; nodes without one (`ast.arguments`) are given line 1."""
    line = getattr(node, "lineno", 1)
    column = getattr(node, "col_offset", 0)
    end_line = getattr(node, "end_lineno", None) or line
    end_column = getattr(node, "end_col_offset", None)
    return Span(file, line, column, end_line, column + 1 if end_column is None else end_column)
