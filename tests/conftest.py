"""Options of the test runner."""

from __future__ import annotations

import os

import pytest

os.environ["FERRULE_CHECK_IR"] = "1"  # what every pass leaves is held against `ir/check.py`


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes the golden parts of case files again."""
    parser.addoption("--update", action="store_true", default=False, help="write golden texts")
