"""Loops and comprehensions: what the targets may be on each turn.

In: what is walked over, already evaluated by `evaluate`. Out: hidden ints in the zone that count
the turns: `.k` is the next value, `.stop` the end, `.end` the end or the start if that is greater.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from ferrule.base.types import INT, STR, List, Tuple, Type
from ferrule.ir import nodes as ir
from ferrule.passes.definitions import sliced
from ferrule.passes.ranging.arithmetic import computed
from ferrule.passes.ranging.intervals import HIGHEST, LONGEST, hull
from ferrule.passes.ranging.knowledge import Knowledge
from ferrule.passes.ranging.values import (
    Group,
    Num,
    Seq,
    Value,
    assign,
    exactly,
    is_at_most,
    put,
    read,
    renumber,
    suppose,
)
from ferrule.passes.ranging.zone import Zone

Evaluate: TypeAlias = Callable[[Knowledge, Zone, ir.Expr], Value]


@dataclass(frozen=True, slots=True)
class Steps:
    """Ints from `.k` on, by `step` each turn, or any between `.k` and `.stop` where it is None."""

    name: str
    step: Num | None
    end: str = ".stop"  # the hidden int that `.k` is equal to in the end, if the step is one


@dataclass(frozen=True, slots=True)
class Items:
    """Elements of a hidden copy, one by one; `.k` counts them, if nothing else does."""

    name: str
    type: Type
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Anything:
    """Values of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Several:
    """Several walks side by side, which give tuples."""

    parts: tuple[Walk, ...]
    ends_together: bool = False


Walk: TypeAlias = Steps | Items | Anything | Several
_UNKNOWN = Num((0, LONGEST))


def begin(
    known: Knowledge, zone: Zone, walked: ir.Iter, name: str, evaluate: Evaluate
) -> tuple[Walk, Num]:
    """Evaluates what is walked over, and gives the walk and the number of its turns."""
    match walked:
        case ir.OverRange(start=start, stop=stop, step=step):
            parts = [evaluate(known, zone, part) for part in (start, stop, step)]
            if any(map(known.is_impure, (start, stop, step))):
                parts = [part.bare if isinstance(part, Num) else part for part in parts]
            return _steps(zone, name, parts)
        case ir.Over(value=value):
            return _items(known, zone, value, name, evaluate)
        case ir.OverItems(value=value):
            evaluate(known, zone, value)
            return Anything(), _UNKNOWN
        case ir.OverEnumerate(iter=inner, start=start):
            found, count = begin(known, zone, inner, name + "e", evaluate)
            return _enumerated(zone, name, found, count, evaluate(known, zone, start))
        case ir.OverZip(iters=iters):
            return _zipped(known, zone, iters, name, evaluate)
        case ir.OverReversed(iter=inner):
            walk, turns = begin(known, zone, inner, name, evaluate)
            return _reversed(walk), turns
        case _:
            assert_never(walked)


def _enumerated(zone: Zone, name: str, walk: Walk, turns: Num, first: Value) -> tuple[Walk, Num]:
    if not isinstance(first, Num):
        return Several((Anything(), walk)), _UNKNOWN
    last = computed(zone, "add", (first, turns))
    assign(zone, [(name + ".k", INT, first), (name + ".stop", INT, last)])
    if isinstance(walk, Items):
        drop(zone, walk.name + ".")
        walk = replace(walk, counts=False)
    return Several((Steps(name, exactly(1)), walk), ends_together=True), turns


def _steps(zone: Zone, name: str, parts: list[Value]) -> tuple[Walk, Num]:
    start, stop, step = parts
    if not (isinstance(start, Num) and isinstance(stop, Num) and isinstance(step, Num)):
        return Anything(), Num((0, HIGHEST))
    least, most = step.range
    if least <= 0 <= most:
        low, high = hull(start.range, stop.range)
        assign(zone, [(name + ".k", INT, exactly(low)), (name + ".stop", INT, exactly(high + 1))])
        return Steps(name, None), Num((0, high - low))
    targets: list[tuple[str, Type, Value]] = [
        (name + ".k", INT, start),
        (name + ".stop", INT, stop),
    ]
    first, last = (start, stop) if least > 0 else (stop, start)
    turns = computed(zone, "max()", (exactly(0), computed(zone, "sub", (last, first))))
    end = ".stop"
    if least == most == 1 and not is_at_most(zone, start, stop):
        end = ".end"
        targets.append((name + end, INT, computed(zone, "max()", (start, stop))))
    assign(zone, targets)
    if abs(least) != 1 or least != most:
        turns = Num((0, max(turns.range[1], 0)), turns.ups)
    return Steps(name, step.bare, end), turns


def _items(
    known: Knowledge, zone: Zone, value: ir.Expr, name: str, evaluate: Evaluate
) -> tuple[Walk, Num]:
    found, type_ = evaluate(known, zone, value), value.type
    if isinstance(type_, List) or type_ == STR:
        copy = name + "x"
        known.types[copy] = type_
        known.origins[copy] = known.roots(sliced(value) or value)
        size = found.size if isinstance(found, Seq) else _UNKNOWN
        assign(zone, [(copy, type_, found)])
        assign(zone, [(name + ".k", INT, exactly(0)), (name + ".stop", INT, size)])
        return Items(name, type_), size
    if isinstance(type_, Tuple) and isinstance(found, Group) and found.items:
        return Anything(), exactly(len(found.items))
    return Anything(), _UNKNOWN


def _zipped(
    known: Knowledge, zone: Zone, iters: tuple[ir.Iter, ...], name: str, evaluate: Evaluate
) -> tuple[Walk, Num]:
    walks: list[Walk] = []
    turns: list[Num] = []
    for i, one in enumerate(iters):
        walk, count = begin(known, zone, one, f"{name}z{i}", evaluate)
        walks.append(walk)
        turns.append(count)
    least = Num((min(c.range[0] for c in turns), min(c.range[1] for c in turns)))
    for count in turns:
        least = Num(least.range, {**least.ups, **count.ups})
    if len(turns) == 1:
        least = turns[0]
    return Several(tuple(walks)), least


def _reversed(walk: Walk) -> Walk:
    """The same values, last one first."""
    match walk:
        case Steps(step=step) if step is not None and step.range == (1, 1):
            return replace(walk, step=None)
        case Items():
            return walk
        case _:
            return Anything()


def anyhow(walk: Walk) -> Walk:
    """The same walk without an order: each turn stands for all of them."""
    match walk:
        case Steps(step=step) if step is not None:
            return replace(walk, step=None) if step.range[0] > 0 else Anything()
        case Several(parts, together):
            return Several(tuple(map(anyhow, parts)), together)
        case _:
            return walk


def turn(zone: Zone, walk: Walk) -> Value:
    """Notes that there is another turn, and gives what the target is bound to."""
    match walk:
        case Steps(name, step, end):
            return _next_int(zone, name, step, end)
        case Items(name, type_, counts):
            if counts:
                suppose(zone, _int(zone, name + ".k"), _int(zone, name + ".stop"), -1)
            found = read(zone, name + "x", type_)
            if isinstance(found, Seq) and isinstance(type_, List):
                suppose(zone, exactly(1), found.size)
                return read(zone, name + "x[]", type_.element)
            return Seq(exactly(1))
        case Several(parts=parts):
            return Group(tuple(turn(zone, part) for part in parts))
        case Anything():
            return None
        case _:
            assert_never(walk)


def _int(zone: Zone, name: str) -> Num:
    found = read(zone, name, INT)
    assert isinstance(found, Num)
    return found


def _next_int(zone: Zone, name: str, step: Num | None, end: str) -> Num:
    k, stop = _int(zone, name + ".k"), _int(zone, name + ".stop")
    if step is None:
        # Any value of the range: `.k` stays at the start, and the value is some int above it.
        fresh = f"{name}.any"
        zone.forget(fresh)
        suppose(zone, k, stop, -1)
        value = Num((k.range[0], stop.range[1] - 1), stop.plus(-1).ups, k.downs)
        put(zone, fresh, INT, value)
        return _int(zone, fresh)
    if step.range[0] > 0:
        suppose(zone, k, stop, -1)
        if step.range == (1, 1):
            suppose(zone, k, _int(zone, name + end), -1)
    else:
        suppose(zone, stop, k, -1)
    return _int(zone, name + ".k")


def advance(zone: Zone, walk: Walk) -> None:
    """Goes on to the next turn."""
    match walk:
        case Steps(name, step) if step is not None:
            renumber(zone, name + ".k", computed(zone, "add", (_int(zone, name + ".k"), step)))
        case Items(name, counts=True):
            renumber(zone, name + ".k", _int(zone, name + ".k").plus(1))
        case Several(parts=parts):
            for part in parts:
                advance(zone, part)
        case _:
            pass


def finish(zone: Zone, walk: Walk) -> None:
    """Notes that a single walk has come to its end."""
    match walk:
        case Steps(name, step, end) if step is not None and step.range[0] > 0:
            suppose(zone, _int(zone, name + ".stop"), _int(zone, name + ".k"))
            if step.range == (1, 1):
                suppose(zone, _int(zone, name + end), _int(zone, name + ".k"))
        case Items(name, counts=True):
            suppose(zone, _int(zone, name + ".stop"), _int(zone, name + ".k"))
        case Several(parts, True):
            for part in parts:
                finish(zone, part)
        case _:
            pass


def drop(zone: Zone, name: str) -> None:
    """Forgets the hidden ints of a walk."""
    zone.forget_all(lambda one: one.startswith(name) and not one[len(name) :][:1].isdigit())


def bind(zone: Zone, target: ir.Target, value: Value) -> None:
    """Binds a target."""
    assign(zone, list(_pairs(target, value)))


def _pairs(target: ir.Target, value: Value) -> list[tuple[str, Type, Value]]:
    match target:
        case ir.Bind(name=name, type=type_):
            return [(name, type_, value)]
        case ir.Spread(items=items):
            values: tuple[Value, ...] = (None,) * len(items)
            if isinstance(value, Group) and len(value.items) == len(items):
                values = value.items
            return [pair for one in zip(items, values, strict=True) for pair in _pairs(*one)]
        case _:
            assert_never(target)
