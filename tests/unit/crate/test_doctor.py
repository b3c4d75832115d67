"""The doctor finds what is wrong and says how to mend it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from ferrule.base.answers import Check
from ferrule.crate.doctor import examine, is_healthy
from ferrule.crate.errors import ToolMissing
from ferrule.crate.install import install_rust
from ferrule.crate.prepare import Workshop
from ferrule.crate.store import Store
from ferrule.crate.tools import find_tools


def by_name(checks: tuple[Check, ...]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def test_a_healthy_machine(shop: Workshop) -> None:
    checks = by_name(examine(shop.store.root))
    assert {check.status for check in checks.values()} <= {"ok", "warning"}
    assert shop.toolchain.version in checks["rustc"].found
    assert str(shop.store.root) in checks["cache"].found
    assert is_healthy(tuple(checks.values()))


def test_no_rust(store: Store, no_tools: Path) -> None:
    checks = by_name(examine(store.root))
    assert checks["Rust"].status == "error"
    assert "rustup.rs" in checks["Rust"].advice
    assert checks["Python"].status == "ok"
    assert not is_healthy(tuple(checks.values()))


def test_a_cache_that_can_not_be_trusted(store: Store) -> None:
    store.root.chmod(0o777)
    check = by_name(examine(store.root))["cache"]
    assert check.status == "error"
    assert "chmod go-w" in check.advice


def test_another_interpreter(store: Store, monkeypatch) -> None:
    monkeypatch.setattr("ferrule.crate.host.sys.implementation.name", "pypy")
    check = by_name(examine(store.root))["Python"]
    assert (check.status, "pypy" in check.found) == ("error", True)


def test_rust_is_not_installed_without_the_means(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ToolMissing, match="puccinialin") as caught:
        install_rust(store, lambda question: pytest.fail("asked in vain"))
    assert "ferrule[rust]" in caught.value.advice


def test_rust_is_not_installed_without_consent(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    asked: list[str] = []

    def refuse(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(ToolMissing, match="as you asked"):
        install_rust(store, refuse)
    assert str(store.root / "rust") in asked[0]
    assert not (store.root / "rust").exists()


INSTALLER = """
import sys
from pathlib import Path
folder = Path(sys.argv[sys.argv.index("--location") + 1]) / "cargo" / "bin"
folder.mkdir(parents=True)
rustc = f'if [ "$1" = -vV ]; then echo release: 1.99.0; echo host: h; else echo {folder}; fi'
for name, text in (("rustc", rustc), ("cargo", "exit 0")):
    (folder / name).write_text("#!/bin/sh\\n" + text + "\\n")
    (folder / name).chmod(0o755)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
def test_rust_is_installed_privately_and_found(
    store: Store, no_tools: Path, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "puccinialin").mkdir()
    (tmp_path / "puccinialin" / "__init__.py").write_text("")
    (tmp_path / "puccinialin" / "__main__.py").write_text(INSTALLER)
    (no_tools / "cc").write_text("#!/bin/sh\n")
    (no_tools / "cc").chmod(0o755)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ToolMissing):
        find_tools(store)
    found = install_rust(store, lambda question: True)
    assert found.cargo == str(store.root / "rust" / "cargo" / "bin" / "cargo")
    assert find_tools(store) == found


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
def test_a_failed_installation_is_explained(
    store: Store, no_tools: Path, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "puccinialin").mkdir()
    (tmp_path / "puccinialin" / "__init__.py").write_text("")
    (tmp_path / "puccinialin" / "__main__.py").write_text("raise SystemExit(1)")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ToolMissing, match="installation of Rust failed"):
        install_rust(store, lambda question: True)
