"""What `ferrule build` works on: the modules behind the paths that the user named.

In: files and folders. Out: a `Site` for each module, with the name that it will be imported by, and
the other files of packages, which are copied. Nothing is imported. A folder with `__init__.py` is a
package; another folder is searched for modules and packages; a file is a module of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ferrule.base.diag import Refused
from ferrule.base.problem import Problem
from ferrule.base.unit import ModuleSource
from ferrule.source import read


@dataclass(frozen=True, slots=True)
class Site:
    """One module: its name, its file, the folder that it is imported from, its place in `out`."""

    name: str
    file: Path
    root: Path
    place: Path


@dataclass(frozen=True, slots=True)
class Goods:
    """All that goes to `out`: modules to look at, and files to copy as they are."""

    sites: tuple[Site, ...]
    copies: tuple[tuple[Path, Path], ...]  # from, and the place in `out`


def collect(paths: Sequence[Path], out: Path) -> Goods:
    """The modules of these files and folders. Raises Problem where a file can't be read."""
    sites: dict[Path, Site] = {}
    copies: dict[Path, Path] = {}
    for path in (one.absolute() for one in paths):
        if path.is_dir():
            root = path.parent if (path / "__init__.py").is_file() else path
            files = list(_files(path, out))
        else:
            root, files = _home(path), [path]
        for file in files:
            place = file.relative_to(root)
            if file.suffix != ".py":
                copies[place] = file
                continue
            earlier = sites.setdefault(place, Site(_name(place), file, root, place))
            if earlier.file != file:
                raise Problem(
                    f"{file}: {earlier.file} has the same name", "Build them into two folders."
                )
    return Goods(tuple(sites.values()), tuple((file, place) for place, file in copies.items()))


def parsed(site: Site) -> ModuleSource:
    """The module's text, parsed. Raises Problem where it can't be."""
    try:
        return read(site.name, str(site.file))
    except Refused as refused:
        where = refused.diagnostic
        remedy = "Name files that this Python can read."
        raise Problem(f"{where.span}: {where.message}", remedy) from None


def _files(folder: Path, out: Path) -> Iterator[Path]:
    """Modules below a folder, and what else lies in its packages; nothing hidden."""
    is_package = (folder / "__init__.py").is_file()
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "__pycache__" or path == out:
            continue
        if path.is_dir():
            if not (path / "pyvenv.cfg").exists():
                yield from _files(path, out)
        elif path.suffix == ".py" or (is_package and path.suffix not in (".pyc", ".so")):
            yield path


def _home(file: Path) -> Path:
    """Where a single file is imported from: a relative import needs the whole package."""
    if file.suffix != ".py":
        raise Problem(f"{file}: not a Python file", "Name a file that ends with .py, or a folder.")
    folder = file.parent
    if _is_relative(file):
        while (folder / "__init__.py").is_file():
            folder = folder.parent
    return folder


def _is_relative(file: Path) -> bool:
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    return any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))


def _name(place: Path) -> str:
    parts = place.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
