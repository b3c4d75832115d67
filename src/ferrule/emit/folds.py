"""`sum any all min max` over generator expressions and iterables.

In: a `Fold`. Out: a call of the runtime's function on the elements, or for `any` and `all` a test
that stops at the first hit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ferrule.base.types import BIGINT, COMPLEX, FLOAT, INT, NUMBER
from ferrule.emit import rust
from ferrule.emit.collect import chained, loops
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk


def folded(scene: Scene, node: ir.Fold) -> Rust:
    """A fold."""
    match node.kind:
        case "any" | "all":
            return _found(scene, node)
        case "next":
            return _first(scene, node)
        case "sum":
            return _summed(scene, node)
        case _:
            return _extreme(scene, node)


def _found(scene: Scene, node: ir.Fold) -> Rust:
    items = _chain(scene, node) or ""
    head, arrow, test = items.rpartition(".map(|")
    if arrow and items.endswith(")"):
        return Rust(f"{head}.{node.kind}(|{test[:-1]})")
    return _searched(scene, node)


def _chain(scene: Scene, node: ir.Fold) -> str | None:
    """The elements as an iterator; None where something on the way may stop the slice."""
    return None if node.polls else chained(scene, node.element, node.clauses)


def _searched(scene: Scene, node: ir.Fold) -> Rust:
    name = scene.fresh("found")
    label = scene.fresh("search") if len(node.clauses) > 1 or node.in_parts else ""
    is_any = node.kind == "any"

    def body() -> None:
        test = scene.value(node.element, rust.BLOCK if is_any else rust.UNARY)
        with scene.writer.block(f"if {test}" if is_any else f"if !{test}"):
            scene.writer.line(f"{name} = {'true' if is_any else 'false'};")
            scene.writer.line(f"break '{label};" if label else "break;")

    start = f"let mut {name} = {'false' if is_any else 'true'};"
    return _looped(scene, node, start, body, name, label)


def _looped(
    scene: Scene, node: ir.Fold, start: str, body: Callable[[], None], last: str, label: str = ""
) -> Rust:
    """A block with loops: a first line, what is done with each element, and the value."""
    with scene.writer.captured() as lines, scene.writer.block(""):
        scene.writer.line(start)
        loops(scene, node, walk.reads(node.element), body, label)
        scene.writer.line(last)
    return Rust("\n".join(lines), rust.BLOCK, copy=scene.is_copy(node.type))


def _first(scene: Scene, node: ir.Fold) -> Rust:
    """The first element, or what stands for it where there is none."""
    chain = _chain(scene, node)
    copy = scene.is_copy(node.type)
    if chain is not None:
        return _or_else(scene, node, f"{chain}.next()")
    name = scene.fresh("first")
    label = scene.fresh("search") if len(node.clauses) > 1 or node.in_parts else ""

    def body() -> None:
        scene.writer.line(f"{name} = Some({scene.value(node.element)});")
        scene.writer.line(f"break '{label};" if label else "break;")

    start = f"let mut {name}: Option<{scene.rust_type(node.type)}> = None;"
    last = rust.by_value(_or_else(scene, node, name))
    return replace(_looped(scene, node, start, body, last, label), copy=copy)


def _or_else(scene: Scene, node: ir.Fold, found: str) -> Rust:
    copy = scene.is_copy(node.type)
    if node.start is None:
        return scene.tried(f"{found}.ok_or_else(builtins::no_next)", copy=copy)
    default = scene.value(node.start)
    if isinstance(node.start, ir.Const) and copy:
        return Rust(f"{found}.unwrap_or({default})", copy=copy)
    return Rust(f"{found}.unwrap_or_else(|| {default})", copy=copy)


# Sums ------------------------------------------------------------------------------------------


def _summed(scene: Scene, node: ir.Fold) -> Rust:
    if node.type == BIGINT:
        return _sum_of_any_size(scene, node)
    match node.element.type:
        case kind if kind == INT:
            return _sum_of_ints(scene, node)
        case kind if kind == FLOAT:
            piece = _sum_of_floats(scene, node)
            if node.start is None and node.type == NUMBER:
                return Rust(f"Number::Float({rust.by_value(piece)})")
            return piece
        case kind if kind == COMPLEX:
            return _sum_of_complex(scene, node)
        case _:
            return _sum_of_numbers(scene, node)


def _sum_of_complex(scene: Scene, node: ir.Fold) -> Rust:
    """Added up by the runtime; where no chain gives the items, from a list."""
    function = "complex::sum" if node.start is not None else "complex::sum_of_some"
    more = f", {scene.value(node.start)}" if node.start is not None else ""
    chain = _chain(scene, node)
    if chain is not None:
        return scene.tried(f"{function}({chain}{more})")
    name = scene.fresh("items")

    def body() -> None:
        scene.writer.line(f"{name}.push({scene.value(node.element)});")

    last = scene.tried(f"{function}({name}{more})").text
    return _looped(scene, node, f"let mut {name} = Vec::new();", body, last)


def _sum_of_ints(scene: Scene, node: ir.Fold) -> Rust:
    chain = _chain(scene, node)
    start = "" if node.start is None else scene.value(node.start)
    if chain is not None:
        call = f"sum_from({chain}, {start})" if start else f"sum({chain})"
        return scene.tried(f"builtins::{call}")
    name = scene.fresh("total")
    is_count = isinstance(node.element, ir.Const) and node.element.value == 1

    def body() -> None:
        if is_count and not start:
            # There are never more elements than fit into memory or are counted by a range.
            scene.writer.line(f"{name} += 1;")
            return
        step = scene.tried(f"int::add({name}, {scene.value(node.element)})").text
        scene.writer.line(f"{name} = {step};")

    return _looped(scene, node, f"let mut {name}: i64 = {start or '0'};", body, name)


def _sum_of_any_size(scene: Scene, node: ir.Fold) -> Rust:
    chain = _chain(scene, node)
    start = "" if node.start is None else scene.value(node.start)
    if chain is not None:
        call = f"sum_wide_from({chain}, {start})" if start else f"sum_wide({chain})"
        return Rust(f"builtins::{call}", copy=False)
    name = scene.fresh("total")

    def body() -> None:
        scene.writer.line(f"{name} += {scene.value(node.element)};")

    return _looped(scene, node, f"let mut {name} = {start or 'Int::ZERO'};", body, name)


def _sum_of_floats(scene: Scene, node: ir.Fold) -> Rust:
    chain = _chain(scene, node)
    start = "" if node.start is None else scene.value(node.start)
    if chain is not None and start:
        return Rust(f"builtins::sum_float_from({chain}, {start})")
    if chain is not None:
        # The sum of no floats is the int 0: the runtime asks for a redo then.
        return scene.tried(f"builtins::sum_float({chain})")
    name = scene.fresh("total")
    first = f"let mut {name} = builtins::FloatSum::{f'from({start})' if start else 'new()'};"

    def body() -> None:
        scene.writer.line(f"{name}.add({scene.value(node.element)});")

    last = f"{name}.value()" if start else scene.tried(f"{name}.of_some()").text
    return _looped(scene, node, first, body, last)


def _sum_of_numbers(scene: Scene, node: ir.Fold) -> Rust:
    """Of ints and floats together."""
    chain = _chain(scene, node)
    start = "Number::Int(0)" if node.start is None else scene.value(node.start)
    if chain is not None:
        return scene.tried(f"number::sum({chain}, {start})")
    name = scene.fresh("total")

    def body() -> None:
        step = scene.tried(f"{name}.add({scene.value(node.element)})").text
        scene.writer.line(f"{step};")

    return _looped(
        scene, node, f"let mut {name} = number::Sum::from({start});", body, f"{name}.value()"
    )


# The least and the greatest ----------------------------------------------------------------------


def _extreme(scene: Scene, node: ir.Fold) -> Rust:
    chain = _chain(scene, node)
    default = None if node.start is None else scene.value(node.start)
    if chain is None:
        return _best(scene, node, default)
    copy = scene.is_copy(node.type)
    if default is None:
        return scene.tried(f"builtins::{node.kind}({chain})", copy=copy)
    name = scene.fresh("items")
    best = scene.tried(f"builtins::{node.kind}({name})", copy=copy)
    test = f"if {name}.peek().is_some() {{ {best.text} }} else {{ {default} }}"
    items = f"{chain}.into_iter().peekable()"
    if ".borrow()" in chain:  # which has to last as long as its items do
        return Rust(f"match {items} {{ mut {name} => {test} }}", rust.BLOCK, copy=copy)
    return Rust(rust.block([f"let mut {name} = {items};"], test), rust.BLOCK, copy=copy)


def _best(scene: Scene, node: ir.Fold, default: str | None) -> Rust:
    """The best so far, in a loop."""
    name = scene.fresh("least" if node.kind == "min" else "most")

    def body() -> None:
        step = f"builtins::{node.kind}_so_far(&mut {name}, {scene.value(node.element)})"
        scene.writer.line(f"{scene.tried(step).text};")

    last = f"{name}.ok_or_else(builtins::no_{node.kind})"
    last = scene.tried(last).text if default is None else f"{name}.unwrap_or_else(|| {default})"
    kind = scene.rust_type(node.element.type)
    return _looped(scene, node, f"let mut {name}: Option<{kind}> = None;", body, last)
