"""The Rust of a project's hot functions becomes part of the project.

In: the slices that were made and proved, with their texts. Out: a plan: one crate for all of them,
the manifests that tie it to the Python, stubs, and a test that holds both together. The Python
stays where it is: it is the specification, and what runs where there is no binary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ferrule.project.existing import Found, Refusal, document_of, ignoring, package_of, with_maturin
from ferrule.project.plan import Change, Plan
from ferrule.project.stubs import stub

_ENTRIES = re.compile(r"^ferrule_rt::export!\(\w+:\s*([\w,\s]+)\);\n+", re.MULTILINE)
_NAME = re.compile(r'(const NAME: &\'static CStr = c")(\w+)(";)')
_OWN = "_ferrule"  # what a package needs to run its native functions

_CARGO = """\
[package]
name = "{crate}"
version = "0.1.0"
edition = "2024"
rust-version = "1.95"
publish = false

[workspace]

[lib]
name = "_native"
path = "rust/src/lib.rs"
crate-type = ["cdylib"]

[dependencies]
ferrule-rt = {{ path = "rust/ferrule-rt", features = ["python"] }}

[profile.release]
codegen-units = 1
strip = true
"""

_LIB = """\
//! The hot functions of `{package}`, in Rust: each module answers to the Python module of its name.
//!
//! `ferrule prove {folder}` holds every function against the Python, which stays as it is.

{modules}

{uses}

ferrule_rt::export!(_native: {entries});
"""

_TEST = '''\
"""The Rust in `rust/src` is equal to the Python: to be run after every edit of either."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ferrule")

PROJECT = Path(__file__).resolve().parent.parent


def test_native_functions_are_equal_to_python() -> None:
    """The Rust as it is now, on made inputs: values, exceptions, changed arguments, output."""
    command = [sys.executable, "-m", "ferrule", "prove", "{folder}"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
'''

_CALL = """
# The functions above are native where {package}._native was built from what they say.
from {package}.{own}.call.shipped import activate as _activate  # noqa: E402

_activate(globals(), "{package}._native")
"""


@dataclass(frozen=True, slots=True)
class Slice:
    """What was made of one module."""

    module: str  # its full name
    path: str  # its file, inside the project
    text: str  # of the file
    manifest: Mapping[str, Any]
    crate: Mapping[str, str]  # path below `src` -> text

    @property
    def slug(self) -> str:
        """Its name as a Rust module."""
        return self.module.replace(".", "_").lower()


@dataclass(frozen=True, slots=True)
class Sources:
    """What travels with every such project: path -> text."""

    runtime: Mapping[str, str]  # of the crate `ferrule-rt`
    own: Mapping[str, str]  # of the Python that puts functions in place, below `ferrule`


def plan_adopt(found: Found, slices: Sequence[Slice], sources: Sources) -> Plan:
    """All files that change and that are new."""
    document = document_of(found)
    name = str(document["project"]["name"])
    package, source = package_of(name, found.files)
    if "Cargo.toml" in found.files:
        raise Refusal("Cargo.toml is there already", "The project has a crate of its own.")
    chosen, left = _together(slices)
    words = {"package": package, "source": source, "crate": package.replace("_", "-")}
    pyproject = with_maturin(found.texts["pyproject.toml"], document, words)
    pyproject = pyproject.replace('python-source = "', 'bindings = "pyo3"\npython-source = "', 1)
    folder = package if source == "." else f"{source}/{package}"
    changes = [Change("pyproject.toml", found.texts["pyproject.toml"], pyproject)]
    changes += [Change("Cargo.toml", None, _CARGO.format(**words))]
    changes += _rust(package, folder, chosen)
    for one in chosen:
        changes += _python(one, package, found)
    new = {f"{folder}/py.typed": "", "tests/test_native.py": _TEST.format(folder=folder)}
    changes += [Change(path, None, text) for path, text in new.items() if path not in found.files]
    changes += _brought("rust/ferrule-rt", sources.runtime)
    changes += _brought(f"{folder}/{_OWN}", _owned(package, sources))
    if ".gitignore" in found.texts:
        changes += ignoring(found.texts[".gitignore"])
    backend = document["build-system"].get("build-backend", "setuptools")
    notes = [f"The build backend changes from {backend} to maturin."]
    notes += [
        f"{one.path} stays in Python: its objects need an extension of its own." for one in left
    ]
    return Plan(tuple(changes), tuple(notes))


def _brought(folder: str, files: Mapping[str, str]) -> list[Change]:
    return [Change(f"{folder}/{path}", None, text, folder) for path, text in files.items()]


def _together(slices: Sequence[Slice]) -> tuple[list[Slice], list[Slice]]:
    """Those that fit into one extension: of those with classes, only the largest."""
    plain = [one for one in slices if not one.manifest["classes"]]
    making = sorted(
        (one for one in slices if one.manifest["classes"]), key=lambda one: -len(one.text)
    )
    return [*plain, *making[:1]], making[1:]


def _rust(package: str, folder: str, slices: Sequence[Slice]) -> list[Change]:
    modules, uses, entries = [], [], []
    changes: list[Change] = []
    for one in sorted(slices, key=lambda one: one.slug):
        modules.append(f"mod {one.slug};")
        for entry in _entries(one):
            uses.append(f"use {one.slug}::binding::{entry} as {_alias(one, entry)};")
            entries.append(_alias(one, entry))
        for path, text in one.crate.items():
            place = "mod.rs" if path == "lib.rs" else path
            changes.append(Change(f"rust/src/{one.slug}/{place}", None, _moved(one, path, text)))
    library = _LIB.format(
        package=package,
        folder=folder,
        modules="\n".join(modules),
        uses="\n".join(uses),
        entries=", ".join(entries),
    )
    return [Change("rust/src/lib.rs", None, library), *changes]


def _entries(one: Slice) -> list[str]:
    found = _ENTRIES.search(one.crate["binding.rs"])
    if found is None:
        raise Refusal(f"{one.path}: its binding can't be read", "This is a bug of Ferrule.")
    return [name.strip() for name in found[1].split(",") if name.strip()]


def _alias(one: Slice, entry: str) -> str:
    return "".join(part.capitalize() for part in one.slug.split("_")) + entry


def _moved(one: Slice, path: str, text: str) -> str:
    """A file of a slice as part of the module `slug` of a larger crate."""
    text = re.sub(r"\bcrate::", f"crate::{one.slug}::", text)
    if path == "lib.rs":
        return text.replace("\nmod binding;", "\npub(crate) mod binding;")
    if path != "binding.rs":
        return text
    text = _ENTRIES.sub("", text)
    text = re.sub(r"^struct (\w+);", r"pub(crate) struct \1;", text, flags=re.MULTILINE)
    return _NAME.sub(lambda found: f"{found[1]}{one.slug}__{found[2]}{found[3]}", text)


def _python(one: Slice, package: str, found: Found) -> list[Change]:
    """The module with its call, its manifest, its stub."""
    manifest = dict(one.manifest)
    for name in ("extension", "sha256", "name"):
        manifest.pop(name)
    manifest["entries"] = [
        {**entry, "native": f"{one.slug}__{entry['native']}"} for entry in manifest["entries"]
    ]
    base = one.path.removesuffix(".py")
    call = _CALL.format(package=package, own=_OWN)
    changes = [
        Change(one.path, one.text, one.text.rstrip("\n") + "\n\n" + call),
        Change(f"{base}.ferrule.json", None, json.dumps(manifest, indent=1) + "\n"),
    ]
    if f"{base}.pyi" not in found.files:
        changes.append(Change(f"{base}.pyi", None, stub(one.text, manifest["entries"])))
    return changes


def _owned(package: str, sources: Sources) -> dict[str, str]:
    """The Python that puts functions in place, under a name inside the package."""
    return {
        path: re.sub(r"\bferrule\.(call|base)\b", rf"{package}.{_OWN}.\1", text)
        for path, text in sources.own.items()
    }
