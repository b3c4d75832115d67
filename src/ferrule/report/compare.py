"""Two whole runs of a program, side by side: equal, or where they differ first.

Comes in: what the program wrote to stdout and its exit status, in Python alone and with native
code. Goes out: one sentence for a person and a yes or no. Runs nothing.
"""

from __future__ import annotations

from ferrule.base.answers import Execution
from ferrule.base.render import printable

_SHOWN = 60  # characters of a differing line


def is_equal(without: Execution, native: Execution) -> bool:
    """Whether the two runs can't be told apart by output and exit status."""
    return (without.output, without.status) == (native.output, native.status)


def describe(without: Execution, native: Execution) -> str:
    """`outputs equal (1,204 bytes)`, or the first difference."""
    if is_equal(without, native):
        return f"outputs equal ({len(without.output):,} bytes), exit status {without.status}"
    if without.output == native.output:
        return f"exit status differs: {without.status} in Python, {native.status} native"
    return _first_difference(without.output, native.output)


def _first_difference(expected: bytes, actual: bytes) -> str:
    ours, theirs = expected.split(b"\n"), actual.split(b"\n")
    for number, (left, right) in enumerate(zip(ours, theirs, strict=False), 1):
        if left != right:
            difference = f"{_shown(left)} in Python, {_shown(right)} native"
            return f"output differs on line {number}: {difference}"
    longer = "Python" if len(ours) > len(theirs) else "native"
    return f"output differs: {longer} goes on after line {min(len(ours), len(theirs))}"


def _shown(line: bytes) -> str:
    text = printable(line.decode("utf-8", "backslashreplace"))
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")
