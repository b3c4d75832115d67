"""`sum any all min max` over generator expressions and iterables.

In: a `Fold`. Out: a call of the runtime's function on the elements, or for `any` and `all` a test
that stops at the first hit.
"""

from __future__ import annotations

from ferrule.base.types import BIGINT, FLOAT, INT, NUMBER
from ferrule.emit import rust
from ferrule.emit.collect import chained, loops, values
from ferrule.emit.rust import Rust
from ferrule.emit.scene import MustNotStop, Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk


def folded(scene: Scene, node: ir.Fold) -> Rust:
    """A fold."""
    match node.kind:
        case "any" | "all":
            return _found(scene, node)
        case "sum":
            return _summed(scene, node)
        case _:
            return _extreme(scene, node)


def _found(scene: Scene, node: ir.Fold) -> Rust:
    try:
        with scene.closure(may_stop=False):
            items = values(scene, node.element, node.clauses)
    except MustNotStop:
        return _searched(scene, node)
    head, arrow, test = items.rpartition(".map(|")
    if arrow and items.endswith(")") and len(node.clauses) == 1 and not items.startswith("{"):
        return Rust(f"{head}.{node.kind}(|{test[:-1]})")
    return _searched(scene, node)


def _searched(scene: Scene, node: ir.Fold) -> Rust:
    name = scene.fresh("found")
    label = scene.fresh("search") if len(node.clauses) > 1 else ""
    is_any = node.kind == "any"

    def body() -> None:
        test = scene.value(node.element, rust.BLOCK if is_any else rust.UNARY)
        with scene.writer.block(f"if {test}" if is_any else f"if !{test}"):
            scene.writer.line(f"{name} = {'true' if is_any else 'false'};")
            scene.writer.line(f"break '{label};" if label else "break;")

    with scene.writer.captured() as lines, scene.writer.block(""):
        scene.writer.line(f"let mut {name} = {'false' if is_any else 'true'};")
        loops(scene, node.clauses, walk.reads(node.element), body, label)
        scene.writer.line(name)
    return Rust("\n".join(lines), rust.BLOCK)


def _summed(scene: Scene, node: ir.Fold) -> Rust:
    kind = node.element.type
    if node.type == BIGINT:
        return _summed_wide(scene, node)
    if kind == INT and chained(scene, node.element, node.clauses) is None:
        return _added(scene, node)
    items = values(scene, node.element, node.clauses)
    start = None if node.start is None else scene.value(node.start)
    if kind == INT:
        call = f"sum({items})" if start is None else f"sum_from({items}, {start})"
        return scene.tried(f"builtins::{call}")
    if kind != FLOAT:
        raise ValueError(f"no sum of {kind}")
    if start is not None and node.start is not None and node.start.type == FLOAT:
        return Rust(f"builtins::sum_float_from({items}, {start})")
    if start is not None:
        raise ValueError("a sum of floats that starts with an int")
    # The sum of no floats is the int 0: the runtime asks for a redo then.
    piece = scene.tried(f"builtins::sum_float({items})")
    return Rust(f"Number::Float({piece.text})") if node.type == NUMBER else piece


def _summed_wide(scene: Scene, node: ir.Fold) -> Rust:
    items = values(scene, node.element, node.clauses)
    if node.start is None:
        return Rust(f"builtins::sum_wide({items})", copy=False)
    return Rust(f"builtins::sum_wide_from({items}, {scene.value(node.start)})", copy=False)


def _added(scene: Scene, node: ir.Fold) -> Rust:
    """A sum of ints whose elements may stop the slice."""
    name = scene.fresh("total")
    is_count = isinstance(node.element, ir.Const) and node.element.value == 1

    def body() -> None:
        if is_count and node.start is None:
            # There are never more elements than fit into memory or are counted by a range.
            scene.writer.line(f"{name} += 1;")
            return
        step = scene.tried(f"int::add({name}, {scene.value(node.element)})").text
        scene.writer.line(f"{name} = {step};")

    with scene.writer.captured() as lines, scene.writer.block(""):
        start = "0" if node.start is None else scene.value(node.start)
        scene.writer.line(f"let mut {name}: i64 = {start};")
        loops(scene, node.clauses, walk.reads(node.element), body)
        scene.writer.line(name)
    return Rust("\n".join(lines), rust.BLOCK)


def _extreme(scene: Scene, node: ir.Fold) -> Rust:
    items = values(scene, node.element, node.clauses)
    copy = scene.is_copy(node.type)
    if node.start is None:
        return scene.tried(f"builtins::{node.kind}({items})", copy=copy)
    name = scene.fresh("items")
    best = scene.tried(f"builtins::{node.kind}({name})", copy=copy)
    default = scene.value(node.start)
    test = f"if {name}.peek().is_some() {{ {best.text} }} else {{ {default} }}"
    text = rust.block([f"let mut {name} = {items}.into_iter().peekable();"], test)
    return Rust(text, rust.BLOCK, copy=copy)
