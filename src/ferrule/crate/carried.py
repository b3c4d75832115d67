"""The crates that travel inside Ferrule's wheel, for files that need no others.

In: a folder with a manifest that was just written. Out: the same with a configuration that keeps
cargo to those crates and a lock file that names them; or, taken back, as it was. A source checkout
carries none.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from ferrule.crate.runtime import Runtime, vendored

_LOCK = "handwritten/Cargo.lock"


def carry(crate: Path, runtime: Runtime) -> bool:
    """Keep cargo to the crates that Ferrule carries; False where it carries none."""
    if runtime.vendor is None:
        return False
    settings = crate / ".cargo" / "config.toml"
    settings.parent.mkdir()
    settings.write_text(vendored(runtime.vendor), encoding="utf-8")
    lock = crate / "Cargo.lock"
    if not lock.exists() and (runtime.root / _LOCK).is_file():
        shutil.copyfile(runtime.root / _LOCK, lock)
    return True


def take_back(crate: Path, lock: str) -> None:
    """Let cargo ask the registry after all."""
    shutil.rmtree(crate / ".cargo", ignore_errors=True)
    (crate / "Cargo.lock").unlink(missing_ok=True)
    if lock:
        (crate / "Cargo.lock").write_text(lock, encoding="utf-8")
