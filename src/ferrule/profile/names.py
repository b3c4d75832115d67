"""Which function a code object is, and whose.

In: code objects and files. Out: names, and whose they are: Ferrule's, a library's, the program's.
Assumes that Ferrule's own files are where this one is.
"""

from __future__ import annotations

import os
from types import CodeType, TracebackType

from ferrule.base.records import FuncName

_OURS = os.path.dirname(os.path.dirname(__file__)) + os.sep  # noqa: PTH120 - as in co_filename
_COMMAND_LINE = _OURS + "cli.py"
_LIBRARY = os.path.dirname(os.__file__) + os.sep  # noqa: PTH120 - as in co_filename
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


def is_ours(code: CodeType) -> bool:
    """Whether this code is Ferrule itself."""
    return code.co_filename.startswith(_OURS)


def is_command_line(code: CodeType) -> bool:
    """Whether this code is where Ferrule itself begins."""
    return code.co_filename == _COMMAND_LINE


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
