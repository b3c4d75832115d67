"""Options of the test runner."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes the golden parts of case files again."""
    parser.addoption("--update", action="store_true", default=False, help="write golden texts")
