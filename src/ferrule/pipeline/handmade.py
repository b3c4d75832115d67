"""Hand-written Rust: from a `.rs` file to a library that Python imports, or to a program that runs.

In: a file and settings. Out: a path in the cache, or what is wrong at which line. What was built is
remembered with everything that it was made from, so an unchanged file starts no tool.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from ferrule.base.problem import Problem
from ferrule.base.program import Program
from ferrule.base.settings import Settings
from ferrule.crate import CrateError, Single
from ferrule.handwritten import RustError, read, recall
from ferrule.pipeline.handbuilt import made

_FAILED = 1  # the exit status of a file that rustc refused


def module_for_import(file: str, fullname: str) -> str:
    """The library of a module; raises `ImportError`, chained with what rustc or cargo said."""
    name = fullname.rpartition(".")[2]
    try:
        return str(module_library(Path(file), name, Settings()))
    except RustError as error:
        place = f"{error.file}:{error.line}:{error.column}"
        raise ImportError(f"{place}: {error.message}", name=fullname, path=file) from _bare(error)
    except (Problem, CrateError) as error:
        remedy = error.remedy if isinstance(error, Problem) else error.advice
        words = ". ".join(filter(None, (error.args[0].removesuffix(f". {remedy}"), remedy)))
        raise ImportError(words, name=fullname, path=file) from _bare(error)


def _bare(error: Exception) -> Exception:
    """Without our own lines: its words are what the user can act on."""
    return error.with_traceback(None)


def module_library(file: Path, name: str, settings: Settings) -> Path:
    """The library of the file as it is now, to be imported under this name."""
    kind = f"module {name}"
    found = recall(str(file), kind, str(settings.cache) if settings.cache else None)
    if found is not None:
        return Path(found)
    text = _text(file)
    reading = read(text)
    if reading.module is None:
        if not reading.functions and not reading.classes:
            what = f"{file}:1: the file has neither a #[pymodule] nor a #[pyfunction]"
            raise Problem(what, "Mark what Python is to see with #[pyfunction] or #[pyclass].")
    elif reading.module != name:
        what = (
            f"{file}:{reading.line}: its #[pymodule] is {reading.module!r}, and the file {name!r}"
        )
        raise Problem(what, f'Rename one, or write #[pyo3(name = "{name}")] above it.')
    functions = tuple(f"{name}:{one}" for one in (*reading.functions, *reading.classes))
    single = Single(file, name, is_program=False, functions=functions)
    return made(single, kind, (text, reading), settings)


def program_file(file: Path, settings: Settings) -> Path:
    """The program of the file as it is now."""
    found = recall(str(file), "program", str(settings.cache) if settings.cache else None)
    if found is not None:
        return Path(found)
    text = _text(file)
    reading = read(text)
    if not reading.has_main:
        what = f"{file}:1: the file has no `fn main()`"
        raise Problem(what, "A module is imported: `import ferrule.hook`, then `import` its name.")
    name = "".join(char if char.isalnum() and char.isascii() else "_" for char in file.stem)
    single = Single(file, f"m{name}" if name[:1].isdigit() else name, is_program=True)
    return made(single, "program", (text, reading), settings)


def run_rust(program: Program, settings: Settings) -> NoReturn:
    """Build a Rust program and become it."""
    file = Path(program.target).absolute()
    try:
        built = program_file(file, settings)
    except RustError as error:
        raise Problem(error.rendered, "", _FAILED) from None
    except CrateError as error:
        raise Problem(f"{file}: {error.what}", error.advice) from None
    command = [str(built), *program.arguments]
    variables = {**os.environ, **_interpreter(file)}
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(built, command, variables)
    raise SystemExit(subprocess.run(command, env=variables, check=False).returncode)


def _interpreter(file: Path) -> Mapping[str, str]:
    """What lets an embedded interpreter be this environment's, with the file's folder on its path.

    It looks for `python3` on PATH, and for `pyvenv.cfg` beside that, as the real one does.
    """
    paths = [str(file.parent), os.environ.get("PYTHONPATH", "")]
    found = {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    folder = Path(sys.executable).parent
    found["PATH"] = os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])
    if sys.platform == "win32":
        found["PYTHONHOME"] = sys.base_prefix
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{file}: can't be read: {error}", "A Rust file is text in UTF-8.") from None


def rust_cell(file: Path, settings: Settings | None = None) -> tuple[str, Path]:
    """The module's name and the library of a notebook's cell; raises `Problem`."""
    reading = read(_text(file))
    name = reading.module or file.stem
    try:
        return name, module_library(file, name, settings or Settings())
    except RustError as error:
        raise Problem(error.rendered, "", _FAILED) from None
    except CrateError as error:
        raise Problem(f"{file}: {error.what}", error.advice) from None
