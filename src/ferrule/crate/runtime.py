"""The runtime crate's sources: where they are, what they hash to, and a private copy of them.

In: this package's own files. Out: a `Runtime`. Assumes one of two layouts: an installed wheel, with
the sources and a `vendor` folder of all crates in `ferrule/_rust`, or a source checkout, with the
sources in `rust/` at its top.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ferrule.crate.errors import CrateError, cache_error

PACKAGE = "ferrule-rt"
LIBRARY = "ferrule_rt"
_BUILDS = ("Cargo.toml", "Cargo.lock", f"{PACKAGE}/Cargo.toml", f"{PACKAGE}/build.rs")


@dataclass(frozen=True, slots=True)
class Runtime:
    """Sources of the runtime crate."""

    root: Path  # the folder of the workspace's Cargo.toml
    vendor: Path | None  # all crates it needs, or None: then cargo fetches them


def find_runtime() -> Runtime:
    """The sources that belong to this installation; raises `CrateError`."""
    package = Path(__file__).resolve().parent.parent
    for root in (package / "_rust", package.parent.parent / "rust"):
        if (root / PACKAGE / "Cargo.toml").is_file():
            vendor = root / "vendor"
            return Runtime(root, vendor if vendor.is_dir() else None)
    raise CrateError(
        f"The Rust sources of the runtime are missing beside {package}",
        "Install Ferrule again: `pip install --force-reinstall ferrule`",
    )


def runtime_digest(runtime: Runtime) -> str:
    """A hash of all that shapes the built runtime."""
    digest = hashlib.sha256()
    for path in _files(runtime.root):
        content = path.read_bytes()
        name = path.relative_to(runtime.root).as_posix()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def installation_stamp() -> str:
    """Another text after every change of this Ferrule: what it made before is made again."""
    package = Path(__file__).resolve().parent.parent
    files = [package / "__init__.py"]
    if not (package / "_rust").is_dir():  # a checkout, whose files change one by one
        files += [*package.rglob("*.py"), *_files(package.parent.parent / "rust")]
    try:
        found = [(str(file), file.stat()) for file in sorted(files)]
    except OSError:
        return ""
    stamps = [(name, stat.st_size, stat.st_mtime_ns) for name, stat in found]
    return hashlib.sha256(repr(stamps).encode()).hexdigest()


def _files(root: Path) -> list[Path]:
    named = [root / name for name in _BUILDS]
    sources = (root / PACKAGE / "src").rglob("*")
    return sorted(path for path in [*named, *sources] if path.is_file())


def copy_runtime(runtime: Runtime, target: Path) -> Runtime:
    """A copy that nobody edits, with a cargo configuration that keeps to the vendored crates."""
    try:
        for path in _files(runtime.root):
            copied = target / path.relative_to(runtime.root)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copied)  # not its times: cargo must not trust old ones
        if runtime.vendor:
            settings = target / ".cargo" / "config.toml"
            settings.parent.mkdir()
            settings.write_text(vendored(runtime.vendor), encoding="utf-8")
    except OSError as error:
        raise cache_error("copy the runtime's sources into the cache", error) from error
    return Runtime(target, runtime.vendor)


def vendored(folder: Path) -> str:
    """A configuration that keeps cargo to the crates in this folder."""
    path = str(folder.resolve()).replace("\\", "\\\\").replace('"', '\\"')
    return (
        '[source.crates-io]\nreplace-with = "vendored"\n\n'
        f'[source.vendored]\ndirectory = "{path}"\n\n'
        "[net]\noffline = true\n"
    )


def packaged(runtime: Runtime) -> dict[str, str]:
    """The runtime crate as a crate of its own, outside of our workspace: path -> text."""
    top = runtime.root / PACKAGE
    files = [top / "Cargo.toml", *sorted((top / "src").rglob("*.rs"))]
    texts = {path.relative_to(top).as_posix(): path.read_text(encoding="utf-8") for path in files}
    shared = tomllib.loads((runtime.root / "Cargo.toml").read_text(encoding="utf-8"))
    manifest = texts["Cargo.toml"].replace("[lints]\nworkspace = true\n", "").rstrip() + "\n"
    for name, value in shared["workspace"]["package"].items():
        manifest = manifest.replace(f"{name}.workspace = true", f"{name} = {json.dumps(value)}")
    return {**texts, "Cargo.toml": manifest}
