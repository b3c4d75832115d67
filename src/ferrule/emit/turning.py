"""Part of a list turned round in its place, in the ways that Python has to say it.

Before:  `xs[a:b] = xs[a:b][::-1]`, `xs[:k + 1] = xs[k::-1]`
After:   `let part = list::places(&xs, a, b); xs[part].reverse();`

In: an assignment to a slice. Out: such lines, or nothing where it is something else.
"""

from __future__ import annotations

from ferrule.base.types import List, Optional
from ferrule.emit import rust
from ferrule.emit.scene import Scene
from ferrule.emit.update import is_same
from ferrule.ir import nodes as ir


def turned(scene: Scene, node: ir.Apply) -> list[str] | None:
    """The lines that turn the part round."""
    if node.op.name != "setslice":
        return None
    container, low, high, value = node.args
    if not isinstance(container.type, List) or not _is_still(container):
        return None
    if not isinstance(value, ir.Apply) or value.op.name != "slice step":
        return None
    base, first, last, step = value.args
    if not _is_constant(step, -1) or not _is_none(last):
        return None
    before: list[str] = []
    if not (_is_none(first) and _is_same_part(base, container, low, high)):
        if not (is_same(base, container) and _is_none(low) and _ends_at(high, first)):
            return None
        index = scene.value(_inner(first), rust.COMPARE + 1)
        # From a negative start, Python turns something else round: rare enough to leave to it.
        before = [f"if {index} < 0 {{\n    return Err(Stop::redo());\n}}"]
    items = rust.by_ref(scene.expr(container))
    bounds = f"{scene.value(low)}, {scene.value(high)}"
    part = scene.fresh("part")
    receiver = rust.as_receiver(scene.place(container))
    return [
        *before,
        f"let {part} = list::places({items}, {bounds});",
        f"{receiver}[{part}].reverse();",
    ]


def _is_same_part(base: ir.Expr, container: ir.Expr, low: ir.Expr, high: ir.Expr) -> bool:
    if not isinstance(base, ir.Apply) or base.op.name != "slice":
        return False
    inner, first, last = base.args
    is_it = is_same(inner, container) and _is_equal(first, low) and _is_equal(last, high)
    return is_it and _is_still(low) and _is_still(high)


def _ends_at(high: ir.Expr, first: ir.Expr) -> bool:
    """Whether `high` is `first + 1`."""
    end, start = _inner(high), _inner(first)
    match end:
        case ir.Apply(op=op, args=(left, ir.Const(value=1))) if op.name == "add":
            return is_same(left, start) and _is_still(start)
        case _:
            return False


def _is_equal(one: ir.Expr, other: ir.Expr) -> bool:
    return is_same(_inner(one), _inner(other))


def _inner(bound: ir.Expr) -> ir.Expr:
    """A bound without its being optional."""
    if isinstance(bound, ir.Coerce) and isinstance(bound.type, Optional):
        return bound.value
    return bound


def _is_none(bound: ir.Expr) -> bool:
    inner = _inner(bound)
    return isinstance(inner, ir.Const) and inner.value is None


def _is_constant(bound: ir.Expr, value: int) -> bool:
    inner = _inner(bound)
    match inner:
        case ir.Const(value=found):
            return found == value
        case ir.Apply(op=op, args=(ir.Const(value=found),)) if op.name == "neg":
            return found == -value
        case _:
            return False


def _is_still(expr: ir.Expr) -> bool:
    """Whether evaluating it twice gives the same and costs nothing."""
    inner = _inner(expr)
    match inner:
        case ir.Local() | ir.Const():
            return True
        case ir.Apply(op=op, args=args):
            return op.name in ("add", "sub") and all(map(_is_still, args))
        case _:
            return False
