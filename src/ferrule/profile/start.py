"""What `python` does before a program's first line: `sys.argv`, `sys.path`, the `__main__` module.

In: a `Program`. Out: a function that runs it. Assumes that the interpreter put one entry of its own
at the head of `sys.path`, unless it was told not to.
"""

from __future__ import annotations

import io
import os
import runpy
import subprocess
import sys
import tokenize
from collections.abc import Callable
from importlib.machinery import SourceFileLoader, SourcelessFileLoader
from importlib.util import find_spec
from pathlib import Path
from pkgutil import get_importer
from types import CodeType, ModuleType

from ferrule.base.problem import Problem
from ferrule.base.program import Program

Body = Callable[[], object]
Compiler = Callable[[bytes, str], CodeType]


def prepare(program: Program, compiler: Compiler | None = None) -> Body:
    """Make `sys.argv`, `sys.path` and `__main__` ready; what comes back runs the program.

    `compiler` makes a script's code from its text and its file, where not Python itself is to.
    """
    program = resolve(program)
    if program.kind == "module":
        return _module(program)
    return _script(program, compiler)


def resolve(program: Program) -> Program:
    """A command as the script or the module that stands behind it; others as they are."""
    if program.kind != "command":
        return program
    beside = Path(sys.executable).parent / program.target
    for path in (beside, Path(program.target)):
        if path.is_file() and _is_python(path):
            return Program("script", str(path), program.arguments)
    if program.target.isidentifier() and find_spec(program.target) is not None:
        return Program("module", program.target, program.arguments)
    raise Problem(
        f"{program.target}: neither a Python command of this environment nor a module",
        f"install it beside {sys.executable}, or name a script: ferrule run SCRIPT",
    )


def _is_python(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline(200)
    return first.startswith(b"#!") and b"python" in first


def _module(program: Program) -> Body:
    sys.argv = ["-m", *program.arguments]
    _set_path(str(Path.cwd()))
    _new_main()
    run: Callable[[str], object] = runpy._run_module_as_main  # type: ignore[attr-defined]
    return lambda: run(program.target)


def _script(program: Program, compiler: Compiler | None) -> Body:
    path = program.target
    sys.argv = [path, *program.arguments]
    if get_importer(path) is not None:
        return _folder(path)
    try:
        with io.open_code(str(Path(path).absolute())) as file:
            text = file.read()
    except OSError as problem:
        raise Problem(f"{path}: {problem.strerror}", "name a Python file that exists") from problem
    _set_path(str(Path(path).resolve().parent))
    return _run_text(_absolute(path), text, compiler)


def _folder(path: str) -> Body:
    if sys.path[:1] and not sys.flags.safe_path:
        sys.path[0] = _absolute(path)
    else:
        sys.path.insert(0, _absolute(path))
    _new_main()
    run: Callable[[str, bool], object] = runpy._run_module_as_main  # type: ignore[attr-defined]
    return lambda: run("__main__", False)


def _run_text(file: str, text: bytes, compiler: Compiler | None) -> Body:
    main = _new_main()
    loader = (SourcelessFileLoader if file.endswith(".pyc") else SourceFileLoader)("__main__", file)
    space = vars(main)
    space.update(__file__=file, __cached__=None, __loader__=loader, __annotations__={})

    def body() -> None:
        if not file.endswith(".pyc") and not _is_readable(text):
            raise SystemExit(_refused_by_python())
        exec(_compile(file, text, loader, compiler), space)

    return body


def _is_readable(text: bytes) -> bool:
    try:
        text.decode(tokenize.detect_encoding(io.BytesIO(text).readline)[0])
    except (SyntaxError, ValueError, LookupError):
        return False
    return b"\0" not in text


def _refused_by_python() -> int:
    """The status of the interpreter on this script: it has words of its own for such a text."""
    flags: list[str] = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
    sys.stdout.flush()
    return subprocess.run([sys.executable, *flags, *sys.argv], check=False).returncode


def _compile(
    file: str,
    text: bytes,
    loader: SourceFileLoader | SourcelessFileLoader,
    compiler: Compiler | None,
) -> CodeType:
    if isinstance(loader, SourcelessFileLoader):
        code = loader.get_code("__main__")
        assert code is not None
        return code
    if compiler is not None:
        return compiler(text, file)
    return compile(text, file, "exec", dont_inherit=True)


def _new_main() -> ModuleType:
    main = ModuleType("__main__")
    vars(main)["__builtins__"] = sys.modules["builtins"]
    sys.modules["__main__"] = main
    return main


def _set_path(first: str) -> None:
    if not sys.flags.safe_path:
        sys.path[:1] = [first]


def _absolute(path: str) -> str:
    # Joined, not normalised: as the interpreter shows it in `__file__` and tracebacks.
    return path if os.path.isabs(path) else os.path.join(os.getcwd(), path)  # noqa: PTH117, PTH118, PTH109
