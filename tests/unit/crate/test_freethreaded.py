"""Which interpreter without the GIL is found, and what is taken for one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ferrule.crate.freethreaded import find_free_threaded


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing but what the test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(os.name != "posix", reason="the interpreters are scripts of the shell")
def test_the_newest_is_taken_and_asked(path: Path) -> None:
    assert find_free_threaded() is None
    old = put(path, "python3.14t", "echo True 1")
    assert find_free_threaded() == old
    put(path, "python3.15t", "echo True 0")  # it has the GIL after all
    assert find_free_threaded() == old
    put(path, "python3.15t", "exit 1")
    assert find_free_threaded() == old
    new = put(path, "python3.15t", "echo True 1")
    assert find_free_threaded() == new
    put(path, "python3.14t", f'exec {sys.executable} "$@"')
    new.unlink()
    assert find_free_threaded() is None


@pytest.mark.skipif(os.name != "posix", reason="the interpreters are scripts of the shell")
def test_those_of_uv(path: Path) -> None:
    hidden = path / "hidden"
    hidden.mkdir()
    python = put(hidden, "python", "echo True 1")
    put(path, "uv", f'[ "$4" = 3.14t ] && echo {python}')
    assert find_free_threaded() == python
    put(path, "uv", "exit 2")
    assert find_free_threaded() is None
