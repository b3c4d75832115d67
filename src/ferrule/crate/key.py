"""The cache key: a hash over everything that shapes the code.

In: texts, toolchain, interpreter, runtime, flags. Out: a short hexadecimal name.
Assumes nothing: what is not in here may not change the code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ferrule.crate.host import processor_identity, python_identity
from ferrule.crate.settings import BuildSettings
from ferrule.crate.tools import Toolchain

SCHEME = "ferrule-1"  # changes with the way of building itself


def flags(settings: BuildSettings) -> tuple[str, ...]:
    """The flags of rustc that slices and runtime share."""
    chosen: list[str] = []
    if settings.native_cpu and processor_identity():
        chosen.append("-Ctarget-cpu=native")
    if settings.checked:
        chosen += ["-Coverflow-checks=on", "-Cdebug-assertions=on"]
    return tuple(chosen)


def base_key(toolchain: Toolchain, settings: BuildSettings) -> str:
    """What every runtime for this compiler, interpreter, processor and these flags shares."""
    chosen = flags(settings)
    processor = processor_identity() if "-Ctarget-cpu=native" in chosen else ""
    linker = toolchain.linker
    return joined_hash(SCHEME, toolchain.identity, linker, python_identity(), processor, *chosen)


def runtime_key(base: str, digest: str) -> str:
    """One runtime, by the hash of its sources."""
    return joined_hash(base, digest)


def slice_key(runtime: str, name: str, files: Mapping[str, str]) -> str:
    """One slice, by its texts and the runtime it is built against."""
    return joined_hash(runtime, name, *(part for item in sorted(files.items()) for part in item))


def joined_hash(*parts: str) -> str:
    """A hash of texts, none of which can run into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()[:40]
