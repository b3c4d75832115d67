"""The folder that `ferrule build` fills: the module's own text, and what makes it native.

In: a site, its manifest and the folder of its extensions. Out: files in `out`. The text keeps its
lines; behind the last one stands a call that puts the native functions in place. So that a script
has them too, the same call stands on an empty line before the first statement that does its work.
"""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ferrule.base.problem import Problem
from ferrule.base.unit import ModuleSource
from ferrule.call.ahead import SUFFIX
from ferrule.pipeline.sites import Site

_CALL = (
    'exec("try:\\n from ferrule.call.ahead import activate\\nexcept ImportError:\\n pass\\n'
    'else:\\n activate(own)", {"own": globals()})'
)
_HEADING = "# ferrule build: the functions above are native where the files beside this allow it"
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_OURS = ("exec", "globals")  # what the call needs


def deliver(site: Site, out: Path, manifest: dict[str, Any] | None, made: Path | None) -> None:
    """Write one module to `out`. Raises Problem where that can't be done."""
    target = out / site.place
    try:
        text = site.file.read_bytes()
        target.parent.mkdir(parents=True, exist_ok=True)
        _forget(target)
        if manifest is not None and made is not None and _can_call(text):
            for name in extensions_of(manifest):
                shutil.copyfile(made / name, target.with_name(name))
            notes = json.dumps(manifest, indent=1)
            target.with_suffix(SUFFIX).write_text(notes, encoding="utf-8")
            text = activating(text)
        target.write_bytes(text)
    except OSError as error:
        raise Problem(
            f"{target}: can't be written: {error.strerror}", "Name another folder with --out."
        ) from None


def extensions_of(manifest: dict[str, Any]) -> list[str]:
    """The files of a module's slices."""
    return [str(one["extension"]) for one in (manifest, *manifest.get("also", ()))]


def _forget(target: Path) -> None:
    """Remove what an earlier build left for this module."""
    notes = target.with_suffix(SUFFIX)
    try:
        names = extensions_of(json.loads(notes.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name in names:
        if Path(name).name == name:
            target.with_name(name).unlink(missing_ok=True)
    notes.unlink(missing_ok=True)


def _can_call(text: bytes) -> bool:
    """Whether the module leaves the names alone that the call needs."""
    names = {
        getattr(node, "name", None) or getattr(node, "id", None)
        for node in ast.walk(ast.parse(text))
        if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Store)
    }
    return names.isdisjoint(_OURS)


def activating(text: bytes) -> bytes:
    """The text with the calls; every line stays where it was."""
    whole = text if text.endswith(b"\n") or not text else text + b"\n"
    return _before_work(whole) + f"\n\n{_HEADING}\n{_CALL}\n".encode()


def _before_work(text: bytes) -> bytes:
    """With the call on an empty line between the last definition and the work, if there is one."""
    body = ast.parse(text).body
    number = next((index for index, stmt in enumerate(body) if _is_work(stmt)), 0)
    lines = text.split(b"\n")
    for index in range(number, 0, -1):
        above, below = body[index - 1], body[index]
        for place in range(below.lineno - 2, (above.end_lineno or 0) - 1, -1):
            if not lines[place].strip():
                changed = b"\n".join([*lines[:place], _CALL.encode(), *lines[place + 1 :]])
                return changed if _is_same(text, changed) else text
        if isinstance(above, _DEFINITIONS):
            break
    return text


def _is_same(text: bytes, changed: bytes) -> bool:
    """Whether only the call was added, and every statement is at its place."""
    try:
        before, after = (list(map(_dumped, ast.parse(one).body)) for one in (text, changed))
    except SyntaxError:
        return False
    return len(after) == len(before) + 1 and set(before) <= set(after)


def _dumped(stmt: ast.stmt) -> str:
    return ast.dump(stmt, include_attributes=True)


def works_at_import(source: ModuleSource) -> bool:
    """Whether the module does something when it is imported, besides making what it offers."""
    return any(_is_work(stmt) and not _is_guard(stmt) for stmt in ast.parse(source.text).body)


def _is_work(stmt: ast.stmt) -> bool:
    if isinstance(stmt, ast.If | ast.For | ast.While | ast.With | ast.Try):
        return any(map(_is_work, _inside(stmt)))
    return isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call | ast.Await)


def _inside(stmt: ast.stmt) -> Iterator[ast.stmt]:
    for name in ("body", "orelse", "finalbody"):
        yield from getattr(stmt, name, ())


def _is_guard(stmt: ast.stmt) -> bool:
    return isinstance(stmt, ast.If) and "__name__" in ast.unparse(stmt.test)
