"""`try / except / else`: a labelled block that a failing step leaves with its stop.

Before:  `try: x = int(s)` `except ValueError: x = 0`
After:   `'done: { let stop = 'attempt: { x = attempt!('attempt, int::parse(&s)); break 'done; };`
         `if stop.matches(&[ExcKind::ValueError]) { x = 0; } else { return Err(stop); } }`

The way through without a failure jumps over the handlers, so that rustc sees what is bound where.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk

MACRO = """\
/// The value of a step, or out of the labelled block with why it stopped.
macro_rules! attempt {
    ($label:lifetime, $step:expr) => {
        match $step {
            Ok(value) => value,
            Err(stop) => break $label stop,
        }
    };
}
"""


def flows(stmt: ir.Try) -> bool:
    """Whether control comes out at the end of the body and its `else`."""
    return not walk.leaves(stmt.body) and not walk.leaves(stmt.orelse)


def attempted(scene: Scene, stmt: ir.Try, is_tail: bool, write_block: Callable[..., None]) -> None:
    """A `try` statement; in tail position all its ways must leave the function."""
    done = scene.fresh("done") if flows(stmt) else ""
    opened = scene.writer.block(f"'{done}:") if done else nullcontext()
    inside = scene.within("search", done) if done else nullcontext()
    with opened, inside:
        stop = _body(scene, stmt, done, write_block)
        kept, scene.handling = scene.handling, stop
        for number, handler in enumerate(stmt.handlers):
            _handler(scene, handler, number, is_tail and not done, write_block)
        _pass_on(scene, stop, is_tail and not done, bool(stmt.handlers))
        scene.handling = kept


def _body(scene: Scene, stmt: ir.Try, done: str, write_block: Callable[..., None]) -> str:
    label, stop = scene.fresh("attempt"), scene.fresh("stop")
    # The type is told, since a body that can't stop says nothing of it.
    with scene.writer.block(f"let {stop}: Stop = '{label}:", "};"):
        with scene.within("attempt", f"'{label}"):
            write_block(scene, stmt.body)
        with scene.within("search", label):
            write_block(scene, stmt.orelse)
        if done:
            scene.writer.line(f"break '{done};")
    return stop


def _handler(
    scene: Scene,
    handler: ir.Handler,
    number: int,
    is_tail: bool,
    write_block: Callable[..., None],
) -> None:
    listed = ", ".join(f"ExcKind::{kind}" for kind in handler.kinds or ("BaseException",))
    name, stop = handler.name, scene.handling
    reads_name = name is not None and any(
        name in walk.reads(part) for part in walk.every_expr(handler.body)
    )
    scene.writer.line(f"{'} else ' if number else ''}if {stop}.matches(&[{listed}]) {{")
    with scene.writer.indented():
        if reads_name:
            scene.writer.line(f"let {name} = {stop}.message();")
        write_block(scene, handler.body, is_tail=is_tail)


def _pass_on(scene: Scene, stop: str, is_tail: bool, has_handlers: bool) -> None:
    """What no handler catches goes on outwards."""
    around = scene.attempt
    leave = f"break {around} {stop};" if around else f"return Err({stop});"
    if is_tail and not around:
        leave = f"Err({stop})"
    if not has_handlers:
        scene.writer.line(leave)
        return
    with scene.writer.block("} else"):
        scene.writer.line(leave)
