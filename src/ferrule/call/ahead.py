"""Modules that were built ahead of time: put their native functions in place as they are imported.

In: the namespace of a module whose text ends with a call of `activate`; beside its file lie
`NAME.ferrule.json` and the extensions that it names. Out: the same functions, native, or nothing at
all: a switch, a missing, damaged or foreign file, another interpreter or other code than what was
built leave the module as Python made it, silently. Assumes that the import system's lock is held.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

from ferrule.base.digest import sha256
from ferrule.base.records import Built, EntryPoint, FuncName, Guard
from ferrule.base.types import NONE, from_data
from ferrule.call.doubt import Doubt
from ferrule.call.loading import is_off, load
from ferrule.call.swap import install

PROTOCOL = 1  # changes with the form of the manifest, and with what a binding expects of `call`
SUFFIX = ".ferrule.json"
_active: set[str] = set()  # extensions that serve a module of this process already


def abi() -> str:
    """The interpreter that an extension is built for."""
    return f"{sys.implementation.cache_tag} {EXTENSION_SUFFIXES[0]}"


def activate(namespace: dict[str, Any]) -> None:
    """Make the functions of this module native, as far as they are what was built."""
    try:
        if not is_off():
            _activate(str(namespace["__name__"]), str(namespace["__file__"]))
    except Exception:  # whatever is wrong beside a module, it is imported
        return


def _activate(name: str, file: str) -> None:
    manifest = Path(file).with_suffix(SUFFIX)
    if not manifest.is_file():
        return
    data = json.loads(manifest.read_text(encoding="utf-8"))
    for slice_ in (data, *data.get("also", ())):
        _activate_slice(slice_, manifest, name, file)


def _activate_slice(data: Any, manifest: Path, name: str, file: str) -> None:
    if data["protocol"] != PROTOCOL or data["abi"] != abi() or data["extension"] in _active:
        return
    library = manifest.with_name(data["extension"])
    if sha256(library.read_bytes()).hexdigest() != data["sha256"]:
        return
    rename = renamer(data["module"], name)
    built = built_from(data, library, rename, file)
    digests = {rename(key): str(digest) for key, digest in data["digests"].items()}
    proved = {rename(one) for one in data["proved"]}
    _active.add(data["extension"])
    for func, swap in load(built, digests).swaps.items():
        if str(func) in proved:
            put_in_place(swap)


def put_in_place(swap: Any) -> None:
    """Install it, unless something is no longer as it was."""
    try:
        install(swap)
    except Doubt:
        return


def renamer(old: str, new: str) -> Callable[[str], str]:
    """What makes `new` or `new:qualname` of names that belong to the module `old`."""

    def rename(name: str) -> str:
        module, colon, qualname = name.partition(":")
        return f"{new if module == old else module}{colon}{qualname}"

    return rename


def built_from(data: Any, library: Path, rename: Callable[[str], str], file: str) -> Built:
    """The record of an extension that a manifest tells of."""
    entries = tuple(_entry(one, rename, file) for one in data["entries"])
    classes = tuple(rename(one) for one in data["classes"])
    return Built(str(library), data["name"], "", entries, classes, 0.0)


def _entry(data: Any, rename: Callable[[str], str], file: str) -> EntryPoint:
    given = FuncName(**data["func"])
    return EntryPoint(
        func=replace(given, module=rename(given.module), file=file),
        native=data["native"],
        guards=tuple(rename_guard(Guard(**one), rename) for one in data["guards"]),
        effects=data["effects"],
        arguments=tuple(map(from_data, data.get("arguments", ()))),
        result=NONE,
        captured=tuple(data["captured"]),
        others=tuple(tuple(map(from_data, types)) for types in data.get("others", ())),
    )


def rename_guard(guard: Guard, rename: Callable[[str], str]) -> Guard:
    """The same guard where its module bears another name."""
    is_named = guard.kind in ("function", "class", "method")
    value = rename(guard.value) if is_named else guard.value
    return replace(guard, module=rename(guard.module), value=value)
