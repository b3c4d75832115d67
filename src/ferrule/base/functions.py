"""Functions as arguments: a name by which one is known, and the function of a name.

In: a function. Out: `module:qualname` where that name leads to it; of a lambda without variables
of its own `module:lambda …`, its text, found by its place in the source and held against its code.
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
from types import CodeType, FunctionType
from typing import Any

_LAMBDA = "<lambda>"
_LONGEST = 300  # characters of a lambda
_MOST = 400  # lambdas that are remembered
_FLAGS = 0x3EF  # all but that it stands inside a function, and what its file imports of the future
_SIMPLE = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))
_FIELDS = (
    *("co_code", "co_names", "co_varnames", "co_cellvars", "co_freevars"),
    *("co_argcount", "co_posonlyargcount", "co_kwonlyargcount"),
)


def name_of(function: FunctionType) -> str | None:
    """The name by which a function is known."""
    if function.__code__.co_name == _LAMBDA:
        return _name_of_lambda(function)
    module, qualname = function.__module__, function.__qualname__
    name = f"{module}:{qualname}"
    return name if _named(module, qualname) is function else None


def function_of(name: str) -> FunctionType | None:
    """The function that a name leads to now; of a lambda, one like it."""
    home, _, qualname = name.partition(":")
    if not qualname.startswith("lambda"):
        return _named(home, qualname)
    return revived(home, qualname) if home in sys.modules else None


def revived(home: str, text: str) -> FunctionType:
    """A lambda of this text, with the globals of that module; always the same one."""
    return _revived(home, text)


@lru_cache(maxsize=_MOST)
def _revived(home: str, text: str) -> FunctionType:
    code = compile(text, "<lambda>", "eval", dont_inherit=True)
    found = eval(code, vars(sys.modules[home]))
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


def _named(module: str, qualname: str) -> FunctionType | None:
    found: object = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, "__dict__", {}).get(part)
    return found if type(found) is FunctionType else None


# Lambdas ---------------------------------------------------------------------------------------

_texts: dict[int, tuple[CodeType, str | None]] = {}


def _name_of_lambda(function: FunctionType) -> str | None:
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
    for node in _lambdas("".join(lines), code.co_firstlineno):
        text = ast.unparse(node)
        if len(text) > _LONGEST or "\n" in text:
            continue
        made = compile(text, "<lambda>", "eval", dont_inherit=True).co_consts[0]
        if isinstance(made, CodeType) and is_same_code(made, code):
            return text
    return None


def _lambdas(text: str, line: int) -> Iterator[ast.Lambda]:
    try:
        tree = _parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda) and node.lineno == line:
            yield node


@lru_cache(maxsize=16)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


# Pickles ---------------------------------------------------------------------------------------


def reduced(function: FunctionType) -> Any:
    """How a function is pickled: by its name. Raises PicklingError where it has none."""
    name = name_of(function)
    if name is None:
        raise pickle.PicklingError(f"{function.__qualname__} has no name")
    home, _, qualname = name.partition(":")
    return (revived, (home, qualname)) if qualname.startswith("lambda") else NotImplemented


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        return reduced(value) if type(value) is FunctionType else NotImplemented


def pickled(value: object) -> bytes:
    """A value as a pickle, functions by their names."""
    buffer = io.BytesIO()
    _Pickler(buffer, -1).dump(value)
    return buffer.getvalue()
