"""A function's code with one call put before its first step: the arguments go to a recorder.

In: a code object of CPython 3.11 and a recorder. Out: the same code with a prologue; everything
else (lines, jumps, exception table, names) is as before. Assumes that jumps are relative and that
every instruction has its own entry in the table of lines, as the compiler of 3.11 writes them.
"""

from __future__ import annotations

import dis
from collections.abc import Callable
from types import CodeType

_UNIT = 2  # bytes
_LONG = 0xFF  # the largest argument of an instruction without a prefix
_NO_LINE = 15  # the kind of an entry in the table of lines that tracers do not see
_MOST_UNITS = 8  # covered by one such entry


def with_prologue(
    code: CodeType, names: tuple[str, ...], recorder: Callable[..., object]
) -> CodeType | None:
    """The code that first calls `recorder` with these variables; None if that can't be done."""
    at = _after_resume(code)
    if at is None or len(names) > _LONG:
        return None
    steps = _steps(code, names)
    units = len(steps) // _UNIT
    lines = _lines(code.co_linetable, at // _UNIT, units)
    if lines is None:
        return None
    return code.replace(
        co_code=code.co_code[:at] + steps + code.co_code[at:],
        co_consts=(*code.co_consts, recorder),
        co_stacksize=max(code.co_stacksize, len(names) + 2),
        co_linetable=lines,
        co_exceptiontable=_exceptions(code, at, len(steps)),
    )


def _after_resume(code: CodeType) -> int | None:
    for step in dis.get_instructions(code):
        if step.opname == "RESUME":
            return step.offset + _UNIT
    return None


def _steps(code: CodeType, names: tuple[str, ...]) -> bytes:
    steps = _step("PUSH_NULL", 0) + _step("LOAD_CONST", len(code.co_consts))
    local_names = code.co_varnames
    extra = tuple(name for name in code.co_cellvars if name not in local_names)
    for name in names:
        if name in code.co_cellvars:
            steps += _step("LOAD_DEREF", (local_names + extra + code.co_freevars).index(name))
        else:
            steps += _step("LOAD_FAST", local_names.index(name))
    return steps + _step("PRECALL", len(names)) + _step("CALL", len(names)) + _step("POP_TOP", 0)


def _step(name: str, argument: int) -> bytes:
    step = bytes((dis.opmap[name], argument & _LONG))
    while argument > _LONG:
        argument >>= 8
        step = bytes((dis.opmap["EXTENDED_ARG"], argument & _LONG)) + step
    entries: tuple[int, ...] = dis._inline_cache_entries  # type: ignore[attr-defined]
    return step + bytes(_UNIT * entries[dis.opmap[name]])


def _lines(table: bytes, before: int, units: int) -> bytes | None:
    """The table of lines with `units` more, on no line, after `before` units."""
    position = covered = 0
    while covered < before:
        covered += (table[position] & 7) + 1
        position += 1
        while position < len(table) and not table[position] & 0x80:
            position += 1
    if covered != before:
        return None
    added = bytearray()
    while units > 0:
        some = min(units, _MOST_UNITS)
        added.append(0x80 | _NO_LINE << 3 | some - 1)
        units -= some
    return table[:position] + bytes(added) + table[position:]


def _exceptions(code: CodeType, at: int, size: int) -> bytes:
    entries = dis._parse_exception_table(code)  # type: ignore[attr-defined]
    moved = bytearray()
    for entry in entries:
        start, end, target = (
            place + size if place >= at else place
            for place in (entry.start, entry.end, entry.target)
        )
        kind = entry.depth << 1 | entry.lasti
        numbers = (start // _UNIT, (end - start) // _UNIT, target // _UNIT, kind)
        for index, number in enumerate(numbers):
            moved += _number(number, 0 if index else 0x80)
    return bytes(moved)


def _number(value: int, mark: int) -> bytes:
    """Six bits to a byte, the largest first; all but the last byte carry a flag."""
    parts = [value & 63]
    while value > 63:
        value >>= 6
        parts.append(value & 63 | 64)
    parts.reverse()
    parts[0] |= mark
    return bytes(parts)
