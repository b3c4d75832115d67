"""Comprehensions.

In: a `Collect`. Out: an iterator chain where nothing inside can stop the slice, else a block with
loops.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ferrule.base.types import INT, Dict, List, Set
from ferrule.emit import rust
from ferrule.emit.loops import Walk, pattern, walked
from ferrule.emit.parts import in_parts, write_poll
from ferrule.emit.room import count_of
from ferrule.emit.rust import Rust
from ferrule.emit.scene import MustNotStop, Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk

_COLLECT = re.compile(r"\.collect::<[^()]*>\(\)$")


def collected(scene: Scene, node: ir.Collect) -> Rust:
    """A comprehension."""
    if node.parallel:
        return _side_by_side(scene, node)
    chain = None
    if not node.polls:
        chain = chained(scene, node.elements[0], node.clauses, *node.elements[1:])
    if chain is not None:
        if chain.endswith(".iter().copied()") and isinstance(node.type, List):
            return Rust(f"{chain.removesuffix('.iter().copied()')}.to_vec()", copy=False)
        return Rust(f"{chain}.collect::<{_generic(scene, node)}>()", copy=False)
    return _looped(scene, node)


def _side_by_side(scene: Scene, node: ir.Collect) -> Rust:
    """Its items are worked out on all cores."""
    clause = node.clauses[0]
    found = walked(scene, clause.iter, new_target(clause.target))
    bound = pattern(scene, new_target(clause.target), found, walk.reads(node.elements[0]))
    with scene.closure(may_stop=True):
        item = scene.expr(node.elements[0])
        result = item.step or f"Ok({rust.by_value(item)})"
    return scene.tried(f"parallel::map({found.text}, |{bound.text}| {result})", copy=False)


def untyped(text: str) -> str:
    """The text without the type that `collect` names, where the place around says it."""
    return _COLLECT.sub(".collect()", text)


def values(scene: Scene, node: ir.Collect) -> str:
    """The elements of a list comprehension, as something that can be iterated over by value."""
    if node.parallel:
        return _side_by_side(scene, node).text
    chain = None if node.polls else chained(scene, node.elements[0], node.clauses)
    return _looped(scene, node).text if chain is None else chain


def joined(scene: Scene, separator: ir.Expr, node: ir.Collect) -> Rust | None:
    """`separator.join(…)` of elements that can stop the slice: put together as they come."""
    is_there = isinstance(separator, ir.Const | ir.Local)
    if (
        not is_there
        or node.parallel
        or (not node.polls and chained(scene, node.elements[0], node.clauses))
    ):
        return None
    name = scene.fresh("joined")

    def body() -> None:
        piece = scene.expr(node.elements[0])
        part = rust.by_value(piece) if piece.copy else rust.by_ref(piece)
        scene.writer.line(f"{name}.push({part});")

    with scene.writer.captured() as lines, scene.writer.block(""):
        by = rust.by_ref(scene.expr(separator))
        if isinstance(separator, ir.Const) and separator.value:
            held = scene.fresh("separator")
            scene.writer.line(f"let {held} = {by.removeprefix('&')};")
            by = f"&{held}"
        scene.writer.line(f"let mut {name} = string::Joined::by({by});")
        loops(scene, node, walk.reads(node.elements[0]), body)
        scene.writer.line(f"{name}.finish()")
    return Rust("\n".join(lines), rust.BLOCK, copy=False)


def _generic(scene: Scene, node: ir.Collect) -> str:
    match node.type:
        case List(element):
            return f"Vec<{scene.rust_type(element)}>"
        case _:
            return scene.rust_type(node.type)


def chained(
    scene: Scene, element: ir.Expr, clauses: tuple[ir.Clause, ...], *more: ir.Expr
) -> str | None:
    """An iterator chain over the elements; None where a loop is needed."""
    elements = (element, *more)
    if len(clauses) != 1:
        return None
    clause = clauses[0]
    target = new_target(clause.target)
    found = walked(scene, clause.iter, target)
    used = frozenset().union(*map(walk.reads, elements))
    bound = pattern(scene, target, found, used)
    tupled = _tupled(target, bound.after)
    if (bound.after and tupled is None) or (clause.tests and _owns(scene, found)):
        return None
    try:
        with scene.closure(may_stop=False):
            tests = _tests(scene, clause)
            parts = [scene.value(element) for element in elements]
    except MustNotStop:
        return None
    chain = found.chain
    if tests:
        tested = pattern(scene, target, found, frozenset().union(*map(walk.reads, clause.tests)))
        chain += f".filter(|&{tested.text}| {' && '.join(tests)})"
    text = parts[0] if len(parts) == 1 else f"({parts[0]}, {parts[1]})"
    if tupled is not None:
        if tests or text != walk.bound(target)[0]:
            return None
        text = tupled
    if text == bound.text:
        return chain
    if f"&{text}" == bound.text:
        return f"{chain}.copied()"
    if text == f"{bound.text}.clone()":
        return chain if found.yields == "value" else f"{chain}.cloned()"
    return f"{chain}.map(|{bound.text}| {text})"


def _tests(scene: Scene, clause: ir.Clause) -> list[str]:
    strength = rust.BLOCK if len(clause.tests) == 1 else rust.AND
    return [scene.value(test, strength) for test in clause.tests]


def _tupled(target: ir.Target, after: list[str]) -> str | None:
    """The tuple that a single local stands for, if building it is all there is to do."""
    head = f"let {target.name} = " if isinstance(target, ir.Bind) else ""
    if head and len(after) == 1 and after[0].startswith(f"{head}("):
        return after[0].removeprefix(head).removesuffix(";")
    return None


def _owns(scene: Scene, found: Walk) -> bool:
    if found.parts:
        return any(_owns(scene, part) for part in found.parts)
    return found.yields == "value" and not scene.is_copy(found.type)


def _looped(scene: Scene, node: ir.Collect) -> Rust:
    name = scene.fresh({List: "items", Set: "found", Dict: "table"}[type(node.type)])
    made = "Vec" if isinstance(node.type, List) else type(node.type).__name__
    room = _room(scene, node) if made == "Vec" else ""
    start = f"Vec::with_capacity({room})" if room else f"{made}::new()"
    method = {"Vec": "push", "Set": "add", "Dict": "insert"}[made]

    def body() -> None:
        parts = ", ".join(scene.value(element) for element in node.elements)
        scene.writer.line(f"{name}.{method}({parts});")

    with scene.writer.captured() as lines, scene.writer.block(""):
        scene.writer.line(f"let mut {name}: {scene.rust_type(node.type)} = {start};")
        reads = frozenset().union(*map(walk.reads, node.elements))
        loops(scene, node, reads, body)
        scene.writer.line(name)
    return Rust("\n".join(lines), rust.BLOCK, copy=False)


def _room(scene: Scene, node: ir.Collect) -> str:
    """How many elements there will be, where that is plain to see."""
    if len(node.clauses) != 1 or node.clauses[0].tests:
        return ""
    return count_of(scene, node.clauses[0].iter, set())


def loops(
    scene: Scene,
    node: ir.Collect | ir.Fold,
    reads: frozenset[str],
    body: Callable[[], None],
    label: str = "",
) -> None:
    """Nested loops with their tests around the body."""
    _loops(scene, node, node.clauses, reads, body, f"'{label}: " if label else "")


def _loops(
    scene: Scene,
    node: ir.Collect | ir.Fold,
    clauses: tuple[ir.Clause, ...],
    reads: frozenset[str],
    body: Callable[[], None],
    head: str,
) -> None:
    if not clauses:
        body()
        return
    clause = clauses[0]
    with _turns(scene, node, clauses, reads, head):
        if not clause.tests:
            _loops(scene, node, clauses[1:], reads, body, "")
            return
        tests = _tests(scene, clause)
        with scene.writer.block(f"if {' && '.join(tests)}"):
            _loops(scene, node, clauses[1:], reads, body, "")


@contextmanager
def _turns(
    scene: Scene,
    node: ir.Collect | ir.Fold,
    clauses: tuple[ir.Clause, ...],
    reads: frozenset[str],
    head: str,
) -> Iterator[None]:
    """The loop of one clause."""
    clause = clauses[0]
    target = new_target(clause.target)
    used = frozenset().union(
        *(walk.reads(part) for one in clauses for part in (*walk.in_iter(one.iter), *one.tests)),
        reads,
    )
    if node.in_parts and len(clauses) == 1 and isinstance(clause.iter, ir.OverRange):
        bound = pattern(scene, target, Walk("", "", "value", INT), used)
        with in_parts(scene, clause.iter, bound.text, head, frozenset()):
            for line in bound.after:
                scene.writer.line(line)
            yield
        return
    found = walked(scene, clause.iter, target)
    bound = pattern(scene, target, found, used)
    with scene.writer.block(f"{head}for {bound.text} in {found.text}"):
        if node.polls and len(clauses) == len(node.clauses):
            write_poll(scene)
        for line in bound.after:
            scene.writer.line(line)
        yield


def new_target(target: ir.Target) -> ir.Target:
    """The target, declared here."""
    if isinstance(target, ir.Spread):
        return ir.Spread(tuple(map(new_target, target.items)))
    return ir.Bind(target.name, target.type, True, target.mutable)
