"""A scalar function as a loop over arrays or lists, compiled, proved and timed like any other.

In: a live function and what its arguments come from: names of dtypes, or "str" for lists of texts.
Out: a function over whole columns, native, or the reason why there is none. The loop is a small
Python module of its own, kept as a file, so that the ordinary way through finds its text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import FunctionType
from typing import Any

from ferrule.base import types as t
from ferrule.base.diag import Refused
from ferrule.base.home import home_folder
from ferrule.base.records import FuncName, Signature
from ferrule.base.unit import Target
from ferrule.pipeline.demand import make_native
from ferrule.pipeline.slices import draft, read_unit

_RESULTS: dict[t.Type, str] = {
    t.FLOAT: "float64",
    t.INT: "int64",
    t.BOOL: "bool",
    t.STR: "str",
    t.CHAR: "str",
}
_SAMPLE = 1000  # elements that the proof begins with


@dataclass(frozen=True, slots=True)
class Loop:
    """A function over columns, and the dtype that it gives ("str": a list of texts)."""

    run: Callable[..., Any]
    result: str
    why_not: str  # why it is not native; empty where it is


class NoLoop(Exception):
    """There is no loop over this function; the message says why."""


def result_of(function: FunctionType, kinds: tuple[str, ...]) -> str:
    """The dtype of what the function gives for numbers of these kinds. Raises `NoLoop`."""
    code = function.__code__
    if "<" in code.co_qualname or "." in code.co_qualname or function.__closure__:
        raise NoLoop(f"{function.__qualname__} is no function of a module")
    if len(kinds) != code.co_argcount + code.co_kwonlyargcount:
        raise NoLoop(f"{function.__qualname__} takes {code.co_argcount} arguments")
    file = str(Path(code.co_filename).absolute())
    func = FuncName(function.__module__, code.co_qualname, file, code.co_firstlineno)
    types = tuple(map(_python_type, kinds))
    try:
        made = draft(read_unit((Target(func, (Signature(types, t.NEVER, 1),)),), {}))
    except Refused as refused:
        raise NoLoop(refused.diagnostic.message) from None
    reasons = made.reasons.get(func, ())
    entry = next((one for one in made.module.entries if one.origin == func), None)
    if reasons or entry is None:
        raise NoLoop(reasons[0].message if reasons else "it can't be native")
    result = next(one.result for one in made.module.funcs if one.name == entry.func)
    if result not in _RESULTS:
        raise NoLoop(f"{function.__qualname__} gives a {result}")
    return _RESULTS[result]


def make_loop(function: FunctionType, kinds: tuple[str, ...], given: tuple[Any, ...]) -> Loop:
    """The loop over `function` for columns like those given. Raises `NoLoop`."""
    result = result_of(function, kinds)
    name, text = _text(function, kinds, result)
    run = _loaded(name, text, function)
    why_not = make_native(run, tuple(map(_sample, given)))
    return Loop(run, result, why_not)


def _sample(column: Any) -> Any:
    """The first elements, again and again where there are few: long enough to be timed."""
    times = -(-_SAMPLE // max(len(column), 1))
    if isinstance(column, list):
        return (column * times)[:_SAMPLE]
    return _tiled(column, times)[:_SAMPLE]


def _tiled(column: Any, times: int) -> Any:
    """`np.tile`, of the NumPy that the column comes from."""
    return sys.modules["numpy"].tile(column, times)


def _python_type(kind: str) -> t.Type:
    if kind == "str":
        return t.STR
    if kind == "bool":
        return t.BOOL
    return t.FLOAT if kind.startswith("float") else t.INT


def _text(function: FunctionType, kinds: tuple[str, ...], result: str) -> tuple[str, str]:
    """The name and the text of the module with the loop."""
    name = function.__name__
    words: dict[t.Type, str] = {t.FLOAT: "float(", t.INT: "int(", t.BOOL: "bool("}
    columns = [f"column_{number}" for number in range(len(kinds))]
    items = []
    for column, kind in zip(columns, kinds, strict=True):
        word = words.get(_python_type(kind), "")
        items.append(f"{word}{column}[i]{')' if word else ''}")
    call = f"{name}({', '.join(items)})"
    lines = [
        f'"""`{name}` over columns, one element after the other."""',
        "",
        "import numpy as np",
        f"from {function.__module__} import {name}",
        "",
        "",
        f"def {name}_over({', '.join(columns)}):",
    ]
    if result == "str":
        lines += ["    made = []", f"    for i in range(len({columns[0]})):"]
        lines += [f"        made.append({call})", "    return made", ""]
    else:
        dtype = "bool" if result == "bool" else f"np.{result}"
        lines += [f"    made = np.empty(len({columns[0]}), dtype={dtype})"]
        lines += [f"    for i in range(len({columns[0]})):", f"        made[i] = {call}"]
        lines += ["    return made", ""]
    text = "\n".join(lines)
    place = "\0".join((function.__code__.co_filename, *kinds, text))
    return f"ferrule_over_{name}_{sha256(place.encode()).hexdigest()[:12]}", text


def _loaded(name: str, text: str, function: FunctionType) -> FunctionType:
    folder = Path(home_folder()) / "loops"
    file = folder / f"{name}.py"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NoLoop(f"{file}: can't be written: {error.strerror}") from None
    spec = spec_from_file_location(name, file)
    assert spec is not None
    module = module_from_spec(spec)
    exec(compile(text.replace(_importing(function), ""), str(file), "exec"), vars(module))
    vars(module)[function.__name__] = function  # where it came from another may bear its name
    sys.modules[name] = module
    found = vars(module)[f"{function.__name__}_over"]
    assert isinstance(found, FunctionType)
    return found


def _importing(function: FunctionType) -> str:
    return f"from {function.__module__} import {function.__name__}"


__all__ = ["Loop", "NoLoop", "make_loop", "result_of"]
