"""Builds the hand-written slice of `rust/edge-tests` once, for the tests of the Python edge."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CRATE = Path(__file__).parents[2] / "rust" / "edge-tests"


def library(target: Path) -> Path:
    """Where cargo puts the built slice."""
    environment = os.environ | {"CARGO_TARGET_DIR": str(target), "PYO3_PYTHON": sys.executable}
    command = ["cargo", "build", "--release", "--message-format=json", "--quiet"]
    built = subprocess.run(
        command, cwd=CRATE, env=environment, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    lines = [json.loads(line) for line in built.stdout.splitlines()]
    files = [
        name
        for line in lines
        if line["reason"] == "compiler-artifact" and line["target"]["name"] == "edge_tests"
        for name in line["filenames"]
    ]
    return Path(files[0])


@pytest.fixture(scope="session")
def edge_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The slice as an extension, in a folder of its own."""
    if shutil.which("cargo") is None:
        pytest.skip("needs cargo")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    base = os.environ.get("CARGO_TARGET_DIR", str(CRATE / "target"))
    path = tmp_path_factory.mktemp("edge") / "_edge.so"
    shutil.copy(library(Path(base) / f"edge-{version}"), path)
    return path


@pytest.fixture(scope="session")
def edge(edge_path: Path) -> ModuleType:
    """The slice, imported."""
    spec = importlib.util.spec_from_file_location("_edge", edge_path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.weigh(False)  # these slices do little: none of them shall rest
    return module


def original(*args: object) -> object:
    """Stands for the Python version where a test wants to see that it ran."""
    raise NotImplementedError(*args)


@pytest.fixture
def bound(edge: ModuleType) -> Callable[..., Callable[..., Any]]:
    """Ties an entry to an original, with everything switched on and forgotten; gives the entry."""

    def bind(
        name: str, func: Callable[..., Any] = original, classes: tuple[type, ...] = ()
    ) -> Callable[..., Any]:
        edge.bind(name, func, (), classes)
        entry: Callable[..., Any] = getattr(edge, name)
        return entry

    return bind
