"""Gather the Rust sources that a user's machine needs into Ferrule's own wheel.

In: `rust/` and its lock files. Out: `ferrule/_rust/` in the wheel: the runtime crate and, in
`vendor/`, every crate that it and a plain Rust file of the user's need, with its licence files: no
network is needed later.
Assumes cargo at the time the wheel is built; without it the wheel is made without `vendor/`, and
says so. An editable installation uses the checkout's own `rust/`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"
_SOURCE = re.compile(r'^source = "(.+)"$', re.MULTILINE)
_INCLUDE = re.compile(r'\binclude_(?:str|bytes)!\("([^"]+)"\)')
_HANDWRITTEN = "handwritten"  # what a Rust file needs that names no crates of its own
_NEEDLESS = ("tests", "benches", "examples", "newsfragments", "guide", "pytests", ".github", "ci")


class RustSources(BuildHookInterface[Any]):
    """The hook that hatchling calls around the making of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the sources into the wheel."""
        if version == "editable":
            return
        rust = Path(self.root) / "rust"
        for folder in (rust, rust / _HANDWRITTEN):
            check_lock((folder / "Cargo.lock").read_text(encoding="utf-8"))
        gathered = Path(tempfile.mkdtemp(prefix="ferrule-rust-")) / "_rust"
        copy_sources(rust, gathered)
        try:
            vendor(rust, gathered / "vendor")
        except (OSError, subprocess.CalledProcessError) as error:
            shutil.rmtree(gathered / "vendor", ignore_errors=True)
            self.app.display_warning(
                "This wheel holds no vendored crates, so its first use needs the network: "
                f"`cargo vendor` did not work ({_reason(error)})"
            )
        build_data["force_include"][str(gathered)] = "ferrule/_rust"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the gathered copy."""
        for path in build_data.get("force_include", {}):
            if Path(path).parent.name.startswith("ferrule-rust-"):
                shutil.rmtree(Path(path).parent, ignore_errors=True)


def check_lock(lock: str) -> None:
    """Refuse a lock file that names anything but the public registry."""
    foreign = sorted(set(_SOURCE.findall(lock)) - {_REGISTRY})
    if foreign:
        raise ValueError(f"Cargo.lock names sources that not everybody can reach: {foreign}")


def copy_sources(rust: Path, target: Path) -> None:
    """Copy the workspace without what only developers need."""
    target.mkdir()
    for name in ("Cargo.toml", "Cargo.lock"):
        shutil.copyfile(rust / name, target / name)
    ignore = shutil.ignore_patterns("target", "benches", "tests", ".*")
    members = tomllib.loads((rust / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]
    for name in (*members["members"], _HANDWRITTEN):
        shutil.copytree(rust / name, target / name, ignore=ignore)


def vendor(rust: Path, target: Path) -> None:
    """Copy every crate of the lock files; raises CalledProcessError or OSError."""
    others = ("--sync", f"{_HANDWRITTEN}/Cargo.toml")
    command = ("cargo", "vendor", "--locked", "--quiet", "--versioned-dirs", *others, str(target))
    subprocess.run(command, cwd=rust, check=True, capture_output=True, text=True)
    for crate in target.iterdir():
        trim(crate)


def trim(crate: Path) -> None:
    """Drop a crate's tests and guides, and their checksums, which cargo compares."""
    included = set(_included(crate / "src"))
    for name in _NEEDLESS:
        for file in [path for path in (crate / name).rglob("*") if path.is_file()]:
            if file.resolve() not in included:
                file.unlink()
    listing = crate / ".cargo-checksum.json"
    sums = json.loads(listing.read_text(encoding="utf-8"))
    sums["files"] = {
        name: digest for name, digest in sums["files"].items() if (crate / name).is_file()
    }
    for name, digest in sums["files"].items():
        if hashlib.sha256((crate / name).read_bytes()).hexdigest() != digest:
            raise OSError(f"{crate.name}/{name} is not what its checksum says")
    listing.write_text(json.dumps(sums, sort_keys=True), encoding="utf-8")


def _included(sources: Path) -> Iterator[Path]:
    """The files that the sources themselves take in as text: without them they don't compile."""
    for file in sources.rglob("*.rs"):
        for name in _INCLUDE.findall(file.read_text(encoding="utf-8")):
            yield (file.parent / name).resolve()


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = str(error.stderr).strip().splitlines()
        return lines[0] if lines else f"status {error.returncode}"
    return "cargo is not installed" if isinstance(error, FileNotFoundError) else str(error)
