"""What the operations on lists and texts give, and what they change.

In: the zone, the operation, what is known of its operands. Out: what is known of the result; the
zone changed accordingly, and the operation marked where its index is proved.
"""

from __future__ import annotations

from ferrule.base.types import CHAR, STR, List, Tuple
from ferrule.ir import nodes as ir
from ferrule.passes.ranging.arithmetic import computed, is_index
from ferrule.passes.ranging.effects import clobber, forget_under, replaced, resized, unhold
from ferrule.passes.ranging.intervals import LONGEST
from ferrule.passes.ranging.knowledge import Knowledge
from ferrule.passes.ranging.values import (
    Group,
    Num,
    Seq,
    Value,
    anything,
    assign,
    either,
    exactly,
    read,
    suppose,
)
from ferrule.passes.ranging.zone import Zone

_SIZE = Num((0, LONGEST))
_TURNED = frozenset(
    {".reverse", ".sort", "swap", "shift"}
)  # only the order of the elements changes


def on_list(known: Knowledge, zone: Zone, node: ir.Apply, values: list[Value]) -> Value:
    """An operation whose first operand is a list."""
    xs = values[0]
    if not isinstance(xs, Seq):
        xs = Seq(_SIZE)
    if node.op.mutates:
        return _changed(known, zone, node, xs, values)
    match node.op.name, values[1:]:
        case "getitem", [Num() as index]:
            known.mark(zone, node, holds=is_index(zone, index, xs.size))
            indexed(zone, index, xs.size)
            return anything(node.type) if xs.item is None else xs.item
        case "unpack 1" | "unpack 2" | "unpack 3" | "unpack 4", _:
            return _unpacked(zone, node, xs)
        case ".index", _:
            return Num((0, LONGEST), xs.size.plus(-1).ups)
        case ".count", _:
            return Num((0, LONGEST), xs.size.ups)
        case _:
            return _made(zone, node, xs, values)


def _unpacked(zone: Zone, node: ir.Apply, xs: Seq) -> Value:
    assert isinstance(node.type, Tuple)
    count = exactly(len(node.type.items))
    suppose(zone, xs.size, count)
    suppose(zone, count, xs.size)
    return Group((xs.item,) * len(node.type.items))


def _made(zone: Zone, node: ir.Apply, xs: Seq, values: list[Value]) -> Value:
    """Operations that are the same for lists and texts, or that give a number."""
    match node.op.name, values[1:]:
        case "len()", _:
            return xs.size
        case ".copy", _:
            return xs
        case "slice", [low, high]:
            return Seq(sliced(zone, node, xs.size, low, high), xs.item)
        case "slice step", [_, _, _]:
            is_whole = _is_none(node.args[1]) and _is_none(node.args[2])
            is_turned = isinstance(values[3], Num) and values[3].range in ((-1, -1), (1, 1))
            size = xs.size if is_whole and is_turned else _shorter(xs.size)
            return Seq(size, xs.item)
        case "add", [Seq() as ys]:
            both = either(zone, xs, ys)
            item = both.item if isinstance(both, Seq) else None
            return Seq(_long(computed(zone, "add", (xs.size, ys.size))), item)
        case "mul", [Num() as times]:
            return Seq(_repeated(zone, xs.size, times), xs.item)
        case _:
            return anything(node.type)


def repeated(zone: Zone, times: Value, xs: Value) -> Value:
    """`times * xs`."""
    if isinstance(xs, Seq) and isinstance(times, Num):
        return Seq(_repeated(zone, xs.size, times), xs.item)
    return xs if not isinstance(xs, Seq) else Seq(_SIZE, xs.item)


def _repeated(zone: Zone, size: Num, times: Num) -> Num:
    turns = computed(zone, "max()", (exactly(0), times))
    if size.range == (1, 1):
        return _long(turns)
    return _long(computed(zone, "mul", (size.bare, turns.bare)))


def _long(size: Num) -> Num:
    """A length: nothing in memory is longer."""
    low, high = size.range
    return Num((min(max(low, 0), LONGEST), min(high, LONGEST)), size.ups, size.downs)


def _shorter(size: Num) -> Num:
    return Num((0, size.range[1]), size.ups)


def _is_none(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Const) and expr.value is None


def sliced(zone: Zone, node: ir.Apply, size: Num, low: Value, high: Value) -> Num:
    """The length of `xs[low:high]`."""
    has_low, has_high = not _is_none(node.args[1]), not _is_none(node.args[2])
    if not has_low and not has_high:
        return size
    if has_low and not has_high and isinstance(low, Num) and low.range[0] >= 0:
        left = computed(zone, "sub", (size, low))
        return _long(computed(zone, "max()", (exactly(0), left)))
    if has_high and not has_low and isinstance(high, Num) and high.range[0] >= 0:
        return _long(computed(zone, "min()", (size, high)))
    return _shorter(size)


def indexed(zone: Zone, index: Num, size: Num) -> None:
    """What holds once an index has been found to be in range."""
    suppose(zone, index, size, -1)
    least = max(-index.range[1], 1) if index.range[1] < 0 else 1
    suppose(zone, exactly(least), size)
    suppose(zone, exactly(-LONGEST), index)


# Changes ---------------------------------------------------------------------------------------


def _changed(known: Knowledge, zone: Zone, node: ir.Apply, xs: Seq, values: list[Value]) -> Value:
    name, target = node.op.name, node.args[0]
    assert isinstance(target.type, List)
    element = target.type.element
    result = _before(known, zone, node, xs, values)
    held = f"%t.r{known.number(node)}"
    assign(zone, [(held, node.type, result)])  # it may refer to what changes now
    if isinstance(target, ir.Local):
        _update(zone, target.name, target.type, name, values)
    if name not in _TURNED:
        clobber(known, zone, target, target.type, keeps_size=name == "setitem")
    if isinstance(element, List | Tuple) and name != ".append":
        unhold(known, zone, target, element)
    return read(zone, held, node.type)


def _before(known: Knowledge, zone: Zone, node: ir.Apply, xs: Seq, values: list[Value]) -> Value:
    """What the operation finds out before it changes anything, and its result."""
    match node.op.name, values[1:]:
        case "setitem", [Num() as index, _]:
            known.mark(zone, node, holds=is_index(zone, index, xs.size))
            indexed(zone, index, xs.size)
        case "swap", [Num() as index, Num() as other]:
            is_within = is_index(zone, index, xs.size) and is_index(zone, other, xs.size)
            known.mark(zone, node, holds=is_within)
            indexed(zone, index, xs.size)
            indexed(zone, other, xs.size)
        case (("delitem" | "shift"), [Num() as index, *_]):
            indexed(zone, index, xs.size)
        case ".pop", _:
            suppose(zone, exactly(1), xs.size)
            return anything(node.type) if xs.item is None else xs.item
        case ".remove", _:
            suppose(zone, exactly(1), xs.size)
        case _:
            pass
    return None


def _update(zone: Zone, path: str, type_: List, name: str, values: list[Value]) -> None:
    match name, values[1:]:
        case "setitem", [_, value]:
            replaced(zone, path, type_.element, value)
        case ".append", [value]:
            replaced(zone, path, type_.element, value)
            resized(zone, path, (1, 1))
        case ".insert", [_, value]:
            replaced(zone, path, type_.element, value)
            resized(zone, path, (1, 1))
        case ".extend", [Seq(size, item)]:
            if size.range[1] > 0:
                replaced(zone, path, type_.element, item)
            resized(zone, path, size.range)
        case ((".pop" | ".remove" | "delitem"), _):
            resized(zone, path, (-1, -1))
        case _ if name in _TURNED:
            pass
        case ".clear", _:
            forget_under(zone, path, keeps_size=False)
            zone.at_most(path + "#", 0)
        case _:
            forget_under(zone, path, keeps_size=False)


# Texts -----------------------------------------------------------------------------------------


def on_text(zone: Zone, node: ir.Apply, values: list[Value]) -> Value:
    """An operation whose first operand is a text."""
    xs = values[0]
    if not isinstance(xs, Seq):
        xs = Seq(_SIZE)
    match node.op.name, values[1:]:
        case "getitem", [Num() as index]:
            indexed(zone, index, xs.size)
            return anything(CHAR)
        case "ord()", _:
            return Num((0, 0x10FFFF))
        case ((".find" | ".rfind"), _):
            return Num((-1, LONGEST), xs.size.ups)
        case ((".index" | ".rindex"), _):
            return Num((0, LONGEST), xs.size.ups)
        case ".count", _:
            return Num((0, LONGEST + 1))
        case (("len()" | "slice" | "slice step" | "add" | "mul"), _):
            made = _made(zone, node, xs, values)
            return Seq(made.size) if isinstance(made, Seq) and node.type == STR else made
        case _:
            return anything(node.type)
