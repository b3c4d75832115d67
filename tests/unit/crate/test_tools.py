"""The toolchain is found, remembered, and its absence explained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ferrule.crate import tools
from ferrule.crate.errors import ToolMissing
from ferrule.crate.prepare import Workshop
from ferrule.crate.store import Store
from ferrule.crate.tools import find_tools, tool_environment


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_no_rust_says_where_it_looked_and_what_to_do(no_tools: Path, store: Store) -> None:
    with pytest.raises(ToolMissing) as caught:
        find_tools(store)
    assert "rustc is neither on PATH nor in" in str(caught.value)
    assert "rustup.rs" in caught.value.advice


def test_no_cargo(no_tools: Path, store: Store) -> None:
    script(no_tools / "rustc", "exit 0")
    with pytest.raises(ToolMissing, match="cargo is neither on PATH"):
        find_tools(store)


def test_no_linker(no_tools: Path, store: Store) -> None:
    script(no_tools / "rustc", "exit 0")
    script(no_tools / "cargo", "exit 0")
    with pytest.raises(ToolMissing, match="none of cc, gcc and clang") as caught:
        find_tools(store)
    assert "Install a C compiler" in caught.value.advice or "xcode" in caught.value.advice


def test_a_variable_that_names_nothing(no_tools: Path, store: Store, monkeypatch) -> None:
    monkeypatch.setenv("RUSTC", "/nowhere/rustc")
    with pytest.raises(ToolMissing, match="RUSTC names '/nowhere/rustc'"):
        find_tools(store)


def test_a_launcher_without_a_toolchain(no_tools: Path, store: Store) -> None:
    script(no_tools / "rustc", "echo 'error: no default toolchain' >&2; exit 1")
    script(no_tools / "cargo", "exit 0")
    script(no_tools / "cc", "exit 0")
    with pytest.raises(ToolMissing, match="no default toolchain") as caught:
        find_tools(store)
    assert "rustup default stable" in caught.value.advice


def test_a_compiler_that_is_too_old(no_tools: Path, store: Store) -> None:
    script(no_tools / "rustc", "echo release: 1.60.0; echo host: x86_64-unknown-linux-gnu")
    script(no_tools / "cargo", "exit 0")
    script(no_tools / "cc", "exit 0")
    with pytest.raises(ToolMissing, match=r"version 1\.60\.0, and Ferrule needs 1\.95") as caught:
        find_tools(store)
    assert "rustup update" in caught.value.advice


def fake_toolchain(folder: Path) -> None:
    says = f'if [ "$1" = -vV ]; then echo release: 1.99.0; echo host: h; else echo {folder}; fi'
    script(folder / "rustc", f"echo asked >> {folder}/log\n{says}")
    script(folder / "cargo", "exit 0")
    script(folder / "cc", "exit 0")


def test_the_second_search_starts_no_process(no_tools: Path, store: Store, monkeypatch) -> None:
    monkeypatch.setenv("PATH", f"{no_tools}:/usr/bin:/bin")
    fake_toolchain(no_tools)
    first = find_tools(store)
    monkeypatch.setattr(tools, "run", lambda job: pytest.fail(f"started {job.command}"))
    assert find_tools(store) == first
    assert first.version == "1.99.0"


def test_a_changed_compiler_is_asked_again(no_tools: Path, store: Store, monkeypatch) -> None:
    monkeypatch.setenv("PATH", f"{no_tools}:/usr/bin:/bin")
    fake_toolchain(no_tools)
    find_tools(store)
    text = (no_tools / "rustc").read_text().replace("1.99.0", "2.00.1")
    script(no_tools / "rustc", text + "\n# changed")
    assert find_tools(store).version == "2.00.1"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"x": 1}', "null"])
def test_a_damaged_memory_is_forgotten(
    no_tools: Path, store: Store, monkeypatch, text: str
) -> None:
    monkeypatch.setenv("PATH", f"{no_tools}:/usr/bin:/bin")
    fake_toolchain(no_tools)
    (store.root / "toolchains.json").write_text(text)
    assert find_tools(store).version == "1.99.0"


def test_the_compiler_itself_is_found_behind_its_launcher(shop: Workshop) -> None:
    assert Path(shop.toolchain.rustc).resolve().name.startswith("rustc")
    assert f"release: {shop.toolchain.version}" in shop.toolchain.identity


def test_what_would_change_the_code_is_kept_from_the_tools(shop: Workshop, monkeypatch) -> None:
    monkeypatch.setenv("RUSTFLAGS", "-Copt-level=0")
    monkeypatch.setenv("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
    monkeypatch.setenv("CARGO_BUILD_TARGET", "wasm32-unknown-unknown")
    environment = tool_environment(shop.store, shop.toolchain)
    assert not {name for name in environment if name.startswith(("CARGO_PROFILE", "CARGO_BUILD"))}
    assert "RUSTFLAGS" not in environment
    assert environment["RUSTC"] == shop.toolchain.rustc


def test_a_private_installation_is_found(
    no_tools: Path, store: Store, add_tool: Callable[[str], None], monkeypatch
) -> None:
    bin_folder = store.root / "rust" / "cargo" / "bin"
    bin_folder.mkdir(parents=True)
    fake_toolchain(bin_folder)
    (bin_folder / "cc").rename(no_tools / "cc")
    monkeypatch.setattr(tools.os, "defpath", "/usr/bin:/bin")
    found = find_tools(store)
    assert found.cargo == str(bin_folder / "cargo")
    environment = tool_environment(store, found)
    assert environment["CARGO_HOME"] == str(store.root / "rust" / "cargo")
