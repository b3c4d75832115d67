"""Ferrule's own wheel carries the runtime's sources and every crate they need."""

from __future__ import annotations

import hashlib
import importlib.util
import json
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
from ferrule.handwritten.dialect import NEWEST

ROOT = Path(__file__).resolve().parents[3]
LOCKS = (ROOT / "rust" / "Cargo.lock", ROOT / "rust" / "handwritten" / "Cargo.lock")


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_file_names_the_public_registry_only(hook: ModuleType) -> None:
    for lock in LOCKS:
        hook.check_lock(lock.read_text())
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
    locks = [tomllib.loads(lock.read_text()) for lock in LOCKS]
    for package in (package for lock in locks for package in lock["package"]):
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


def test_both_locks_name_the_same_versions() -> None:
    """A crate that both need is carried once."""
    first, second = (
        {one["name"]: one["version"] for one in tomllib.loads(lock.read_text())["package"]}
        for lock in LOCKS
    )
    assert not [name for name in first.keys() & second.keys() if first[name] != second[name]]


def test_the_pyo3_carried_is_the_one_that_files_get() -> None:
    manifest = tomllib.loads((LOCKS[1].parent / "Cargo.toml").read_text())
    assert manifest["dependencies"]["pyo3"]["version"] == f"={NEWEST}"


def test_what_the_sources_take_in_is_kept(hook: ModuleType, tmp_path: Path) -> None:
    """A guide goes, but for the page that is part of the documentation."""
    texts = {
        "src/lib.rs": '#![doc = include_str!("../guide/kept.md")]',
        "guide/kept.md": "kept",
        "guide/src/gone.md": "gone",
        "tests/gone.rs": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    listing = tmp_path / ".cargo-checksum.json"
    listing.write_text(json.dumps({"files": sums, "package": "x"}))
    hook.trim(tmp_path)
    assert sorted(json.loads(listing.read_text())["files"]) == ["guide/kept.md", "src/lib.rs"]
    assert (tmp_path / "guide" / "kept.md").exists()
    assert not (tmp_path / "guide" / "src" / "gone.md").exists()


OFFLINE = """
import sys
from pathlib import Path
from ferrule.crate import BuildSettings, open_workshop, prepare
shop = open_workshop(BuildSettings(home=Path(sys.argv[1])))
assert shop.runtime.vendor is not None, shop.runtime
assert Path(sys.argv[2]) in shop.runtime.root.parents, shop.runtime
print(prepare(shop).main)
"""
IMPORTED = """
import ferrule.hook, twice
print(twice.twice(21), twice.Point(1, 2).x, ferrule.__file__)
"""
TWICE = """
use pyo3::prelude::*;

#[pyclass(get_all)]
struct Point {
    x: i64,
    y: i64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: i64, y: i64) -> Self {
        Point { x, y }
    }
}

#[pyfunction]
fn twice(n: i64) -> i64 {
    n * 2
}
"""
MAIN = """
fn main() {
    pyo3::Python::attach(|py| println!("{}", py.eval(c"6 * 7", None, None).unwrap()));
}
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
        "FERRULE_HOME": str(home),
        "CARGO_NET_OFFLINE": "true",
        "CARGO_HOME": str(tmp_path / "empty-cargo-home"),
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup"),
        "PATH": os.pathsep.join([os.environ["PATH"], str(Path.home() / ".cargo" / "bin")]),
    }
    command = (sys.executable, "-c", OFFLINE, str(home), str(site))

    def said(*command: str) -> str:
        finished = subprocess.run(
            command, env=environment, capture_output=True, text=True, cwd=tmp_path, check=False
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    assert Path(said(*command).strip()).is_file()
    (tmp_path / "twice.rs").write_text(TWICE)
    (tmp_path / "main.rs").write_text(MAIN)
    package = site / "ferrule" / "__init__.py"
    assert said(sys.executable, "-c", IMPORTED) == (f"42 1 {package}\n")
    assert said(sys.executable, "-m", "ferrule", "run", "main.rs") == "42\n"
