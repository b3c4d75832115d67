"""`a, b = b, …` of values that are no plain copies: `a` takes over what `b` held.

Before:  `(a, b) = (b.clone(), &a + &b);`     After:  `a += &b; std::mem::swap(&mut a, &mut b);`

In: the two targets and their values. Out: statements, or nothing where it is another assignment.
"""

from __future__ import annotations

from dataclasses import replace

from ferrule.emit.scene import Scene
from ferrule.emit.update import shortened
from ferrule.ir import nodes as ir
from ferrule.ir import walk


def handed_over(scene: Scene, target: ir.Spread, value: ir.Expr) -> list[str] | None:
    """The statements without a copy of what only changes its name."""
    match target.items, value:
        case (
            (ir.Bind() as first, ir.Bind() as second),
            ir.MakeTuple(items=(ir.Local() as old, new)),
        ) if old.name == second.name != first.name and not old.last:
            pass
        case _:
            return None
    if scene.is_copy(first.type) or not all(_is_plain(scene, one) for one in (first, second)):
        return None
    new = _kept(new, second.name)
    short = shortened(scene, ir.Local(first.name, first.type, new.span), new)
    if short is not None:
        return [short, f"std::mem::swap(&mut {first.name}, &mut {second.name});"]
    name = scene.fresh(f"next_{second.name}")
    return [
        f"let {name} = {scene.value(new)};",
        f"{first.name} = std::mem::replace(&mut {second.name}, {name});",
    ]


def _is_plain(scene: Scene, bind: ir.Bind) -> bool:
    is_owned = scene.form(bind.name) not in ("ref", "mut", "index", "entry")
    return is_owned and not bind.is_new and bind.name not in scene.func.maybe_unbound


def _kept(expr: ir.Expr, name: str) -> ir.Expr:
    """The same expression without moving this local out: it is taken afterwards."""
    if isinstance(expr, ir.Local):
        return replace(expr, last=False) if expr.name == name else expr
    return walk.rebuild(expr, lambda part: _kept(part, name))
