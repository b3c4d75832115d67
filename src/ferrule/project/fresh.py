"""A new project for both languages: all its files.

In: a name. Out: a plan whose files do not exist yet. The layout is maturin's mixed one: Python in
`src/NAME`, Rust in `rust`, the extension is `NAME._native`.
"""

from __future__ import annotations

from ferrule.project import texts
from ferrule.project.plan import Change, Plan
from ferrule.project.workflow import workflow


def plan_new(name: str, python: str) -> Plan:
    """Every file of the project; `python` is the command that makes its environment."""
    package = name.replace("-", "_").replace(".", "_").lower()
    words = {
        "name": name,
        "package": package,
        "crate": package.replace("_", "-"),
        "source": "src",
        "python": python,
    }
    files = {
        ".github/workflows/ci.yml": workflow(package),
        ".gitignore": texts.IGNORED,
        "Cargo.toml": texts.CARGO.format(**words),
        "README.md": texts.README.format(**words),
        "justfile": texts.JUSTFILE.format(**words),
        "pyproject.toml": texts.PYPROJECT.format(**words),
        "rust/lib.rs": texts.LIB.format(**words),
        f"src/{package}/__init__.py": texts.PACKAGE.format(**words),
        f"src/{package}/_native.pyi": texts.STUB,
        f"src/{package}/py.typed": "",
        "tests/test_native.py": texts.TEST.format(**words),
    }
    return Plan(tuple(Change(path, None, text) for path, text in files.items()))
