"""Assignments to what exists, written `x += 1` where the new value is one operation on the old.

In: the place and the new value. Out: one statement or a few.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ferrule.base.types import CHAR, STR, Dict, List
from ferrule.emit import apply, rust
from ferrule.emit.names import field_name
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk

_OPERATORS = frozenset(["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"])
_CASES = frozenset(["{0:recv}.lower()", "{0:recv}.upper()"])
_INFIX = re.compile(r"^(\{0(?::\w+)?\}) (\S+) (.+)$")


def updated(scene: Scene, place: ir.Expr, new: ir.Expr) -> str:
    """`place = new`."""
    if isinstance(place, ir.GetField) and (text := _field_updated(scene, place, new)) is not None:
        return text
    if (short := shortened(scene, place, new)) is not None:
        return short
    value = scene.value(new)
    left = rust.as_place(scene.place(place))
    return f"{left} = {value};"


def _field_updated(scene: Scene, place: ir.GetField, new: ir.Expr) -> str | None:
    """`d[k].x += v`: the object is looked up once, where nothing between can tell."""
    if not isinstance(new, ir.Apply) or len(new.args) != 2 or not is_same(new.args[0], place):
        return None
    if not scene.is_copy(new.type) or not any(map(_is_lookup, walk.every_part(place))):
        return None
    if any(map(scene.is_heap, walk.every_part(place))):
        return None
    if apply.reached(scene, place) & apply.reached(scene, new.args[1]):
        return None
    name = scene.fresh(field_name(place.name))
    head = f"let {name} = {rust.by_mut(scene.place(place))};"
    scene.slots.add(name)
    return f"{head}\n{in_slot(scene, name, new)}"


def _is_lookup(part: ir.Expr) -> bool:
    return isinstance(part, ir.Apply) and part.op.fallible and not part.proved


def in_slot(scene: Scene, name: str, new: ir.Apply) -> str:
    """An operation on what a borrow stands for, which is its own new value."""
    held = ir.Local(name, new.args[0].type, new.span)
    changed = replace(new, args=(held, new.args[1]))
    return shortened(scene, held, changed) or f"*{name} = {scene.value(changed)};"


def shortened(scene: Scene, place: ir.Expr, new: ir.Expr) -> str | None:
    """`place += operand`, if that is what it is; a place that is not copied is not read by it."""
    if not isinstance(new, ir.Apply) or len(new.args) != 2 or not is_same(new.args[0], place):
        return None
    op, is_proved = new.op, new.proved and bool(new.op.proved)
    if op.name == "add" and new.type == STR:
        return _pushed(scene, place, new.args[1])
    if op.fallible and not is_proved:
        return None
    if not isinstance(place, ir.Local) and _may_change(scene, place, new.args[1]):
        return None
    is_lent = not scene.is_copy(new.args[1].type)
    if is_lent and apply.reached(scene, place) & apply.reached(scene, new.args[1]):
        return None
    found = _INFIX.match(op.proved if is_proved else op.rust)
    if found is None or found[2] not in _OPERATORS:
        return None
    left = rust.as_place(scene.place(place))
    right = found[3]
    bare = replace(op, rust=right, proved="", fallible=False, infix=0)
    operand = scene.expr(replace(new, op=bare, proved=False)).text
    return f"{left} {found[2]}= {operand};"


def _may_change(scene: Scene, place: ir.Expr, operand: ir.Expr) -> bool:
    """Whether what stands at the place may be another value once the operand is known."""
    acts = any(
        isinstance(part, ir.Call) or (isinstance(part, ir.Apply) and not part.op.pure)
        for part in walk.every_part(operand)
    )
    return acts and bool(apply.reached(scene, place) & apply.reached(scene, operand))


def _pushed(scene: Scene, place: ir.Expr, operand: ir.Expr) -> str | None:
    """`text += piece`: the text grows where it is, if nobody else holds it."""
    if apply.reached(scene, place) & apply.reached(scene, operand):
        return None
    text = rust.by_mut(scene.place(place))
    if isinstance(operand, ir.Coerce) and operand.value.type == CHAR:
        return f"string::push_char({text}, {scene.value(operand.value)});"
    if isinstance(operand, ir.Apply) and operand.op.rust in _CASES:
        # Without a text in between for the one character.
        case = replace(operand.op, rust=f"string::push_{operand.op.name[1:]}({text}, {{0}})")
        return f"{scene.expr(replace(operand, op=case)).text};"
    return f"string::push({text}, {rust.by_ref(scene.expr(operand))});"


def is_same(one: ir.Expr, other: ir.Expr) -> bool:
    """Whether two expressions are one local, or one attribute of one local."""
    match one, other:
        case ir.Local(name=first), ir.Local(name=second):
            return first == second
        case ir.GetField(value=a, name=first), ir.GetField(value=b, name=second):
            return first == second and is_same(a, b)
        case ir.Const(value=first_value), ir.Const(value=second_value):
            return first_value == second_value and one.type == other.type
        case ir.GetItem(value=a, index=i), ir.GetItem(value=b, index=j):
            return i == j and is_same(a, b)
        case ir.Apply(op=op, args=args), ir.Apply(op=other_op, args=other_args):
            return (
                op == other_op
                and len(args) == len(other_args)
                and op.pure
                and all(map(is_same, args, other_args))
            )
        case _:
            return False


def item_updated(scene: Scene, node: ir.Apply) -> str | None:
    """`xs[i] += v`: the place is found once, where nothing between can tell."""
    container, key, new = node.args
    if scene.is_heap(container):
        return None
    if not isinstance(new, ir.Apply) or len(new.args) != 2:
        return None
    old = new.args[0]
    if isinstance(container.type, Dict) and isinstance(old, ir.Apply) and old.op.name == ".get":
        return _counted(scene, node, new, old)
    if not isinstance(old, ir.Apply) or old.op.name != "getitem":
        return None
    if not (is_same(old.args[0], container) and is_same(old.args[1], key)):
        return None
    if not isinstance(container.type, List | Dict) or not scene.is_copy(new.type):
        return None
    if old.proved and node.proved:
        return shortened(scene, old, new)
    roots = apply.reached(scene, container)
    if roots & apply.reached(scene, new.args[1]):
        return None
    name = scene.fresh("item" if isinstance(container.type, List) else "entry")
    head = f"let {name} = {rust.by_mut(scene.place(old))};"
    scene.slots.add(name)
    return f"{head}\n{in_slot(scene, name, new)}"


def _counted(scene: Scene, node: ir.Apply, new: ir.Apply, old: ir.Apply) -> str | None:
    """`d[k] = d.get(k, 0) + v`: the entry is found once."""
    container, key, _ = node.args
    if len(old.args) != 3 or not isinstance(old.args[2], ir.Const):
        return None
    if not (is_same(old.args[0], container) and is_same(old.args[1], key)):
        return None
    operand = new.args[1]
    if not scene.is_copy(new.type) or apply.reached(scene, container) & apply.reached(
        scene, operand
    ):
        return None
    lines: list[str] = []
    if not isinstance(operand, ir.Const | ir.Local):
        # Nothing may be in the dict yet if the operand raises.
        value = scene.fresh("value")
        lines.append(f"let {value} = {scene.value(operand)};")
        operand = ir.Local(value, operand.type, operand.span)
    name = scene.fresh("entry")
    receiver = rust.as_receiver(scene.place(container))
    default = scene.value(old.args[2])
    lines.append(f"let {name} = {receiver}.or_insert({scene.value(key)}, {default});")
    scene.slots.add(name)
    lines.append(in_slot(scene, name, replace(new, args=(new.args[0], operand))))
    return "\n".join(lines)
