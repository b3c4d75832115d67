"""Room for a list's elements, where a loop that fills it says how many there will be.

Before:  `current = [i]` … `for c in b: … current.append(x)`
After:   `let mut current = Vec::with_capacity(b.len() + 1); current.push(i);`

In: the statement that makes the list, and those that follow it. Out: the number of elements as
Rust, or nothing. A range may be longer than any memory: `list::room` never asks for much of it.
"""

from __future__ import annotations

from ferrule.base.types import STR, List
from ferrule.emit import rust
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk

_MOST_ITEMS = 3
_FARTHEST = 6


def room_for(scene: Scene, stmt: ir.Assign, following: tuple[ir.Stmt, ...]) -> str:
    """How many elements the following loop appends to a new list; empty if that is not plain."""
    target, value = stmt.target, stmt.value
    if not isinstance(target, ir.Bind) or not isinstance(value, ir.MakeList):
        return ""
    if len(value.items) > _MOST_ITEMS:
        return ""
    changed: set[str] = set()
    for later in following[:_FARTHEST]:
        if isinstance(later, ir.For) and _pushes(later.body, target.name):
            return "" if walk.breaks(later.body) else count_of(scene, later.iter, changed)
        if walk.blocks(later) or _touches(later, target.name):
            return ""
        changed.update(walk.bound_by(later))
    return ""


def _touches(stmt: ir.Stmt, name: str) -> bool:
    is_named = any(name in walk.reads(expr) for expr in walk.in_stmt(stmt))
    return is_named or name in walk.bound_by(stmt)


def _pushes(block: tuple[ir.Stmt, ...], name: str) -> bool:
    """Whether every turn ends in an append to the list."""
    if any(isinstance(stmt, ir.Continue | ir.Return) for stmt in walk.every_stmt(block)):
        return False
    for stmt in block:
        match stmt:
            case ir.Do(value=ir.Apply(op=op, args=(ir.Local(name=pushed), _))):
                if op.name == ".append" and pushed == name:
                    return True
            case _:
                pass
    return False


def count_of(scene: Scene, walked: ir.Iter, changed: set[str]) -> str:
    """How many turns a loop takes, where that is plain to see; `changed` is not what it was."""
    match walked:
        case ir.Over(value=value):
            return _length(scene, value, changed)
        case ir.OverEnumerate(iter=inner) | ir.OverReversed(iter=inner):
            return count_of(scene, inner, changed)
        case ir.OverZip(iters=(first, *_)):
            return count_of(scene, first, changed)
        case ir.OverRange(start=ir.Const(value=0), stop=ir.Apply(op=op, args=(value,))) if (
            op.name == "len()"
        ):
            return _length(scene, value, changed)
        case ir.OverRange(start=start, stop=stop, step=ir.Const(value=1)):
            bounds = (start, stop)
            is_plain = all(_is_plain(scene, bound, changed) for bound in bounds)
            if not is_plain or all(isinstance(bound, ir.Const) for bound in bounds):
                return ""
            low, high = (scene.value(bound, rust.RANGE + 1) for bound in bounds)
            return f"list::room({low}..{high})"
        case _:
            return ""


def _is_plain(scene: Scene, bound: ir.Expr, changed: set[str]) -> bool:
    """Whether the bound of a range can be asked for twice."""
    match bound:
        case ir.Const():
            return True
        case ir.Local(name=name):
            return name not in changed and name not in scene.func.maybe_unbound
        case ir.Apply(op=op, args=args, proved=True):
            is_sum = op.name in ("add", "sub")
            return is_sum and all(_is_plain(scene, arg, changed) for arg in args)
        case _:
            return False


def _length(scene: Scene, value: ir.Expr, changed: set[str]) -> str:
    if not isinstance(value, ir.Local) or value.name in changed:
        return ""
    if not isinstance(value.type, List) and value.type != STR:
        return ""
    if value.name in scene.func.maybe_unbound:
        return ""
    return f"{rust.as_receiver(scene.expr(value))}.len()"
