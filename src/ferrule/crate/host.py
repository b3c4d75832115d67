"""What the code is built for: the running interpreter and this machine's processor.

In: the interpreter and the operating system. Out: short texts that go into the cache key.
Assumes CPython. Starts no process and reads at most one small file.
"""

from __future__ import annotations

import platform
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from ferrule.crate.errors import ToolMissing

_PROCESSOR = Path("/proc/cpuinfo")
_PROCESSOR_FIELDS = ("vendor_id", "model name", "flags", "Features", "CPU implementer", "CPU part")


def extension_suffix() -> str:
    """How the file name of an extension for exactly this interpreter ends."""
    return EXTENSION_SUFFIXES[0]


def python_identity() -> str:
    """The interpreter's binary interface; raises `ToolMissing` where it isn't CPython's."""
    if sys.implementation.name != "cpython":
        raise ToolMissing(
            f"Native code is built for CPython only, and this is {sys.implementation.name}",
            "Run the program with CPython 3.11 or newer; until then it runs unchanged",
        )
    bits = 64 if sys.maxsize > 2**32 else 32
    return f"{sys.implementation.cache_tag} {extension_suffix()} {bits} {sys.platform}"


def processor_identity() -> str:
    """The processor's model and abilities, or "" where they can't be read cheaply."""
    try:
        with _PROCESSOR.open(encoding="utf-8", errors="replace") as lines:
            return f"{platform.machine()} {_first_processor(lines.read(8192))}"
    except OSError:
        return ""


def _first_processor(text: str) -> str:
    block = text.split("\n\n", 1)[0]
    rows = [row.partition(":") for row in block.splitlines()]
    return "; ".join(
        f"{name.strip()}={value.strip()}"
        for name, _, value in rows
        if name.strip() in _PROCESSOR_FIELDS
    )
