"""What a slice was compiled for, as a short text to compare with what is live now.

In: code objects, functions, classes. Out: hexadecimal digests, equal only when the bytecode, the
constants, the names, the file's name, the place in it and simple defaults are equal. Assumes one
Python version: a digest never leaves the ABI that the cache key already names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import BuiltinFunctionType, CodeType, FunctionType

from ferrule.base.digest import sha256
from ferrule.base.records import EntryPoint
from ferrule.call.doubt import Doubt
from ferrule.call.find import find_class, find_function, find_object
from ferrule.call.trampoline import original_of

_SIMPLE = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))
_UNTOLD = frozenset(
    {
        "__dict__",
        "__weakref__",
        "__doc__",
        "__module__",
        "__qualname__",
        "__firstlineno__",
        "__static_attributes__",
        "__slotnames__",  # what pickling has found out
        "__annotations_cache__",
    }
)


def fingerprints(entries: Iterable[EntryPoint], classes: Iterable[str]) -> dict[str, str]:
    """The digest of every function and class that the entries rely on, by `module:qualname`.

    An entry that is not what was compiled has none, so that it can't be bound.
    """
    digests = {name: of_class(find_class(name)) for name in classes}
    for entry in entries:
        with suppress(Doubt):
            digests |= _of_entry(entry)
    return digests


def _of_entry(entry: EntryPoint) -> dict[str, str]:
    digests = {str(entry.func): of_function(find_function(entry.func))}
    for guard in entry.guards:
        if guard.kind in {"function", "method"}:
            digests[guard.value] = of_named(guard.value)
        elif guard.kind == "class":
            digests[guard.value] = of_class(find_class(guard.value))
    return digests


def of_named(name: str) -> str:
    """The digest of what bears this name: a Python function, or its twin in C."""
    module, _, qualname = name.partition(":")
    found = find_object(module, qualname)
    return of_twin(name) if is_twin(found, name) else of_function(plain_function(found))


def is_twin(found: object, name: str) -> bool:
    """Whether this is the C version that a library module puts in place of its own function."""
    if not isinstance(found, BuiltinFunctionType):
        return False
    module, _, qualname = name.partition(":")
    home = getattr(found, "__module__", None)
    return found.__name__ == qualname and home in (module, f"_{module}")


def of_twin(name: str) -> str:
    """The digest of a C version: there is one for each name."""
    return _digest("in C", name)


def named_function(name: str) -> FunctionType:
    """The function named `module:qualname`, behind nothing but a static or class method."""
    module, _, qualname = name.partition(":")
    return plain_function(find_object(module, qualname))


def plain_function(found: object) -> FunctionType:
    """The function itself, from a static method, class method, property or cache around it."""
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    elif isinstance(found, property):
        found = found.fget
    elif type(found).__name__ == "_lru_cache_wrapper":
        found = getattr(found, "__wrapped__", None)
    if not isinstance(found, FunctionType):
        raise Doubt(f"{found!r} is not a Python function")
    return found


def of_function(function: FunctionType) -> str:
    """The digest of a function: its original code and its defaults."""
    defaults = (function.__defaults__, _pairs(function.__kwdefaults__ or {}))
    return _digest(_code(original_of(function).__code__), _constant(defaults))


def of_code(code: CodeType) -> str:
    """The digest of a code object, to compare a file's text with what was loaded from it."""
    return _digest(_code(code))


def of_class(cls: type) -> str:
    """The digest of a class: its bases, and every attribute that it defines."""
    bases = [f"{_home(base, cls)}:{base.__qualname__}" for base in cls.__mro__[1:]]
    members = [
        f"{name}={_member(member)}"
        for name, member in sorted(vars(cls).items())
        if name not in _UNTOLD
    ]
    return _digest(cls.__qualname__, *bases, *members)


def _home(base: type, cls: type) -> str:
    """The base's module; none where it is the class's own, which may be imported by any name."""
    return "" if base.__module__ == cls.__module__ else base.__module__


def code_in(source: str, file: str, qualname: str, line: int) -> CodeType | None:
    """The code object that this text gives the function at that line, if there is one."""
    waiting = [compile(source, file, "exec", dont_inherit=True)]
    while waiting:
        code = waiting.pop()
        if code.co_qualname == qualname and code.co_firstlineno == line:
            return code
        waiting.extend(const for const in code.co_consts if isinstance(const, CodeType))
    return None


def _member(member: object) -> str:
    if isinstance(member, FunctionType):
        return _code(original_of(member).__code__)
    if isinstance(member, staticmethod | classmethod):
        return type(member).__name__ + _member(member.__func__)
    if isinstance(member, property):
        return "property" + "".join(map(_member, (member.fget, member.fset, member.fdel)))
    return _constant(member)


def _pairs(values: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(sorted(values.items()))


def _code(code: CodeType) -> str:
    facts = (
        code.co_qualname,
        code.co_filename.replace("\\", "/").rpartition("/")[2],  # in whatever folder
        code.co_firstlineno,
        code.co_flags,
        (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount),
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_code.hex(),
    )
    return _digest(repr(facts), *map(_constant, code.co_consts))


def _constant(value: object) -> str:
    if isinstance(value, CodeType):
        return _code(value)
    if type(value) in _SIMPLE:
        return repr(value)
    if type(value) is tuple:
        return f"({','.join(map(_constant, value))})"
    if type(value) is frozenset:  # its order may change from run to run
        return f"{{{','.join(sorted(map(_constant, value)))}}}"
    return f"<{type(value).__module__}.{type(value).__qualname__}>"


def _digest(*texts: str) -> str:
    state = sha256()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        state.update(b"%d:" % len(raw) + raw)
    return str(state.hexdigest()[:32])
