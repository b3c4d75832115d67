"""`%load_ext ferrule`: `%%ferrule` on a cell of Python, `%%rust` on a cell of Rust.

In: the text of a cell. Out: names in the notebook: functions that are native where they can be,
with the table that says so; the functions and classes of the Rust. Assumes IPython, which loads it.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from ferrule import pipeline
from ferrule.api import FerruleWarning, rust
from ferrule.base.home import home_folder
from ferrule.base.problem import Problem

_ARM = "_ferrule_arm"  # the decorator's name while a cell runs
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext ferrule` calls."""
    shell.register_magic_function(_python_magic(shell), "cell", "ferrule")
    shell.register_magic_function(_rust_magic(shell), "cell", "rust")


def _python_magic(shell: Any) -> Any:
    def magic(line: str, cell: str) -> None:
        """Run this cell; its functions become native at their first call."""
        namespace = shell.user_ns
        armed = run_python(cell, namespace)
        print(table(armed), file=sys.stderr)

    return magic


def _rust_magic(shell: Any) -> Any:
    def magic(line: str, cell: str) -> None:
        """Build this cell; its #[pyfunction]s and #[pyclass]es are names of the notebook."""
        try:
            shell.user_ns.update(rust_names(cell))
        except Problem as problem:
            print(problem.what, problem.remedy, sep="\n  ", file=sys.stderr)
            raise _Quiet(problem.what.splitlines()[0]) from None

    return magic


class _Quiet(Exception):
    """A cell that can't be built: what is wrong has been shown; the notebook shows one line."""

    def _render_traceback_(self) -> list[str]:
        return [f"The cell was not built: {self}"]


# Python ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Armed:
    """A function of a cell, and why it stays in Python, as far as that is known."""

    function: FunctionType
    waiting: CodeType  # its code while it waits for the first call
    reasons: tuple[str, ...] = ()


def run_python(cell: str, namespace: dict[str, Any]) -> tuple[Armed, ...]:
    """Run the cell with every function armed; what became of each."""
    file = _kept(cell, ".py")
    tree = ast.parse(cell, str(file))
    for node in _functions(tree.body):
        name = ast.Name(_ARM, ast.Load())
        node.decorator_list.append(ast.copy_location(name, node))
    last = _take_value(tree)
    made: list[Armed] = []

    def arm(function: Any) -> Any:
        armed = rust(function)
        if isinstance(function, FunctionType):
            made.append(Armed(function, function.__code__))
        return armed

    code = compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FerruleWarning)
        namespace[_ARM] = arm
        try:
            exec(code, namespace)
            value = eval(compile(last, str(file), "eval"), namespace) if last else None
        finally:
            namespace.pop(_ARM, None)
            said = [str(one.message) for one in caught if one.category is FerruleWarning]
            for one in caught:
                if one.category is not FerruleWarning:
                    warnings.showwarning(one.message, one.category, one.filename, one.lineno)
    sys.displayhook(value)
    return tuple(_told(one, said) for one in made)


def _told(one: Armed, said: list[str]) -> Armed:
    """With what a warning said of it."""
    name = f" {one.function.__qualname__} stays"
    return replace(one, reasons=tuple(text for text in said if name in text))


def _functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a cell, and the methods of its classes; not what is inside of those."""
    for node in body:
        if isinstance(node, _DEFINITIONS):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body)


def _take_value(tree: ast.Module) -> ast.Expression | None:
    """The cell's last expression, taken off: a notebook shows its value."""
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        return None
    statement = tree.body.pop()
    assert isinstance(statement, ast.Expr)
    return ast.fix_missing_locations(ast.Expression(statement.value))


def table(armed: tuple[Armed, ...]) -> str:
    """What became of the functions, one line each."""
    if not armed:
        return "ferrule: no function is defined in this cell"
    width = max(len(one.function.__qualname__) for one in armed)
    lines = []
    for one in armed:
        if one.reasons:
            told = "Python: " + one.reasons[-1].partition(" stays in Python: ")[2]
        elif one.function.__code__ is one.waiting:
            told = "native at its first call, if it can be"
        else:
            told = "native"
        lines.append(f"{one.function.__qualname__:{width}}  {told}")
    return "\n".join(lines)


# Rust ------------------------------------------------------------------------------------------


def rust_names(cell: str) -> dict[str, object]:
    """Build the cell and load it; what it offers, by name."""
    name, library = pipeline.rust_cell(_kept(cell, ".rs"))
    loader = ExtensionFileLoader(name, str(library))
    module = loader.create_module(ModuleSpec(name, loader, origin=str(library)))
    loader.exec_module(module)
    return {key: value for key, value in vars(module).items() if not key.startswith("_")}


def _kept(text: str, suffix: str) -> Path:
    """The cell as a file: tools show its lines, and the same cell is built once."""
    folder = Path(home_folder()) / "cells"
    file = folder / f"cell_{sha256(text.encode()).hexdigest()[:12]}{suffix}"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Problem(f"{file}: can't be written: {error.strerror}", "Set FERRULE_HOME.") from None
    return file
