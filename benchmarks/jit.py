"""A program whose functions Numba compiles while it runs, from the untouched source.

Usage: python benchmarks/jit.py PROGRAM.py FUNCTION [ARGS]     (in an environment with Numba)

In: a program and its timed function. Out: the program's module, in which that function and those
that it calls are `@njit`; as a script, what the program prints. Assumes that Numba is installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from kernel import functions


def compiled_while_running(script: Path, function: str) -> ModuleType:
    """A copy of the module in which Numba compiles what it is asked for at the first call."""
    numba = importlib.import_module("numba")
    spec = importlib.util.spec_from_file_location(f"jit_{script.stem}", script)
    if spec is None or spec.loader is None:
        raise ImportError(f"{script} is not a module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    for name in functions(script.read_text(encoding="utf-8"), function):
        setattr(module, name, numba.njit(getattr(module, name)))
    return module


def main() -> None:
    """Run the program with its hot part compiled."""
    script, function, *arguments = sys.argv[1:]
    sys.argv = [script, *arguments]
    sys.path.insert(0, str(Path(script).parent))
    compiled_while_running(Path(script), function).main()


if __name__ == "__main__":
    main()
