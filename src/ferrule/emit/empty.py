"""Empty containers: `[]`, `{}` and `set()`.

In: a display of the tree. Out: its Rust, which names the type of the elements where nothing else
around it would tell.
"""

from __future__ import annotations

from ferrule.base.types import NEVER, Type, contains
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir


def empty(scene: Scene, type_: Type) -> Rust:
    """An empty container where the place around says what it would hold."""
    if contains(type_, NEVER):
        return _typed(scene, type_)
    return Rust(f"{scene.rust_type(type_).partition('<')[0]}::new()", copy=False)


def alone(scene: Scene, node: ir.Expr) -> Rust | None:
    """An empty display where nothing else tells what it would hold; None for anything else."""
    match node:
        case ir.MakeList(items=()) | ir.MakeSet(items=()) | ir.MakeDict(pairs=()):
            return _typed(scene, node.type)
        case _:
            return None


def _typed(scene: Scene, type_: Type) -> Rust:
    name, _, elements = scene.rust_type(type_).partition("<")
    return Rust(f"{name}::<{elements}::new()", copy=False)
