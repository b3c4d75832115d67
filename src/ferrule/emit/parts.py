"""A long loop of quick turns, taken in parts: between two of them it looks for Ctrl-C.

Before:  `for i in range(n): …`
After:   `for first in (0..n).step_by(4096) { interrupt::poll()?; for i in first..… { … } }`

In: the range, and the pattern of its target. Out: the two loops, within which the body is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ferrule.emit import rust
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir

# How many quick turns pass between two looks for Ctrl-C.
_PART = 4096
_FAR = 2**63 - 1  # where `itertools.count` would end: nothing is smaller than what saturates


def write_poll(scene: Scene) -> None:
    """A look for Ctrl-C."""
    scene.writer.line(f"{scene.tried('interrupt::poll()').text};")


@contextmanager
def in_parts(
    scene: Scene, over: ir.OverRange, pattern: str, head: str, changed: frozenset[str]
) -> Iterator[None]:
    """The loops; `changed` are the locals that the body binds."""
    first = scene.fresh("first")
    stop = scene.value(over.stop, rust.POSTFIX)
    is_name = isinstance(over.stop, ir.Local) and over.stop.name not in changed
    if not is_name and not isinstance(over.stop, ir.Const):
        held = scene.fresh("stop")
        scene.writer.line(f"let {held} = {scene.value(over.stop)};")
        stop = held
    start = scene.value(over.start, rust.RANGE + 1)
    if isinstance(over.start, ir.Const) and isinstance(over.stop, ir.Const):
        stop = f"{stop.removesuffix('_i64')}_i64"
    with scene.writer.block(f"{head}for {first} in ({start}..{stop}).step_by({_PART})"):
        write_poll(scene)
        last = f"{first}.saturating_add({_PART})"
        if not (isinstance(over.stop, ir.Const) and over.stop.value == _FAR):
            last = f"{stop}.min({last})"
        inner = f"for {pattern} in {first}..{last}"
        with scene.writer.block(inner):
            yield
