"""A function's arguments, read from its frame.

In: a frame, at its start or in the middle of its work. Out: the values of its parameters, or None.
Assumes, before Python 3.13, that the caller made sure that no trace function is at work on the
frame: there `f_locals` is a copy, kept by the frame, that a trace function writes back.
"""

from __future__ import annotations

import dis
import inspect
import sys
from functools import lru_cache
from types import CodeType, FrameType

_IS_COPY = sys.version_info < (3, 13)
_FUNCTION = inspect.CO_OPTIMIZED | inspect.CO_NEWLOCALS
_GENERATOR = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_LOOKERS = frozenset({"locals", "vars", "eval", "exec", "dir", "_getframe", "currentframe"})
_DEEP = 200  # frames looked at
_REBINDING = ("STORE_FAST", "DELETE_FAST", "STORE_DEREF", "DELETE_DEREF")


def is_function(code: CodeType) -> bool:
    """Whether this code is a function's body, not a module's or a class's."""
    return code.co_flags & _FUNCTION == _FUNCTION


def is_generator(code: CodeType) -> bool:
    """Whether a call only makes a generator or a coroutine."""
    return bool(code.co_flags & _GENERATOR)


def parameters(code: CodeType) -> tuple[str, ...]:
    """Names of all parameters: positional, keyword-only, then `*args` and `**kwargs`."""
    count = code.co_argcount + code.co_kwonlyargcount
    count += bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_varnames[:count]


def at_call(frame: FrameType) -> tuple[object, ...] | None:
    """The arguments of a call that has just begun."""
    held = frame.f_locals
    names = parameters(frame.f_code)
    if not all(name in held for name in names):
        return None
    return tuple(held[name] for name in names)


def in_progress(frame: FrameType) -> tuple[object, ...] | None:
    """What the parameters of a call that is under way hold now."""
    code = frame.f_code
    if not is_function(code) or not _LOOKERS.isdisjoint(code.co_names):
        return None
    arguments = at_call(frame)
    drop_copy(frame)
    return arguments


def drop_copy(frame: FrameType) -> None:
    """Empty the copy of the locals that reading them made, so that it keeps no object alive."""
    if _IS_COPY and is_function(frame.f_code) and _LOOKERS.isdisjoint(frame.f_code.co_names):
        frame.f_locals.clear()


def outermost(frame: FrameType) -> FrameType:
    """The frame of the call that began this recursion, as far as one looks; else the frame."""
    found, before = frame, frame.f_back
    for _ in range(_DEEP):
        if before is None:
            break
        if _is_same_function(before.f_code, frame.f_code):
            found = before
        before = before.f_back
    return found


def _is_same_function(first: CodeType, second: CodeType) -> bool:
    """Whether two codes are one function's, though one of them tells of its calls."""
    place, name = second.co_firstlineno, second.co_name
    return first is second or (
        (first.co_firstlineno, first.co_name) == (place, name)
        and first.co_filename == second.co_filename
    )


@lru_cache(maxsize=512)
def is_rebinding(code: CodeType) -> bool:
    """Whether a parameter may hold another value than at the call."""
    return not rebound_names(code).isdisjoint(parameters(code))


def rebound_names(code: CodeType) -> frozenset[str]:
    """Names that a function, or one nested in it, may bind again."""
    found: set[str] = set()
    for step in dis.get_instructions(code):
        if step.opname.startswith(_REBINDING):
            names = step.argval if isinstance(step.argval, tuple) else (step.argval,)
            found.update(map(str, names))
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= rebound_names(inner) & set(code.co_cellvars)
    return frozenset(found)


def has_raised(frame: FrameType) -> bool:
    """Whether a frame that is being left is left by an exception, not by a value."""
    return dis.opname[frame.f_code.co_code[frame.f_lasti]] not in (
        "RETURN_VALUE", "RETURN_CONST", "RETURN_GENERATOR", "YIELD_VALUE",
    )  # fmt: skip


def is_start(frame: FrameType) -> bool:
    """Whether a generator's frame runs for the first time, rather than after a `yield`."""
    code, at = frame.f_code.co_code, frame.f_lasti
    return dis.opname[code[at]] == "RESUME" and not code[at + 1] & 3
