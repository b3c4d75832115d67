"""Loops as statements: labels, polls, and the block around a loop with its `else`.

In: a `while` or `for` statement. Out: lines of Rust. The statements inside are written by the
function that is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from ferrule.base.types import INT, STR, List
from ferrule.emit import rust
from ferrule.emit.jumps import body_label, search_frame
from ferrule.emit.loops import Pattern, Walk, is_by_cursor, pattern, stepping, walked
from ferrule.emit.parts import in_parts, write_poll
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk

WriteBlock: TypeAlias = Callable[..., None]


def write_while(scene: Scene, stmt: ir.While, write_block: WriteBlock) -> None:
    """`while` and its `else`."""
    endless = isinstance(stmt.test, ir.Const) and stmt.test.value is True
    with _Search(scene, stmt):
        label = body_label(scene, stmt)
        head = f"'{label}: " if label else ""
        with scene.within("loop", label):
            test = "" if endless else f" {scene.value(stmt.test)}"
            with scene.writer.block(f"{head}{'loop' if endless else 'while'}{test}"):
                _poll(scene, stmt.polls)
                write_block(scene, stmt.body)
        if not endless:
            write_block(scene, stmt.orelse)


def write_for(scene: Scene, stmt: ir.For, write_block: WriteBlock) -> None:
    """`for` and its `else`."""
    with _Search(scene, stmt):
        label = body_label(scene, stmt)
        head = f"'{label}: " if label else ""
        scene.copies_slices = stmt.is_stepped and _walks_slice(stmt.iter)
        if stmt.is_stepped and not scene.copies_slices:
            _stepped(scene, stmt, label, write_block)
            write_block(scene, stmt.orelse)
            return
        stmt = replace(stmt, iter=_known_before(scene, stmt.iter))
        if stmt.in_parts:
            _in_parts(scene, stmt, write_block)
            write_block(scene, stmt.orelse)
            return
        found = walked(scene, stmt.iter, stmt.target)
        scene.copies_slices = False
        bound = pattern(scene, stmt.target, found, _used(stmt))
        head += f"for {bound.text} in {found.text}"
        with scene.within("loop", label), scene.writer.block(head):
            _poll(scene, stmt.polls)
            for line in bound.after:
                scene.writer.line(line)
            write_block(scene, stmt.body)
        write_block(scene, stmt.orelse)


def _known_before(scene: Scene, node: ir.Iter) -> ir.Iter:
    """What a walk asks of what the loop may change: nothing of it stays borrowed meanwhile."""

    def known(name: str, value: ir.Expr) -> ir.Expr:
        if not any(map(scene.is_heap, walk.every_part(value))):
            return value
        text = scene.value(value)
        local = ir.Local(scene.fresh(name), value.type, value.span, last=True)
        scene.writer.line(f"let {local.name} = {text};")
        return local

    match node:
        case ir.OverRange(start=start, stop=stop, step=step):
            return ir.OverRange(known("start", start), known("stop", stop), known("step", step))
        case ir.OverReversed(iter=inner) | ir.OverEnumerate(iter=inner):
            return replace(node, iter=_known_before(scene, inner))
        case ir.OverZip(iters=iters):
            return replace(node, iters=tuple(_known_before(scene, one) for one in iters))
        case ir.Over(value=value) if _is_made(scene, value):
            return ir.Over(known("walked", value))
        case _:
            return node


def _is_made(scene: Scene, value: ir.Expr) -> bool:
    """Whether a list is made for the walk alone."""
    match value:
        case ir.Apply(op=op, type=List()):
            is_slice = op.name.startswith("slice")
            return not op.borrows and (scene.copies_slices or not is_slice)
        case ir.Sort() | ir.Collect() | ir.Call():
            return isinstance(value.type, List)
        case _:
            return False


def _in_parts(scene: Scene, stmt: ir.For, write_block: WriteBlock) -> None:
    assert isinstance(stmt.iter, ir.OverRange)
    label = scene.fresh("turns") if walk.breaks(stmt.body) else ""
    head = f"'{label}: " if label else ""
    bound = pattern(scene, stmt.target, Walk("", "", "value", INT), _used(stmt))
    changed = walk.assigned(stmt.body)
    with in_parts(scene, stmt.iter, bound.text, head, changed), scene.within("parts", label):
        for line in bound.after:
            scene.writer.line(line)
        write_block(scene, stmt.body)


def _walks_slice(node: ir.Iter) -> bool:
    match node:
        case ir.Over(value=ir.Apply(op=op)):
            return op.name.startswith("slice")
        case ir.Over(value=value):
            return value.type == STR
        case ir.OverEnumerate(iter=inner) | ir.OverReversed(iter=inner):
            return _walks_slice(inner)
        case _:
            return False


def _stepped(scene: Scene, stmt: ir.For, label: str, write_block: WriteBlock) -> None:
    """A loop that changes what it walks: nothing stays borrowed between two elements."""
    place = scene.fresh("place")
    found = stepping(scene, stmt.iter, stmt.target, place)
    used = _used(stmt)
    start = "0"
    if is_by_cursor(stmt.iter) and isinstance(stmt.iter, ir.Over | ir.OverItems):
        start = f"{rust.as_receiver(scene.expr(stmt.iter.value))}.cursor()"
    scene.writer.line(f"let mut {place} = {start};")
    if is_by_cursor(stmt.iter):
        bound = _from_cursor(scene, stmt, found, used)
        lines = bound.after
    elif not found.parts:
        bound = pattern(scene, stmt.target, found, used)
        lines = bound.after
    else:
        assert isinstance(stmt.target, ir.Spread)
        index, item = stmt.target.items
        bound = pattern(scene, item, found.parts[1], used)
        first = pattern(scene, index, found.parts[0], used)
        lines = [*bound.after]
        if first.text != "_":
            lines = [f"let {first.text} = {found.chain};", *first.after, *bound.after]
    head = f"'{label}: " if label else ""
    head += f"while let Some({bound.text}) = {found.text}"
    with scene.within("loop", label), scene.writer.block(head):
        _poll(scene, stmt.polls)
        for line in lines:
            scene.writer.line(line)
        write_block(scene, stmt.body)


def _from_cursor(scene: Scene, stmt: ir.For, found: Walk, used: frozenset[str]) -> Pattern:
    """The pattern for what a cursor gives: keys of sets, keys and values of dicts."""
    if not found.parts or found.chain not in ("key", "value"):
        return pattern(scene, stmt.target, found, used)
    number = 0 if found.chain == "key" else 1
    inner = pattern(scene, stmt.target, found.parts[number], used)
    texts = ["_", "_"]
    texts[number] = inner.text
    return Pattern(f"({', '.join(texts)})", inner.after)


def _used(stmt: ir.For) -> frozenset[str]:
    """The names that the body looks at or binds anew."""
    return frozenset(walk.assigned(stmt.body)).union(
        *(walk.reads(part) for part in walk.every_expr(stmt.body))
    )


def _poll(scene: Scene, polls: bool) -> None:
    if polls:
        write_poll(scene)


class _Search:
    """A labelled block around a loop with its `else`, which a `break` has to jump over."""

    def __init__(self, scene: Scene, stmt: ir.While | ir.For) -> None:
        self.scene = scene
        self.label = scene.fresh("search") if stmt.orelse and walk.breaks(stmt.body) else ""

    def __enter__(self) -> None:
        if self.label:
            self.scene.writer.line(f"'{self.label}: {{")
            self.scene.writer.depth += 1
            self.scene.frames.append(search_frame(self.label))

    def __exit__(self, *_: object) -> None:
        if self.label:
            self.scene.frames.pop()
            self.scene.writer.depth -= 1
            self.scene.writer.line("}")
