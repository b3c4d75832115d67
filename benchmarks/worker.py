"""One contender in a process of its own.

In: on the command line the case, the extension and the import folders; then lines on standard
input, each asking for one sample. Out: one line of JSON for each. Assumes nothing about who asks;
ends when standard input does. What the example prints goes to standard error.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any, TextIO

from digest import digest
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


def answer(function: Callable[..., Any], case: Case, module: ModuleType) -> str:
    """A digest of the result and of the arguments after the call."""
    arguments = case.arguments(module)
    return digest((function(*arguments), arguments))


def serve(asked: TextIO, told: TextIO, case: Case, extension: str) -> None:
    """Answer each line asked: first the digest, then samples."""
    module = importlib.import_module(case.example)
    holder = getattr(importlib.import_module(extension), case.example) if extension else module
    function = getattr(holder, case.function)
    for line in asked:
        reply: dict[str, Any]
        if line.strip() == "answer":
            reply = {"answer": answer(function, case, module)}
            reply["native"] = native_functions(module)
        else:
            reply = {"seconds": sample(function, case, module)}
        told.write(json.dumps(reply) + "\n")
        told.flush()


def main() -> None:
    """Keep standard output for the replies alone, then serve."""
    example, extension, *folders = sys.argv[1:]
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.path[:0] = folders
    serve(sys.stdin, told, chosen((example,))[0], extension)


if __name__ == "__main__":
    main()
