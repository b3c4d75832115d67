"""A small runtime crate, a cache of its own for each test, and slices to build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ferrule.base.records import EntryPoint, FuncName, Sources
from ferrule.base.types import INT
from ferrule.crate.errors import ToolMissing
from ferrule.crate.prepare import Workshop
from ferrule.crate.runtime import Runtime
from ferrule.crate.settings import BuildSettings
from ferrule.crate.store import Store, open_store
from ferrule.crate.tools import find_tools

WORKSPACE = '[workspace]\nresolver = "3"\nmembers = ["ferrule-rt"]\n'
CRATE = """[package]
name = "ferrule-rt"
version = "0.1.0"
edition = "2024"

[features]
python = []
"""
LIBRARY = "pub fn value() -> i64 {\n    41\n}\n"
SLICE = """mod slice;

#[unsafe(no_mangle)]
pub extern "C" fn answer(x: i64) -> i64 {
    slice::plus(x)
}
"""
PLUS = """/// Adds the runtime's value.
pub fn plus(x: i64) -> i64 {
    x + ferrule_rt::value()
}
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "home")


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    root = tmp_path / "rust"
    (root / "ferrule-rt" / "src").mkdir(parents=True)
    (root / "Cargo.toml").write_text(WORKSPACE)
    (root / "ferrule-rt" / "Cargo.toml").write_text(CRATE)
    (root / "ferrule-rt" / "src" / "lib.rs").write_text(LIBRARY)
    return Runtime(root, None)


@pytest.fixture
def shop(store: Store, runtime: Runtime) -> Workshop:
    try:
        tools = find_tools(store)
    except ToolMissing as error:
        pytest.skip(str(error))
    return Workshop(store, tools, runtime, BuildSettings())


@pytest.fixture
def make_sources() -> Callable[..., Sources]:
    def make(plus: str = PLUS, lib: str = SLICE, name: str = "_slice_test") -> Sources:
        func = FuncName("program", "plus", "program.py", 3)
        entry = EntryPoint(func, "plus", (), "pure", (INT,), INT)
        files = {"src/lib.rs": lib, "src/slice.rs": plus}
        return Sources(name, files, (entry,), (), {"src/slice.rs": {3: 7}})

    return make


@pytest.fixture
def no_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PATH without any tool; returns the one folder on it."""
    empty = tmp_path / "bin"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    monkeypatch.setenv("CARGO_HOME", str(tmp_path / "no-cargo"))
    for name in ("RUSTC", "CARGO", "CC"):
        monkeypatch.delenv(name, raising=False)
    return empty


@pytest.fixture
def add_tool(no_tools: Path) -> Callable[[str], None]:
    def add(name: str) -> None:
        found = shutil.which(name, path="/usr/local/bin:/usr/bin:/bin")
        assert found
        (no_tools / name).symlink_to(found)

    return add
