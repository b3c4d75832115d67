"""A library module as its Python text says, without the C versions that it takes where it can.

In: a module's text. Out: the names of the C modules that it tries to import, and a way to import it
without them. Assumes the way in which the standard library does it: at the top of the file, in a
`try` that lets an ImportError pass.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

_PASSING = {"ImportError", "ModuleNotFoundError"}


def twins_of(text: bytes) -> frozenset[str]:
    """The modules whose absence the text is prepared for."""
    return frozenset(
        name
        for stmt in ast.parse(text).body
        if isinstance(stmt, ast.Try) and any(map(_lets_pass, stmt.handlers))
        for inner in stmt.body
        for name in _imported(inner)
        if name.startswith("_")
    )


def _lets_pass(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.type, ast.Name) and handler.type.id in _PASSING


def _imported(stmt: ast.stmt) -> Iterator[str]:
    if isinstance(stmt, ast.ImportFrom) and stmt.module and not stmt.level:
        yield stmt.module
    elif isinstance(stmt, ast.Import):
        yield from (one.name for one in stmt.names)


def import_without(name: str, file: Path, absent: frozenset[str]) -> ModuleType:
    """Import the file anew under this name, as if these modules did not exist.

    Raises whatever importing it raises.
    """
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        with _hidden(absent):
            spec.loader.exec_module(module)
    except BaseException:
        if before is not None:
            sys.modules[name] = before
        raise
    return module


@contextmanager
def _hidden(names: frozenset[str]) -> Iterator[None]:
    saved = {name: sys.modules.get(name) for name in names}
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name, module in saved.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
