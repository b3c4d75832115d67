"""The emitted Rust that is kept in `tests/replay/` gives clippy nothing to say.

In: those files, as the modules of one crate. Assumes a Rust toolchain with clippy, and that the
runtime's own crates have been fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = """\
[package]
name = "kept"
version = "0.1.0"
edition = "2024"

[dependencies]
ferrule-rt = {{ path = "{runtime}" }}

[workspace]
"""
HEAD = """\
#![forbid(unsafe_code)]
#![allow(clippy::too_many_arguments, clippy::type_complexity)]
"""


@pytest.mark.slow
@pytest.mark.rust
def test_clippy_has_nothing_to_say(tmp_path: Path) -> None:
    if shutil.which("cargo-clippy") is None:
        pytest.skip("needs clippy")
    source = tmp_path / "src"
    shutil.copytree(ROOT / "tests" / "replay", source)
    names = sorted(file.stem for file in source.glob("*.rs"))
    modules = "".join(f"pub mod {name};\n" for name in names)
    (source / "lib.rs").write_text(HEAD + modules, encoding="utf-8")
    runtime = (ROOT / "rust" / "ferrule-rt").as_posix()
    (tmp_path / "Cargo.toml").write_text(MANIFEST.format(runtime=runtime), encoding="utf-8")
    shutil.copy(ROOT / "rust" / "Cargo.lock", tmp_path)
    target = os.environ.get("CARGO_TARGET_DIR", str(tmp_path / "target"))
    done = subprocess.run(
        ["cargo", "clippy", "--quiet", "--offline", "--", "-D", "warnings"],
        cwd=tmp_path,
        env={**os.environ, "CARGO_TARGET_DIR": target},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
