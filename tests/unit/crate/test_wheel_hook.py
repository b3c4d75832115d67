"""Ferrule's own wheel carries the runtime's sources and every crate they need."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from ferrule.crate.tools import MINIMUM

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_file_names_the_public_registry_only(hook: ModuleType) -> None:
    hook.check_lock((ROOT / "rust" / "Cargo.lock").read_text())
    with pytest.raises(ValueError, match=r"mirror\.example"):
        hook.check_lock('source = "sparse+https://mirror.example/index/"\n')


def test_the_compiler_asked_for_is_the_one_the_runtime_needs() -> None:
    manifest = tomllib.loads((ROOT / "rust" / "Cargo.toml").read_text())
    wanted = manifest["workspace"]["package"]["rust-version"]
    assert tuple(map(int, wanted.split(".")))[:2] == MINIMUM


def make_wheel(folder: Path) -> tuple[Path, str]:
    options = ("--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    command = (sys.executable, "-m", "pip", "wheel", "-v", *options, str(ROOT))
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel, finished.stdout + finished.stderr


@pytest.mark.slow
@pytest.mark.rust
def test_the_wheel_holds_every_crate_with_its_licence(hook: ModuleType, tmp_path: Path) -> None:
    names = zipfile.ZipFile(make_wheel(tmp_path)[0]).namelist()
    assert "ferrule/_rust/ferrule-rt/src/lib.rs" in names
    lock = tomllib.loads((ROOT / "rust" / "Cargo.lock").read_text())
    for package in lock["package"]:
        if "source" not in package:
            continue
        folder = f"ferrule/_rust/vendor/{package['name']}-{package['version']}/"
        assert folder + "Cargo.toml" in names
        assert any(re.match(re.escape(folder) + "(LICEN[CS]E|COPYING)", name) for name in names)
    assert not [name for name in names if "/target/" in name]


@pytest.mark.slow
def test_without_cargo_the_wheel_is_made_and_says_so(
    hook: ModuleType, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    wheel, said = make_wheel(tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    assert "ferrule/_rust/ferrule-rt/src/lib.rs" in names
    assert not [name for name in names if "/vendor/" in name]
    assert "holds no vendored crates" in said
    assert "cargo is not installed" in said


OFFLINE = """
import sys
from pathlib import Path
from ferrule.crate import BuildSettings, open_workshop, prepare
shop = open_workshop(BuildSettings(home=Path(sys.argv[1])))
assert shop.runtime.vendor is not None, shop.runtime
assert Path(sys.argv[2]) in shop.runtime.root.parents, shop.runtime
print(prepare(shop).main)
"""


@pytest.mark.slow
@pytest.mark.rust
def test_an_installed_wheel_needs_no_network(hook: ModuleType, tmp_path: Path) -> None:
    wheel, _ = make_wheel(tmp_path)
    site, home = tmp_path / "site", tmp_path / "home"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "CARGO_NET_OFFLINE": "true",
        "CARGO_HOME": str(tmp_path / "empty-cargo-home"),
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup"),
        "PATH": os.pathsep.join([os.environ["PATH"], str(Path.home() / ".cargo" / "bin")]),
    }
    command = (sys.executable, "-c", OFFLINE, str(home), str(site))
    finished = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert Path(finished.stdout.strip()).is_file()
