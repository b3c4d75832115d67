"""What cargo says in JSON: which library is which crate, and what a crate is called in the code.

In: the output of `cargo metadata` and `cargo build --message-format=json`. Out: names and paths.
Assumes format version 1. Lines that are no JSON objects are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LIBRARIES = (".rlib", ".so", ".dylib", ".dll")


@dataclass(frozen=True, slots=True)
class Found:
    """What was built."""

    libraries: tuple[Path, ...]  # all that rustc may look for: for the target, and macros
    by_package: Mapping[str, Path]  # package id -> its library
    link: tuple[str, ...]  # arguments that build scripts asked for


def extern_names(metadata: str, root: str) -> dict[str, str]:
    """The name in the code of each direct dependency of the package `root` -> its package id."""
    data = json.loads(metadata)
    names = {package["id"]: package["name"] for package in data["packages"]}
    for node in data["resolve"]["nodes"]:
        if names.get(node["id"]) == root:
            return {one["name"]: one["pkg"] for one in node["deps"]}
    return {}


def artifacts(lines: Iterable[str], host: str) -> Found:
    """The libraries among what cargo reported; those for build scripts alone are left out."""
    libraries: list[Path] = []
    packages: dict[str, Path] = {}
    link: list[str] = []
    for message in filter(None, map(_parsed, lines)):
        if message.get("reason") == "build-script-executed":
            link += [f"-L{one}" for one in message.get("linked_paths", ())]
            link += [f"-l{one}" for one in message.get("linked_libs", ())]
        if message.get("reason") != "compiler-artifact":
            continue
        kinds = message["target"]["kind"]
        for name in message["filenames"]:
            path = Path(name)
            if path.suffix not in _LIBRARIES or "custom-build" in kinds:
                continue
            if host in path.parts or "proc-macro" in kinds:
                libraries.append(path)
                packages[message["package_id"]] = path
    return Found(tuple(libraries), packages, tuple(dict.fromkeys(link)))


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
