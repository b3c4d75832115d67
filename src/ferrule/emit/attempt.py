"""`try / except / else`: a labelled block that a failing step leaves with its error.

Before:  `try: x = int(s)` `except ValueError: x = 0`
After:   `let outcome = 'attempt: { x = attempt!('attempt, int::parse(&s)); Ok(()) };` and a match.
"""

from __future__ import annotations

from collections.abc import Callable

from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk

MACRO = """\
/// The value of a step, or out of the labelled block with its error.
macro_rules! attempt {
    ($label:lifetime, $step:expr) => {
        match $step {
            Ok(value) => value,
            Err(stop) => break $label Err(stop),
        }
    };
}
"""


def attempted(
    scene: Scene, stmt: ir.Try, is_tail: bool, write_block: Callable[..., None]
) -> None:
    """A `try` statement."""
    label = scene.fresh("attempt")
    outcome = scene.fresh("outcome")
    with scene.writer.block(f"let {outcome}: Res<()> = '{label}:", "};"):
        with scene.within("attempt", f"'{label}"):
            write_block(scene, stmt.body)
        if not walk.leaves(stmt.body):
            scene.writer.line("Ok(())")
    stop = scene.fresh("stop")
    kept, scene.handling = scene.handling, stop
    with scene.writer.block(f"match {outcome}"):
        if stmt.orelse or is_tail:
            with scene.writer.block("Ok(()) =>"):
                write_block(scene, stmt.orelse, is_tail=is_tail)
        else:
            scene.writer.line("Ok(()) => {}")
        for handler in stmt.handlers:
            _handler(scene, handler, stop, is_tail, write_block)
        around = scene.attempt
        leave = f"break {around} Err({stop})" if around else f"return Err({stop})"
        scene.writer.line(f"Err({stop}) => {leave},")
    scene.handling = kept


def _handler(
    scene: Scene,
    handler: ir.Handler,
    stop: str,
    is_tail: bool,
    write_block: Callable[..., None],
) -> None:
    kinds = handler.kinds or ("BaseException",)
    listed = ", ".join(f"ExcKind::{kind}" for kind in kinds)
    name = handler.name
    reads_name = name is not None and any(
        name in walk.reads(part) for part in walk.every_expr(handler.body)
    )
    with scene.writer.block(f"Err({stop}) if {stop}.matches(&[{listed}]) =>"):
        if reads_name:
            scene.writer.line(f"let {name} = {stop}.message();")
        write_block(scene, handler.body, is_tail=is_tail)
