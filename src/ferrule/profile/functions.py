"""From a function's name to the live function object, through modules and classes.

In: a `FuncName`. Out: the function whose code it is, also behind decorators that keep it. Assumes
that the module has been imported; nothing is imported or executed here.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from types import FunctionType, ModuleType

from ferrule.base.records import FuncName

_MOST = 64  # values looked at behind one name


def find_function(name: FuncName) -> FunctionType | None:
    """The live function of this name, or None if it can't be reached by name."""
    module = sys.modules.get(name.module)
    if not isinstance(module, ModuleType):
        return None
    found: object = module
    for part in name.qualname.split("."):
        space = getattr(found, "__dict__", None) if isinstance(found, ModuleType | type) else None
        if space is None or part not in space:
            return None
        found = space[part]
    return next((one for one in _layers(found) if _is_it(one, name)), None)


def _is_it(function: FunctionType, name: FuncName) -> bool:
    code = function.__code__
    return (code.co_qualname, code.co_filename, code.co_firstlineno) == (
        name.qualname,
        name.file,
        name.line,
    )


def _layers(entry: object) -> Iterator[FunctionType]:
    """The functions in a class's or a module's entry, the outermost first."""
    waiting, seen = deque([entry]), {id(entry)}
    while waiting and len(seen) < _MOST:
        value = waiting.popleft()
        if isinstance(value, FunctionType):
            yield value
        for inner in _next_layer(value):
            if id(inner) not in seen:
                seen.add(id(inner))
                waiting.append(inner)


def _next_layer(value: object) -> Iterator[object]:
    if isinstance(value, staticmethod | classmethod):
        yield value.__func__
    elif isinstance(value, property):
        yield from (value.fget, value.fset, value.fdel)
    elif isinstance(value, FunctionType):
        for cell in value.__closure__ or ():
            try:
                yield cell.cell_contents
            except ValueError:  # an empty cell
                continue
    wrapped = _own_wrapped(value)
    if wrapped is not None:
        yield wrapped


def _own_wrapped(value: object) -> object:
    try:
        return object.__getattribute__(value, "__dict__").get("__wrapped__")
    except AttributeError:
        return None
