"""The code that a compiled function runs: hand every argument to the native builtin.

In: a Python function, a callable that takes all its parameters by position, and the names of
globals to hand in after them. Out: a code object with the signature, names and place of the
original. The callables sit in `co_consts`, so the program can't change them by a name. A global
that is not there sends the call to the original. What raises in Python must show Python's own
traceback: the trampoline takes its own line, and the redo's, out of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, CO_VARARGS, CO_VARKEYWORDS
from pathlib import Path
from textwrap import indent
from types import CodeType, FunctionType, TracebackType

from ferrule.call.doubt import Doubt

_NATIVE = "ferrule: the native builtin"
_ORIGINAL = "ferrule: the original"
_TIDY = "ferrule: the traceback is Python's own"
_OF_SUPER = ("__class__",)  # what a method that says `super()` has from the class around it
_REFUSED = (
    (CO_VARARGS, "it takes *args"),
    (CO_VARKEYWORDS, "it takes **kwargs"),
    (CO_GENERATOR, "it is a generator"),
    (CO_COROUTINE, "it is a coroutine"),
    (CO_ASYNC_GENERATOR, "it is an asynchronous generator"),
)
# A conditional whose test is known folds to its constant, without the compiler's warning that a
# string can't be called.
_BODY = """\
def stand_in({signature}):
    {doc}
    {free}
    try:
        return ({native!r} if True else 0)({arguments})
    except:
        ({tidy!r} if True else 0)()
        raise
"""
_BODY_WITH_GLOBALS = """\
def stand_in({signature}):
    {doc}
    {free}
    try:
        try:
            {globals}
        except:
            pass
        else:
            return ({native!r} if True else 0)({arguments})
        return ({original!r} if True else 0)({keywords})
    except:
        ({tidy!r} if True else 0)()
        raise
"""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Sits in the constants of a trampoline: by this it is known, and its original found."""

    original: FunctionType


def original_of(function: FunctionType) -> FunctionType:
    """The copy that holds the original code, or the function itself if it is not swapped."""
    mark = _mark_of(function.__code__)
    return function if mark is None else mark.original


def _mark_of(code: CodeType) -> Mark | None:
    last = code.co_consts[-1] if code.co_consts else None
    return last if isinstance(last, Mark) else None


def make_trampoline(
    original: FunctionType, native: Callable[..., object], captured: Sequence[str] = ()
) -> CodeType:
    """The code object that calls `native` with all parameters by position, then the globals."""
    code = original.__code__
    for flag, reason in _REFUSED:
        if code.co_flags & flag:
            raise Doubt(reason)
    if code.co_freevars not in ((), _OF_SUPER):
        raise Doubt(f"it uses variables of an outer function: {', '.join(code.co_freevars)}")
    names = parameters(code)
    text = (_BODY_WITH_GLOBALS if captured else _BODY).format(
        signature=_signature(code),
        free="if False: __class__" if code.co_freevars else "",
        doc=repr(original.__doc__) if isinstance(original.__doc__, str) else "",
        native=_NATIVE,
        original=_ORIGINAL,
        arguments=", ".join((*names, *captured)),
        keywords=", ".join((*names[: code.co_argcount], *_by_name(code))),
        globals=", ".join(captured),
        tidy=_TIDY,
    )
    return _dress(_compiled(text, code), original, native)


def _by_name(code: CodeType) -> list[str]:
    return [f"{name}={name}" for name in parameters(code)[code.co_argcount :]]


def parameters(code: CodeType) -> tuple[str, ...]:
    """All parameters by name: positional, then keyword-only."""
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _signature(code: CodeType) -> str:
    names: list[str] = list(parameters(code))
    if code.co_kwonlyargcount:
        names.insert(code.co_argcount, "*")
    if code.co_posonlyargcount:
        names.insert(code.co_posonlyargcount, "/")
    return ", ".join(names)


def _compiled(text: str, code: CodeType) -> CodeType:
    if code.co_freevars:  # its cell is the function's, so that the code has to ask for one too
        text = f"def around():\n    __class__ = None\n{indent(text, '    ')}"
    made = compile(text, code.co_filename, "exec", dont_inherit=True)
    for _ in range(2 if code.co_freevars else 1):
        (made,) = (const for const in made.co_consts if isinstance(const, CodeType))
    if made.co_freevars != code.co_freevars:
        raise Doubt("its variables of an outer function are laid out otherwise")
    return made


def _dress(made: CodeType, original: FunctionType, native: Callable[..., object]) -> CodeType:
    code = original.__code__
    values: dict[str, object] = {_NATIVE: native, _ORIGINAL: original, _TIDY: _tidy_traceback}
    consts = (values.get(x, x) if isinstance(x, str) else x for x in made.co_consts)
    return made.replace(
        co_name=code.co_name,
        co_qualname=code.co_qualname,
        co_firstlineno=code.co_firstlineno,
        co_flags=made.co_flags | code.co_flags,
        co_linetable=_one_line(len(made.co_code) // 2),
        co_consts=(*consts, Mark(original)),
    )


def _one_line(units: int) -> bytes:
    """A location table that puts every instruction on the line of the `def`."""
    no_columns = 0x80 | 13 << 3  # the form with a line delta only; then its length less one
    sizes = [8] * (units // 8) + [units % 8] * (units % 8 > 0)
    return b"".join(bytes((no_columns | size - 1, 0)) for size in sizes)


def _tidy_traceback() -> None:
    """Drop our own lines from the traceback of the exception being handled.

    Only where the original's line follows them: what comes from a native run has no other line.
    """
    error = sys.exc_info()[1]
    if error is None or error.__traceback__ is None:
        return
    mark = _mark_of(error.__traceback__.tb_frame.f_code)
    shown: TracebackType | None = error.__traceback__
    while shown is not None and _is_ours(shown.tb_frame.f_code):
        shown = shown.tb_next
    if shown is not None and mark and shown.tb_frame.f_code is mark.original.__code__:
        error.__traceback__ = shown


_OUR_FOLDER = Path(_tidy_traceback.__code__.co_filename).parent


def _is_ours(code: CodeType) -> bool:
    return _mark_of(code) is not None or Path(code.co_filename).parent == _OUR_FOLDER
