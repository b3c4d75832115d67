"""Functions as arguments: a name by which one is known, and the function of a name.

In: a function. Out: `module:qualname` where that name leads to it, C functions too; of others that
see no variables of a function around them `module:lambda …` or `module:def …`: the text, found by
its place in the source and held against the code.
Nothing of the program's runs. Where a name can't be promised, there is none.
"""

from __future__ import annotations

import ast
import io
import linecache
import pickle
import sys
from collections.abc import Iterator
from functools import lru_cache
from types import BuiltinFunctionType, CodeType, FunctionType
from typing import Any

_LAMBDA = "<lambda>"
_NAMED = "found = {}"
_LONGEST = 600  # characters of a text
_MOST = 400  # texts that are remembered
_FLAGS = 0x3EF  # all but that it stands inside a function, and what its file imports of the future
_SIMPLE = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))
_FIELDS = (
    *("co_code", "co_names", "co_varnames", "co_cellvars", "co_freevars"),
    *("co_argcount", "co_posonlyargcount", "co_kwonlyargcount"),
)


def name_of(function: FunctionType | BuiltinFunctionType) -> str | None:
    """The name by which a function is known."""
    module, qualname = function.__module__, function.__qualname__
    if _named(module, qualname) is function:
        return f"{module}:{qualname}"
    return _name_by_text(function) if isinstance(function, FunctionType) else None


def function_of(name: str) -> FunctionType | BuiltinFunctionType | None:
    """The function that a name leads to now; of a text, one like it."""
    home, _, qualname = name.partition(":")
    if not is_text(qualname):
        return _named(home, qualname)
    return revived(home, qualname) if home in sys.modules else None


def is_text(qualname: str) -> bool:
    """Whether this is a function's own text."""
    return qualname.startswith(("lambda ", "lambda:", "def "))


def revived(home: str, text: str) -> FunctionType:
    """A function of this text, with the globals of that module; always the same one."""
    return _revived(home, text)


@lru_cache(maxsize=_MOST)
def _revived(home: str, text: str) -> FunctionType:
    made: dict[str, object] = {}
    code = compile(
        _NAMED.format(text) if text.startswith("lambda") else text,
        "<text>",
        "exec",
        dont_inherit=True,
    )
    exec(code, vars(sys.modules[home]), made)
    (found,) = made.values()
    assert isinstance(found, FunctionType)
    return found


def is_bare(function: FunctionType) -> bool:
    """Whether a function has no defaults and no variables of a function around it."""
    return not (function.__closure__ or function.__defaults__ or function.__kwdefaults__)


def is_same_code(first: CodeType, second: CodeType) -> bool:
    """Whether two code objects do the same, wherever they stand."""
    if any(getattr(first, name) != getattr(second, name) for name in _FIELDS):
        return False
    if (first.co_flags ^ second.co_flags) & _FLAGS:
        return False
    return _constants(first.co_consts) == _constants(second.co_consts) is not None


def _constants(values: tuple[object, ...]) -> str | None:
    """Constants as text that tells 1 from 1.0; None where there are others than plain ones."""
    found: list[str] = []
    for value in values:
        if type(value) is tuple:
            inner = _constants(value)
            if inner is None:
                return None
            found.append(f"({inner})")
        elif type(value) in _SIMPLE:
            found.append(f"{type(value).__name__} {value!r}")
        else:
            return None
    return ", ".join(found)


def _named(module: str, qualname: str) -> FunctionType | BuiltinFunctionType | None:
    found: object = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, "__dict__", {}).get(part)
    return found if isinstance(found, FunctionType | BuiltinFunctionType) else None


# Texts ---------------------------------------------------------------------------------------

_texts: dict[int, tuple[CodeType, str | None]] = {}


def _name_by_text(function: FunctionType) -> str | None:
    home = function.__globals__.get("__name__")
    if not is_bare(function) or type(home) is not str or home not in sys.modules:
        return None
    code = function.__code__
    known = _texts.get(id(code))
    if known is None or known[0] is not code:
        if len(_texts) >= _MOST:
            _texts.clear()
        known = _texts[id(code)] = (code, _text_of(code))
    return f"{home}:{known[1]}" if known[1] is not None else None


def _text_of(code: CodeType) -> str | None:
    lines = linecache.getlines(code.co_filename)
    for node in _functions("".join(lines), code):
        text = ast.unparse(node)
        if len(text) > _LONGEST:
            continue
        consts = compile(text, "<text>", "exec", dont_inherit=True).co_consts
        made = next((one for one in consts if isinstance(one, CodeType)), None)
        if made is not None and is_same_code(made, code):
            return text
    return None


def _functions(text: str, code: CodeType) -> Iterator[ast.Lambda | ast.FunctionDef]:
    try:
        tree = _parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if getattr(node, "lineno", 0) != code.co_firstlineno:
            continue
        match node:
            case ast.Lambda() if code.co_name == _LAMBDA:
                yield node
            case ast.FunctionDef(name=code.co_name, decorator_list=[]):
                yield node


@lru_cache(maxsize=16)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


# Pickles ---------------------------------------------------------------------------------------


def reduced(function: FunctionType | BuiltinFunctionType) -> Any:
    """How a function is pickled: by its name. Raises PicklingError where it has none."""
    name = name_of(function)
    if name is None:
        raise pickle.PicklingError(f"{function.__qualname__} has no name")
    home, _, qualname = name.partition(":")
    return (revived, (home, qualname)) if is_text(qualname) else NotImplemented


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        return reduced(value) if isinstance(value, FunctionType) else NotImplemented


def pickled(value: object) -> bytes:
    """A value as a pickle, functions by their names."""
    buffer = io.BytesIO()
    _Pickler(buffer, -1).dump(value)
    return buffer.getvalue()
