"""One contender in a process of its own.

In: on the command line the case, the extension and the import folders; then lines on standard
input, each asking for one sample. Out: one line of JSON for each. Assumes nothing about who asks;
ends when standard input does. What the program prints goes to standard error. It runs in the
interpreters of the rivals too, so it needs nothing but the standard library.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from digest import digest
from jit import compiled_while_running
from measured import Case, chosen

ENOUGH_SECONDS = 0.15  # of timed work in one sample
PATIENCE_SECONDS = 1.0  # of everything in one sample, the making of arguments included
MOST_CALLS = 30


def native_functions(module: ModuleType) -> list[str]:
    """The functions and methods of the module that have been replaced by compiled ones."""
    found = []
    for name, value in vars(module).items():
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if isinstance(value, type):
            methods = vars(value).items()
            found += [f"{name}.{m}" for m, method in methods if hasattr(method, "__wrapped__")]
        elif hasattr(value, "__wrapped__"):
            found.append(name)
    return found


def sample(function: Callable[..., Any], case: Case, module: ModuleType) -> float:
    """The median time of a few calls, each with fresh arguments."""
    times: list[float] = []
    begin = time.perf_counter()
    while not times or (
        sum(times) < ENOUGH_SECONDS
        and time.perf_counter() - begin < PATIENCE_SECONDS
        and len(times) < MOST_CALLS
    ):
        arguments = case.arguments(module)
        gc.collect()
        start = time.perf_counter()
        result = function(*arguments)
        times.append(time.perf_counter() - start)
        del result, arguments
    return statistics.median(times)


def answer(function: Callable[..., Any], case: Case, module: ModuleType) -> dict[str, Any]:
    """The first call: a digest of its result and of the arguments after it, time and memory."""
    arguments = case.arguments(module)
    begin = time.perf_counter()
    try:
        result = function(*arguments)
    except Exception as error:  # whatever a rival raises for what it can't do
        return {"problem": f"refuses: {_in_a_line(error)}"}
    seconds = time.perf_counter() - begin
    peak = peak_kb()
    return {
        "answer": digest((result, arguments)),
        "native": native_functions(module),
        "seconds": seconds,
        "peak_kb": peak,
    }


def peak_kb() -> int:
    """The most memory that this process ever held."""
    try:
        # On Linux `getrusage` also counts what the process was forked from.
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak // 1024 if sys.platform == "darwin" else peak


def _in_a_line(error: Exception) -> str:
    """What kind of error it is, and the line of it that says most."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    dull = ("Failed in nopython mode pipeline", "During:")
    telling = [line for line in lines if not line.startswith(dull)] or lines or [""]
    return f"{type(error).__name__}: {telling[0]}"[:160]


def timed_function(module: ModuleType, case: Case, extension: str) -> Callable[..., Any]:
    """The function as this contender has it."""
    if not extension:
        holder = module
    elif extension == "jit":
        holder = compiled_while_running(case.script, case.function)
    else:
        library = importlib.import_module(extension)
        inside = getattr(library, case.program, None)
        holder = inside if isinstance(inside, ModuleType) else library
    function: Callable[..., Any] = getattr(holder, case.function)
    return function


def serve(asked: TextIO, told: TextIO, case: Case, extension: str) -> None:
    """Answer each line asked: first the digest, then samples."""
    module = importlib.import_module(case.program)
    function = timed_function(module, case, extension)
    for line in asked:
        reply: dict[str, Any]
        if line.strip() == "answer":
            reply = answer(function, case, module)
        else:
            reply = {"seconds": sample(function, case, module)}
        told.write(json.dumps(reply) + "\n")
        told.flush()


def main() -> None:
    """Keep standard output for the replies alone, then serve."""
    program, extension, *folders = sys.argv[1:]
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.path[:0] = folders
    serve(sys.stdin, told, chosen((program,))[0], extension)


if __name__ == "__main__":
    main()
