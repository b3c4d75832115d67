"""Which function a code object is: from frames to `FuncName`s.

In: live frames. Out: names, and the codes of a stack with comprehensions folded into the function
that holds them. Assumes that code objects are told apart by identity: equal ones may be two.
"""

from __future__ import annotations

import os
from types import CodeType, FrameType, TracebackType

from ferrule.base.records import FuncName

_OURS = os.path.dirname(os.path.dirname(__file__)) + os.sep  # noqa: PTH120 - as in co_filename
_LIBRARY = os.path.dirname(os.__file__) + os.sep  # noqa: PTH120 - as in co_filename
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
_FOLDED = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>", "<lambda>"})
DEEPEST = 1000  # frames walked; below that the stack is cut


def is_ours(code: CodeType) -> bool:
    """Whether this code is Ferrule itself."""
    return code.co_filename.startswith(_OURS)


def is_our_file(file: str) -> bool:
    """Whether a file belongs to Ferrule."""
    return file.startswith(_OURS)


def is_library(file: str) -> bool:
    """Whether a file belongs to the standard library or an installed package."""
    return file.startswith((_LIBRARY, "<")) or any(part in file for part in _INSTALLED)


def name_of(code: CodeType, module: str) -> FuncName:
    """The name of a function whose globals belong to `module`."""
    return FuncName(module, code.co_qualname, code.co_filename, code.co_firstlineno)


def is_our_failure(trace: TracebackType | None) -> bool:
    """Whether an exception was raised by our work, not by a signal handler of the program's."""
    is_ours_so_far = True
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        is_ours_so_far = file.startswith(_OURS) or (is_ours_so_far and file.startswith(_LIBRARY))
        trace = trace.tb_next
    return is_ours_so_far


def module_of(frame: FrameType) -> str:
    """The module that a frame's globals belong to."""
    name = frame.f_globals.get("__name__")
    return name if isinstance(name, str) else "?"


def user_stack(frame: FrameType | None) -> list[FrameType]:
    """The program's own frames, top first: Ferrule's frames on top and below are cut off."""
    while frame is not None and is_ours(frame.f_code):
        frame = frame.f_back
    stack: list[FrameType] = []
    while frame is not None and len(stack) < DEEPEST and not is_ours(frame.f_code):
        stack.append(frame)
        frame = frame.f_back
    return stack


def holder(stack: list[FrameType], index: int) -> int:
    """The index of the frame that a stack's entry counts for: itself, or a comprehension's home."""
    code = stack[index].f_code
    if code.co_name not in _FOLDED:
        return index
    home = code.co_qualname.rpartition(".<locals>.")[0] or "<module>"
    for below in range(index + 1, len(stack)):
        other = stack[below].f_code
        if other.co_filename == code.co_filename:
            if other.co_qualname == home:
                return below
            if other.co_name in _FOLDED and home == other.co_qualname:
                return holder(stack, below)
    return index
