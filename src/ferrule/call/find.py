"""From a name to the live object: functions and classes of modules that are loaded already.

In: names as the records spell them. Out: the live object, or `Doubt`. Imports nothing and runs no
code of the program: attributes are read from the dictionaries of modules and classes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FunctionType

from ferrule.base.records import FuncName
from ferrule.call.doubt import Doubt


def find_object(module: str, qualname: str) -> object:
    """The object of that qualified name in a loaded module, descriptors not called."""
    if module not in sys.modules:
        raise Doubt(f"module {module} is not loaded")
    found: object = sys.modules[module]
    for name in qualname.split("."):
        found = _member(found, name)
    return found


def _member(owner: object, name: str) -> object:
    if name == "<locals>":
        raise Doubt("a function made inside another function has no fixed name")
    if isinstance(owner, type) and name.startswith("__") and not name.endswith("__"):
        name = f"_{owner.__name__.lstrip('_')}{name}"  # private names are stored like that
    namespace = getattr(owner, "__dict__", None)
    if not namespace or name not in namespace:
        raise Doubt(f"{owner!r} has no {name}")
    found: object = namespace[name]
    return found


def find_class(name: str) -> type:
    """The class named `module:qualname`, if what bears the name is that class."""
    module, _, qualname = name.partition(":")
    found = find_object(module, qualname)
    if not isinstance(found, type) or (found.__module__, found.__qualname__) != (module, qualname):
        raise Doubt(f"{name} is another object now")
    return found


def methods_of(name: str) -> list[FuncName]:
    """The functions that a class defines itself; none if nothing bears its name."""
    try:
        members = vars(find_class(name)).values()
    except Doubt:
        return []
    plain = (_inner(member) or member for member in members)
    return [_name(member) for member in plain if isinstance(member, FunctionType)]


def _name(function: FunctionType) -> FuncName:
    code = function.__code__
    file = code.co_filename
    return FuncName(function.__module__, code.co_qualname, file, code.co_firstlineno)


def find_function(func: FuncName) -> FunctionType:
    """The live function, looked for behind static methods, properties and wrappers."""
    found = find_object(func.module, func.qualname)
    for _ in range(20):
        if isinstance(found, FunctionType) and _is_place(found, func):
            return found
        found = _inner(found)
        if found is None:
            break
    raise Doubt(f"{func} is another function now")


def _is_place(function: FunctionType, func: FuncName) -> bool:
    code = function.__code__
    if code.co_qualname != func.qualname or code.co_firstlineno != func.line:
        return False
    return code.co_filename == func.file or Path(code.co_filename).absolute() == Path(func.file)


def _inner(wrapper: object) -> object:
    if isinstance(wrapper, staticmethod | classmethod):
        return wrapper.__func__
    if isinstance(wrapper, property):
        return wrapper.fget
    namespace = getattr(wrapper, "__dict__", {})
    return namespace.get("__wrapped__")
