"""`ferrule new`, `add` and `ci`: plans for a project's files, shown, done and undone.

In: a folder. Out: its files, changed as planned, or a `Problem`. Uncommitted work is never touched;
what was changed is kept in `.ferrule/undo.json` of the project.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from ferrule.base.problem import Problem
from ferrule.base.settings import Settings
from ferrule.crate import CrateError, lock_crates
from ferrule.pipeline.shop import open_shop
from ferrule.project import (
    Change,
    Found,
    Plan,
    Refusal,
    difference,
    plan_add,
    plan_new,
    workflow,
)

Consent = Callable[[str], bool]

_UNDO = ".ferrule/undo.json"
_READ = ("pyproject.toml", "Cargo.toml", ".gitignore", "justfile")
_HIDDEN = (".git", ".venv", "venv", "node_modules", "__pycache__", "target", "dist", ".ferrule")


def new_project(name: str, parent: Path, settings: Settings) -> Path:
    """A project in a folder of its name: all of it, or nothing."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*", name):
        raise Problem(f"{name!r} is no name for a project", "Letters, digits and single dashes.")
    package = re.sub(r"[-.]", "_", name).lower()
    if package in sys.stdlib_module_names:
        raise Problem(f"{name!r} is a module of the standard library", "Choose another name.")
    folder = parent / name
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem(f"{folder} is there already", "Choose another name, or `ferrule add` there.")
    plan = plan_new(name, _python())
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=parent) as made:
            _write(Path(made), plan.changes)
            _lock(Path(made), settings)
            Path(made).chmod(0o755)
            if folder.exists():
                folder.rmdir()
            shutil.copytree(made, folder)
    except OSError as error:
        raise Problem(f"{folder}: can't be written: {error.strerror}") from None
    return folder


def add_rust(
    folder: Path, settings: Settings, show: Callable[[str], None], consent: Consent
) -> bool:
    """Give a Python project a part in Rust, if the user agrees to the difference."""
    try:
        plan = plan_add(found_in(folder), _python())
    except Refusal as refusal:
        raise Problem(f"{folder}: {refusal.what}", refusal.remedy) from None
    return carry_out(folder, plan, settings, (show, consent))


def add_workflow(folder: Path, show: Callable[[str], None], consent: Consent) -> bool:
    """Write the GitHub workflow of a project."""
    found = found_in(folder)
    name = re.search(r'^name\s*=\s*"([^"]+)"', found.texts.get("pyproject.toml", ""), re.MULTILINE)
    if name is None:
        raise Problem(f"{folder}: no pyproject.toml with a name", "Start with `ferrule new`.")
    per_version = "abi3" not in found.texts.get("Cargo.toml", "")
    path = ".github/workflows/ci.yml"
    before = _text(folder / path)
    plan = Plan((Change(path, before, workflow(name.group(1), per_version)),))
    return carry_out(folder, plan, None, (show, consent))


def carry_out(
    folder: Path,
    plan: Plan,
    settings: Settings | None,
    asked: tuple[Callable[[str], None], Consent],
) -> bool:
    """Show a plan and do it; with settings, its crates are locked too. False where refused."""
    show, consent = asked
    changes = tuple(one for one in plan.changes if one.before != one.after)
    if not changes:
        show("nothing is to change\n")
        return True
    show(difference(Plan(changes)))
    for note in plan.notes:
        show(f"{note}\n")
    _check_committed(folder, changes)
    if not consent(f"Change {len(changes)} files in {folder}?"):
        return False
    _keep_undo(folder, changes)
    _write(folder, changes)
    if settings is not None and not (folder / "Cargo.lock").exists():
        _lock(folder, settings)
        _keep_undo(
            folder, (*changes, Change("Cargo.lock", None, _text(folder / "Cargo.lock") or ""))
        )
    return True


def undo(folder: Path) -> tuple[str, ...]:
    """Put back what the last plan changed; files that were edited since are left, and named."""
    try:
        kept = json.loads((folder / _UNDO).read_text(encoding="utf-8"))
        rows = [(str(one["path"]), one["before"], str(one["after"])) for one in kept["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise Problem(f"{folder}: nothing to undo is kept", "") from None
    edited = [
        path
        for path, before, after in rows
        if (now := _text(folder / path)) != before and _digest(now) != after
    ]
    for path, before, _ in rows:
        file = folder / path
        if path in edited:
            continue
        if before is None:
            file.unlink(missing_ok=True)
            _remove_empty(file.parent, folder)
        else:
            file.write_text(before, encoding="utf-8")
    shutil.rmtree(folder / ".ferrule", ignore_errors=True)
    return tuple(edited)


def found_in(folder: Path) -> Found:
    """The project's texts and the names of its files."""
    if not folder.is_dir():
        raise Problem(f"{folder}: no such folder", "Name the folder of a project.")
    texts = {name: text for name in _READ if (text := _text(folder / name)) is not None}
    names = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not set(path.relative_to(folder).parts) & set(_HIDDEN) and path.is_file()
    ]
    return Found(texts, frozenset(names))


def _python() -> str:
    """The command that makes a project's environment where there is no uv."""
    return "python" if sys.platform == "win32" else "python3"


def _lock(folder: Path, settings: Settings) -> None:
    try:
        lock_crates(folder, open_shop(settings))
    except CrateError as error:
        raise Problem(error.what, error.advice) from None


def _check_committed(folder: Path, changes: Sequence[Change]) -> None:
    """In a git tree, what is to be changed must be committed as it is."""
    paths = [one.path for one in changes if one.before is not None]
    exists = [one.path for one in changes if one.before is None and (folder / one.path).exists()]
    if exists:
        raise Problem(f"{folder / exists[0]} is there already", "Move it away, and try again.")
    if not paths or shutil.which("git") is None:
        return
    command = ["git", "-C", str(folder), "status", "--porcelain", "--", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout.strip():
        names = ", ".join(line[3:] for line in done.stdout.splitlines())
        raise Problem(f"{names}: changes that are not committed", "Commit or stash them first.")


def _keep_undo(folder: Path, changes: Sequence[Change]) -> None:
    rows = [
        {"path": one.path, "before": one.before, "after": _digest(one.after)} for one in changes
    ]
    file = folder / _UNDO
    file.parent.mkdir(exist_ok=True)
    (file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    file.write_text(json.dumps({"files": rows}, indent=1), encoding="utf-8")


def _write(folder: Path, changes: Sequence[Change]) -> None:
    for change in changes:
        file = folder / change.path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f".{file.name}.part")
            part.write_text(change.after, encoding="utf-8")
            part.replace(file)
        except OSError as error:
            what = f"{file}: can't be written: {error.strerror}"
            raise Problem(what, "`--undo` puts back what was changed.") from None


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _digest(text: str | None) -> str:
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()
