"""What is known of NumPy's arrays: their lengths, which never change.

In: the zone, an operation that takes or gives an array, what is known of its operands: of an array
a group of its lengths. Out: what is known of the result; the operation marked where each of its
indexes is proved to lie in the array, counted from its start.
"""

from __future__ import annotations

from ferrule.base.types import Array
from ferrule.ir import nodes as ir
from ferrule.passes.ranging.arithmetic import is_index
from ferrule.passes.ranging.intervals import LONGEST
from ferrule.passes.ranging.knowledge import Knowledge
from ferrule.passes.ranging.lists import indexed, sliced
from ferrule.passes.ranging.values import Group, Num, Value, anything
from ferrule.passes.ranging.zone import Zone


def on_array(known: Knowledge, zone: Zone, node: ir.Apply, values: list[Value]) -> Value:
    """An operation on an array, or one that gives one."""
    type_ = node.args[0].type
    if not isinstance(type_, Array):
        return _made(node, values)
    sizes = _sizes(values[0], type_.ndim)
    name, _, number = node.op.name.partition(" ")
    match name:
        case "len()":
            return sizes[0]
        case "axis":
            return sizes[int(number)]
        case "getitem" | "setitem":
            return _at(known, zone, node, sizes, values[1 : type_.ndim + 1])
        case "pick":
            if isinstance(values[1], Num):
                indexed(zone, values[1], sizes[int(number)])
            return Group((*sizes[: int(number)], *sizes[int(number) + 1 :]))
        case "view":
            return Group(_viewed(zone, node, sizes, int(number), values))
        case "transposed":
            return Group(tuple(reversed(sizes)))
        case _:
            return _made(node, values)


def _sizes(value: Value, ndim: int) -> tuple[Num, ...]:
    items = value.items if isinstance(value, Group) else ()
    known = tuple(item for item in items if isinstance(item, Num))
    return known if len(known) == ndim else (Num((0, LONGEST)),) * ndim


def _at(
    known: Knowledge, zone: Zone, node: ir.Apply, sizes: tuple[Num, ...], indexes: list[Value]
) -> Value:
    pairs = list(zip(indexes, sizes, strict=True))
    holds = all(isinstance(one, Num) and is_index(zone, one, size) for one, size in pairs)
    known.mark(zone, node, holds=holds)
    for one, size in pairs:
        if isinstance(one, Num):
            indexed(zone, one, size)
    return anything(node.type)


def _viewed(
    zone: Zone, node: ir.Apply, sizes: tuple[Num, ...], axis: int, values: list[Value]
) -> tuple[Num, ...]:
    step = node.args[3]
    is_plain = isinstance(step, ir.Const) and step.value in (None, 1)
    whole = sizes[axis]
    size = Num((0, whole.range[1]), whole.ups)
    if is_plain:
        size = sliced(zone, node, whole, values[1], values[2])
    return (*sizes[:axis], size, *sizes[axis + 1 :])


def _made(node: ir.Apply, values: list[Value]) -> Value:
    """An array that NumPy made: of the shape that it was asked for, or like its first operand."""
    if not isinstance(node.type, Array):
        return anything(node.type)
    asked = node.op.shape
    if asked == ("like",) and isinstance(values[0], Group):
        return values[0]
    sizes = [values[one] if isinstance(one, int) else _constant(one) for one in asked]
    if len(sizes) == node.type.ndim and all(isinstance(size, Num) for size in sizes):
        return Group(tuple(sizes))
    return anything(node.type)


def _constant(text: str) -> Value:
    return Num((int(text), int(text))) if text.isdigit() else None
