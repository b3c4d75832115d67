"""Rust for a Python project that exists: what changes in its files, or why it can't be.

In: what was found in its folder. Out: a plan, or a `Refusal` with the reason. What the project says
for itself stays: only its build backend changes, and only where maturin can do the same.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ferrule.project import texts
from ferrule.project.plan import Change, Plan
from ferrule.project.workflow import workflow


class Refusal(Exception):
    """Why the project can't be changed, and what would help."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Found:
    """A project: the texts that matter, and the names of all its files, with `/`."""

    texts: Mapping[str, str]  # pyproject.toml, Cargo.toml, .gitignore, justfile, where there are
    files: Collection[str]


_TABLE = re.compile(r"^\[build-system\][^\n]*\n(?:(?!\[)[^\n]*\n?)*", re.MULTILINE)
_PLAIN = ("hatchling.build", "setuptools.build_meta", "flit_core.buildapi", "uv_build")
_PLAIN_MORE = ("poetry.core.masonry.api", "pdm.backend")


def plan_add(found: Found, python: str) -> Plan:
    """Give a pure-Python project a part in Rust."""
    document = document_of(found)
    project = document["project"]
    name = str(project["name"])
    package, source = package_of(name, found.files)
    words = {
        "name": name,
        "package": package,
        "crate": package.replace("_", "-"),
        "source": source,
        "python": python,
    }
    folder = f"{source}/{package}" if source != "." else package
    pyproject = with_maturin(found.texts["pyproject.toml"], document, words)
    wanted = {
        "Cargo.toml": texts.CARGO.format(**words),
        "rust/lib.rs": texts.LIB.format(**words),
        f"{folder}/_native.pyi": texts.STUB,
        f"{folder}/py.typed": "",
        "tests/test_native.py": texts.TEST.format(**words),
        ".github/workflows/ci.yml": workflow(package),
        "justfile": texts.ADDED_JUSTFILE.format(**words, **_extras(project)),
    }
    kept = [path for path in wanted if path in found.files]
    needed = [path for path in kept if path.startswith(("Cargo", "rust/"))]
    if needed:
        raise Refusal(f"{needed[0]} is there already", "The project has Rust; nothing is to add.")
    changes = [Change("pyproject.toml", found.texts["pyproject.toml"], pyproject)]
    changes += [Change(path, None, text) for path, text in wanted.items() if path not in kept]
    if ".gitignore" in found.texts:
        changes += ignoring(found.texts[".gitignore"])
    backend = document["build-system"].get("build-backend", "setuptools")
    notes = [
        f"The build backend changes from {backend} to maturin.",
        *(f"{path} stays as it is." for path in kept),
    ]
    return Plan(tuple(changes), tuple(notes))


def _extras(project: Mapping[str, Any]) -> dict[str, str]:
    """How uv and pip ask for the extras that tests want, by the names that people give them."""
    there = project.get("optional-dependencies", {})
    names = [name for name in ("dev", "test", "tests", "testing") if name in there]
    return {
        "uv_extras": "".join(f" --extra {name}" for name in names),
        "pip_extras": f"[{','.join(names)}]" if names else "",
    }


def document_of(found: Found) -> dict[str, Any]:
    """pyproject.toml, if maturin can take over."""
    if "pyproject.toml" not in found.texts:
        remedy = "Write one with [project], or start with `ferrule new`."
        raise Refusal("there is no pyproject.toml", remedy)
    try:
        document = tomllib.loads(found.texts["pyproject.toml"])
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"pyproject.toml can't be read: {error}", "Mend it.") from None
    project = document.get("project")
    if not isinstance(project, dict) or "name" not in project:
        remedy = "Move what [tool.poetry] says there; maturin reads only [project]."
        raise Refusal("pyproject.toml has no [project] with a name", remedy)
    document.setdefault("build-system", {})
    backend = document["build-system"].get("build-backend", "setuptools.build_meta")
    if backend == "maturin":
        raise Refusal("the project is built by maturin already", "Nothing is to add.")
    if backend not in (*_PLAIN, *_PLAIN_MORE):
        remedy = "Its extension modules would be lost with another backend."
        raise Refusal(f"the project is built by {backend}", remedy)
    if project.get("dynamic"):
        what = f"pyproject.toml leaves {', '.join(project['dynamic'])} to {backend}"
        raise Refusal(what, "maturin can't find that out: write it into [project].")
    if "version" not in project:
        raise Refusal("[project] has no version", "Write one.")
    _no_extensions(found, document)
    return document


def _no_extensions(found: Found, document: Mapping[str, Any]) -> None:
    setuptools = document.get("tool", {}).get("setuptools", {})
    if setuptools.get("ext-modules"):
        remedy = "maturin would not build them: it has one extension, in Rust."
        raise Refusal("[tool.setuptools] builds extension modules", remedy)
    if "setup.py" in found.files:
        remedy = "maturin would not run it: move what it says to [project] and remove it."
        raise Refusal("the project has a setup.py", remedy)


def package_of(name: str, files: Collection[str]) -> tuple[str, str]:
    """The package's name and the folder that it lies in."""
    wanted = re.sub(r"[-.]+", "_", name).lower()
    places = {"src": "src/", ".": ""}
    for source, prefix in places.items():
        for path in sorted(files):
            folder, _, file = path.removeprefix(prefix).rpartition("/")
            if path.startswith(prefix) and file == "__init__.py" and folder.lower() == wanted:
                return folder, source
    what = f"there is no package {wanted}/__init__.py, neither in src nor beside pyproject.toml"
    raise Refusal(what, "The package has to bear the project's name.")


def with_maturin(text: str, document: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """The same text with another build backend; every other line stays."""
    if _TABLE.search(text):
        changed = _TABLE.sub(lambda _: texts.BUILD_SYSTEM + "\n", text, count=1)
    else:
        changed = f"{texts.BUILD_SYSTEM}\n{text}"
    changed = changed.rstrip("\n") + "\n\n" + texts.MATURIN_TABLE.format(**words)
    if "uv" not in document.get("tool", {}):
        changed += "\n" + texts.UV_TABLE.format(**words)
    tomllib.loads(changed)
    return changed


def ignoring(text: str) -> list[Change]:
    """What git is not to see, added."""
    lines = text.splitlines()
    missing = [one for one in ("/target/", "/.ferrule/", "*.so", "*.pyd") if one not in lines]
    if not missing:
        return []
    return [Change(".gitignore", text, "\n".join([*lines, *missing, ""]))]
