"""A thread's stack, copied: the functions on it, without the frames.

In: a frame. Out: steps, top first, Ferrule's own cut off at both ends, and the line of the topmost.
Assumes little time: as long as a frame is held, all that it holds lives, though its function may
have ended; so the copy is made quickly and the frames are let go.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType, FrameType
from typing import TypeAlias

from ferrule.profile.names import is_command_line, is_ours

DEEPEST = 1000  # frames walked; below that the stack is cut
_FOLDED = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>", "<lambda>"})

Step: TypeAlias = tuple[CodeType, str]  # a function's code and the module of its globals


@dataclass(frozen=True, slots=True)
class Stack:
    """What a thread was doing: functions, top first, and the line that the topmost was at."""

    steps: list[Step]
    line: int


def copy_stack(frame: FrameType | None) -> Stack | None:
    """The program's own part of a stack; None if there is none."""
    while frame is not None and is_ours(frame.f_code):
        if is_command_line(frame.f_code):
            return None  # below it is what called Ferrule
        frame = frame.f_back
    if frame is None:
        return None
    line = frame.f_lineno or frame.f_code.co_firstlineno  # some places have no line
    steps: list[Step] = []
    while frame is not None and len(steps) < DEEPEST and not is_ours(frame.f_code):
        steps.append(step_of(frame))
        frame = frame.f_back
    return Stack(steps, line)


def step_of(frame: FrameType) -> Step:
    """A frame's code and module."""
    name = dict.get(frame.f_globals, "__name__")
    return frame.f_code, name if isinstance(name, str) else "?"


def user_frames(frame: FrameType | None, most: int) -> list[FrameType]:
    """The program's own frames below this one, for whoever runs in the same thread."""
    frames: list[FrameType] = []
    while frame is not None and len(frames) < most and not is_ours(frame.f_code):
        frames.append(frame)
        frame = frame.f_back
    return frames


def holder(steps: list[Step], index: int) -> int:
    """The index of the step that one counts for: itself, or for a comprehension its function."""
    code = steps[index][0]
    if code.co_name not in _FOLDED:
        return index
    home = code.co_qualname.rpartition(".<locals>.")[0] or "<module>"
    for below in range(index + 1, len(steps)):
        other = steps[below][0]
        if other.co_filename == code.co_filename and other.co_qualname == home:
            return holder(steps, below)
    return index
