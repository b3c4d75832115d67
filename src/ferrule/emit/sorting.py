"""Sorting, and `min` or `max` by key.

In: a `Sort` or `Best`. Out: a call of the runtime with the key as a closure.
"""

from __future__ import annotations

from ferrule.base.types import List
from ferrule.emit import rust
from ferrule.emit.collect import new_target, values
from ferrule.emit.loops import Walk, pattern
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir


def ordered(scene: Scene, node: ir.Sort) -> Rust:
    """`sorted(value)` or `value.sort()`."""
    if node.in_place:
        return _sorted_in_place(scene, rust.by_mut(scene.place(node.value)), node)
    if node.key is None and not node.reverse:
        value = _items(scene, node.value)
        return scene.tried(f"list::sorted({value})", copy=False)
    value = scene.value(node.value)
    name = scene.fresh("items")
    step = _sorted_in_place(scene, f"&mut {name}", node).text
    text = rust.block([f"let mut {name} = {value};", f"{step};"], name)
    return Rust(text, rust.BLOCK, copy=False)


def _items(scene: Scene, node: ir.Expr) -> str:
    if isinstance(node, ir.Collect) and isinstance(node.type, List):
        return values(scene, node)
    return scene.value(node)


def _sorted_in_place(scene: Scene, items: str, node: ir.Sort) -> Rust:
    if node.key is None:
        return scene.tried(f"list::sort{'_reverse' if node.reverse else ''}({items})")
    word = "true" if node.reverse else "false"
    closure = _key(scene, node.target, node.key, node.value)
    return scene.tried(f"list::sort_by_key({items}, {word}, {closure})")


def _key(scene: Scene, target: ir.Target, key: ir.Expr, value: ir.Expr, depth: str = "") -> str:
    assert isinstance(value.type, List)
    found = Walk("", "", "ref", value.type.element)
    bound = pattern(scene, new_target(target), found)
    with scene.closure(may_stop=True):
        text = scene.expr(key)
        result = text.step or f"Ok({rust.by_value(text)})"
    if not bound.after:
        return f"|{depth}{bound.text}| {result}"
    return f"|{depth}{bound.text}| {{ {' '.join(bound.after)} {result} }}"


def best(scene: Scene, node: ir.Best) -> Rust:
    """`min(value, key=…)` or `max(value, key=…)`."""
    copy = scene.is_copy(node.type)
    items = f"{rust.as_receiver(scene.expr(node.value))}.iter()"
    closure = _key(scene, node.target, node.key, node.value, "&")
    if node.default is None:
        piece = scene.tried(f"builtins::{node.kind}_by_key({items}, {closure})", copy=copy)
        return Rust(rust.by_value(Rust(piece.text, kind="ref", copy=copy)), rust.UNARY, copy=copy)
    name = scene.fresh("items")
    piece = scene.tried(f"builtins::{node.kind}_by_key({name}, {closure})", copy=copy)
    taken = rust.by_value(Rust(piece.text, kind="ref", copy=copy))
    test = f"if {name}.peek().is_some() {{ {taken} }} else {{ {scene.value(node.default)} }}"
    text = rust.block([f"let mut {name} = {items}.peekable();"], test)
    return Rust(text, rust.BLOCK, copy=copy)
