"""Modules of a program that have the name of one that Ferrule has loaded: `queue.py`, `rich.py`.

Python looks into the program's folder first, so the program must get its own. Comes in: the folder
that will head `sys.path`. While the program runs, what it shadows is out of `sys.modules`; after it
everything is as it was. Assumes that builtin and frozen modules can't be shadowed, as in Python.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import BuiltinImporter, FrozenImporter, all_suffixes
from pathlib import Path

_ALWAYS = {"encodings", "sitecustomize", "usercustomize"}  # there before any program


@contextmanager
def hidden(folder: Path) -> Iterator[None]:
    """Hide loaded modules whose names the program's own folder takes."""
    names = set(filter(_can_be_shadowed, _module_names(folder)))
    taken = {
        name: module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in names and not _is_inside(folder, module)
    }
    for name in taken:
        del sys.modules[name]
    try:
        yield
    finally:
        sys.modules.update(taken)


def _module_names(folder: Path) -> Iterator[str]:
    try:
        paths = list(folder.iterdir())
    except OSError:
        return
    suffixes = tuple(all_suffixes())
    for path in paths:
        ending = next((one for one in suffixes if path.name.endswith(one)), None)
        if ending:
            yield path.name.removesuffix(ending)
        elif path.is_dir() and (path / "__init__.py").is_file():
            yield path.name


def _can_be_shadowed(name: str) -> bool:
    if name not in sys.modules or name in _ALWAYS or name in ("__main__", "ferrule"):
        return False
    return BuiltinImporter.find_spec(name) is None and FrozenImporter.find_spec(name) is None


def _is_inside(folder: Path, module: object) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and Path(file).is_relative_to(folder)
