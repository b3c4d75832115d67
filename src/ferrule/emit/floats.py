"""Floats whose type Rust has to be told: of a bare literal it knows no methods.

Before:  `let y = 0.5; (y - x).abs()`       After:  `let y: f64 = 0.5; (y - x).abs()`

In: a function. Out: `: f64` for the locals that a method is called on, in whose value nothing says
so.
"""

from __future__ import annotations

from collections.abc import Iterator

from ferrule.base.types import FLOAT
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk


def annotation(scene: Scene, name: str, value: ir.Expr) -> str:
    """`: f64` where this local needs it."""
    if value.type != FLOAT or _is_said(scene, value) or name not in _receivers(scene):
        return ""
    return ": f64"


def _receivers(scene: Scene) -> frozenset[str]:
    """The locals on whose value, or on a sum or product of it, a method is called."""
    return frozenset(
        name
        for expr in walk.every_expr(scene.func.body)
        if isinstance(expr, ir.Apply) and "{0:recv}" in expr.op.rust
        if expr.op.arguments[0] == FLOAT
        for name in _leaves(expr.args[0])
    )


def _leaves(node: ir.Expr) -> Iterator[str]:
    match node:
        case ir.Local(name=name):
            yield name
        case ir.Apply(op=op, args=args) if op.infix:
            for arg in args:
                yield from _leaves(arg)


def _is_said(scene: Scene, node: ir.Expr) -> bool:
    match node:
        case ir.Const():
            return False
        case ir.Local(name=name):
            return any(param.name == name for param in scene.func.params)
        case ir.Apply(op=op, args=args) if op.infix:
            return any(_is_said(scene, arg) for arg in args)
        case ir.Choose(body=body, orelse=orelse):
            return _is_said(scene, body) or _is_said(scene, orelse)
    return True
