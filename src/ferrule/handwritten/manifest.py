"""The Cargo.toml of the crates that a file needs.

In: its head and its PyO3. Out: the text of a manifest without code of its own: cargo builds the
crates, one call of rustc builds the file. Assumes that relative paths are meant from its folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ferrule.handwritten.dialect import Binding
from ferrule.handwritten.head import Head

_HEAD = """\
[package]
name = "ferrule-crates"
version = "0.0.0"
edition = "2024"
rust-version = "{rust}"
publish = false

[lib]
path = "lib.rs"

[workspace]

[dependencies]
"""
_BY_ENVIRONMENT = 26  # since then a variable, not a feature, says that nothing is linked


@dataclass(frozen=True, slots=True)
class Extras:
    """What the file itself does not say."""

    folder: Path  # of the file
    rust: str  # the compiler's version
    is_program: bool
    python_minor: int


def manifest(head: Head, binding: Binding | None, extras: Extras) -> str:
    """The whole text."""
    written = {name: value for name, value in head.dependencies.items() if name != "pyo3"}
    rows = {name: _absolute(value, extras.folder) for name, value in written.items()}
    if binding is not None:
        rows["pyo3"] = _pyo3(binding, extras)
    lines = [f"{name} = {_toml(value)}\n" for name, value in sorted(rows.items())]
    return _HEAD.format(rust=extras.rust) + "".join(lines)


def environment(binding: Binding | None, extras: Extras) -> dict[str, str]:
    """Variables that PyO3's build reads."""
    wanted: dict[str, str] = {}
    if binding is None:
        return wanted
    if not extras.is_program and binding.minor >= _BY_ENVIRONMENT:
        wanted["PYO3_BUILD_EXTENSION_MODULE"] = "1"
    if binding.is_newer(extras.python_minor):
        wanted["PYO3_USE_ABI3_FORWARD_COMPATIBILITY"] = "1"
    return wanted


def _pyo3(binding: Binding, extras: Extras) -> dict[str, object]:
    features = list(binding.features)
    if extras.is_program:
        features = [one for one in features if one != "extension-module"]
        features.append("auto-initialize")
    elif binding.minor < _BY_ENVIRONMENT:
        features.append("extension-module")
    if binding.is_newer(extras.python_minor) and not any(
        one.startswith("abi3") for one in features
    ):
        features.append("abi3")
    exact = binding.version if binding.is_named else f"={binding.version}"
    table = dict(_table(binding.written or {}, extras.folder))
    if "git" not in table and "path" not in table:
        table["version"] = exact
    return {**table, "features": sorted(set(features))}


def _absolute(value: object, folder: Path) -> object:
    return _table(value, folder) if isinstance(value, dict) else value


def _table(value: Mapping[str, object], folder: Path) -> dict[str, object]:
    path = value.get("path")
    return {**value, "path": str((folder / path).resolve())} if isinstance(path, str) else {**value}


def _toml(value: object) -> str:
    """An inline value; the heads of files hold nothing but texts, truth, lists and tables."""
    if isinstance(value, dict):
        rows = (f"{name} = {_toml(one)}" for name, one in sorted(value.items()))
        return "{ " + ", ".join(rows) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)
