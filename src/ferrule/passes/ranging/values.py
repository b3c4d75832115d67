"""What is known of one value: a range, and how far it lies from the ints of a zone.

In: a zone, and paths into it. Out: values read, compared, joined, and put back under other paths.
Values refer to the zone as it was when they were read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ferrule.base.types import BOOL, CHAR, INT, STR, Array, List, Tuple, Type
from ferrule.passes.ranging.intervals import ANY, LONGEST, Range, hull
from ferrule.passes.ranging.zone import FAR, Zone, is_many, join


@dataclass(frozen=True, slots=True)
class Num:
    """An int: `ups[v] = c` says that it is at most `v + c`, `downs[v] = c` at least `v + c`."""

    range: Range
    ups: Mapping[str, int] = field(default_factory=dict)
    downs: Mapping[str, int] = field(default_factory=dict)

    def plus(self, number: int) -> Num:
        """The same, so much more."""
        low, high = self.range
        ups = {name: gap + number for name, gap in self.ups.items()}
        downs = {name: gap + number for name, gap in self.downs.items()}
        return Num((low + number, high + number), ups, downs)

    @property
    def bare(self) -> Num:
        """The range alone, which stays true whatever happens to the ints of the zone."""
        return Num(self.range)


@dataclass(frozen=True, slots=True)
class Seq:
    """A list or text: its length, and what is known of every element."""

    size: Num
    item: Value = None


@dataclass(frozen=True, slots=True)
class Group:
    """A tuple."""

    items: tuple[Value, ...]


Value: TypeAlias = Num | Seq | Group | None  # None: nothing is known, or nothing is tracked


def exactly(number: int) -> Num:
    """A constant."""
    return Num((number, number))


def anything(type_: Type) -> Value:
    """A value of which only the type is known."""
    match type_:
        case List(element):
            return Seq(Num((0, LONGEST)), anything(element))
        case Tuple(items):
            return Group(tuple(map(anything, items)))
        case Array(_, ndim):
            return Group((Num((0, LONGEST)),) * ndim)  # its lengths
        case _ if type_ == INT:
            return Num(ANY)
        case _ if type_ == BOOL:
            return Num((0, 1))
        case _ if type_ == STR:
            return Seq(Num((0, LONGEST)))
        case _ if type_ == CHAR:
            return Seq(exactly(1))
        case _:
            return None


def settled(value: Value, type_: Type) -> Value:
    """What stays true of a value while other operands are evaluated, which may change things."""
    match value, type_:
        case Num(), _:
            return value.bare
        case Seq(), List():
            return anything(type_)  # the list itself may change
        case Seq(size=size), _:
            return Seq(size.bare)
        case Group(items), Tuple(types):
            return Group(tuple(map(settled, items, types)))
        case Group(), Array():
            return detached(value)
        case _:
            return anything(type_)


def detached(value: Value) -> Value:
    """The same without any reference to the zone."""
    match value:
        case Num():
            return value.bare
        case Seq(size, item):
            return Seq(size.bare, detached(item))
        case Group(items):
            return Group(tuple(map(detached, items)))
        case _:
            return None


def read(zone: Zone, path: str, type_: Type) -> Value:
    """What the zone knows of a local, or of any one of the elements of something."""
    match type_:
        case List(element):
            return Seq(_number(zone, path + "#"), read(zone, path + "[]", element))
        case Tuple(items):
            parts = (read(zone, f"{path}.{i}", part) for i, part in enumerate(items))
            return Group(tuple(parts))
        case Array(_, ndim):
            return Group(tuple(_number(zone, f"{path}.{axis}#") for axis in range(ndim)))
        case _ if type_ == INT:
            return _number(zone, path)
        case _ if type_ == STR:
            return Seq(_number(zone, path + "#"))
        case _:
            return anything(type_)


def _number(zone: Zone, name: str) -> Num:
    if is_many(name):
        return Num(zone.range(name), *zone.edges(name))
    return Num(zone.range(name), {name: 0}, {name: 0})


def put(zone: Zone, path: str, type_: Type, value: Value) -> None:
    """Notes what is known of a value under a path of which nothing is known yet."""
    match value, type_:
        case Seq(size, item), List(element):
            _note(zone, path + "#", size)
            put(zone, path + "[]", element, item)
        case Seq(size, _), _ if type_ == STR:
            _note(zone, path + "#", size)
        case Group(items), Tuple(types):
            for i, (part, part_type) in enumerate(zip(items, types, strict=True)):
                put(zone, f"{path}.{i}", part_type, part)
        case Group(items), Array():
            for axis, length in enumerate(items):
                if isinstance(length, Num):
                    _note(zone, f"{path}.{axis}#", length)
        case Num(), _ if type_ == INT:
            _note(zone, path, value)
        case _:
            pass


def _note(zone: Zone, name: str, value: Num) -> None:
    zone.at_least(name, value.range[0])
    zone.at_most(name, value.range[1])
    for other, gap in value.ups.items():
        zone.limit(name, other, gap)
    for other, gap in value.downs.items():
        zone.limit(other, name, -gap)


def under(path: str, name: str) -> bool:
    """Whether an int belongs to the value at a path."""
    return name.startswith(path) and (len(name) == len(path) or name[len(path)] in "#[.")


def move(zone: Zone, old: str, new: str) -> None:
    """Lets a path take over what is known of another."""
    zone.forget_all(lambda name: under(new, name))
    for name in sorted(zone.names()):
        if under(old, name):
            zone.rename(name, new + name[len(old) :])


def assign(zone: Zone, targets: Sequence[tuple[str, Type, Value]]) -> None:
    """Binds several paths at once; the values may refer to what the paths stood for so far."""
    for number, (_, type_, value) in enumerate(targets):
        put(zone, f"%t.{number}", type_, value)
    for path, _, _ in targets:
        zone.forget_all(lambda name, path=path: under(path, name))  # type: ignore[misc]
    for number, (path, _, _) in enumerate(targets):
        move(zone, f"%t.{number}", path)


def renumber(zone: Zone, name: str, value: Num) -> None:
    """Gives an int of the zone a new value, which may refer to the old one."""
    fresh = "%t.n#" if name.endswith("#") else "%t.k"  # near to what a counter is near to
    _note(zone, fresh, value)
    zone.forget(name)
    zone.rename(fresh, name)


def mix(zone: Zone, path: str, type_: Type, value: Value) -> Zone:
    """The zone after one of many elements may have been replaced by the value."""
    if zone.is_vacuous(path):
        new = zone.copy()
        assign(new, [(path, type_, value)])
        return new
    changed = zone.copy()
    assign(changed, [(path, type_, value)])
    return join(zone, changed)


# Comparing -------------------------------------------------------------------------------------


def is_at_most(zone: Zone, small: Num, big: Num, more: int = 0) -> bool:
    """Whether `small <= big + more` is certain."""
    if small.range[1] <= big.range[0] + more:
        return True
    return distance(zone, small, big) <= more


def distance(zone: Zone, high: Num, low: Num) -> int:
    """The least known number with `high <= low + number`."""
    best = high.range[1] - low.range[0]
    for name, up in high.ups.items():
        best = min(best, zone.range(name)[1] + up - low.range[0])
        for other, down in low.downs.items():
            best = min(best, zone.gap(name, other) + up - down)
    return best


def difference(zone: Zone, first: Num, second: Num) -> Range:
    """The range of `first - second`."""
    return -distance(zone, second, first), distance(zone, first, second)


def suppose(zone: Zone, small: Num, big: Num, more: int = 0) -> None:
    """Notes `small <= big + more`."""
    if small.range[0] > big.range[1] + more:
        zone.dead = True
        return
    for name, down in small.downs.items():
        zone.at_most(name, big.range[1] + more - down)
        for other, up in big.ups.items():
            zone.limit(name, other, up + more - down)
    for other, up in big.ups.items():
        zone.at_least(other, small.range[0] - more - up)


# Joining ---------------------------------------------------------------------------------------


def either(zone: Zone, first: Value, second: Value) -> Value:
    """What is known of a value that is one of two."""
    match first, second:
        case Num(), Num():
            return Num(
                hull(first.range, second.range),
                _common(zone, first, second, up=True),
                _common(zone, first, second, up=False),
            )
        case Seq(), Seq():
            size = either(zone, first.size, second.size)
            assert isinstance(size, Num)
            if first.size.range[1] <= 0:
                return Seq(size, second.item)
            if second.size.range[1] <= 0:
                return Seq(size, first.item)
            return Seq(size, either(zone, first.item, second.item))
        case Group(ours), Group(theirs) if len(ours) == len(theirs):
            return Group(tuple(either(zone, a, b) for a, b in zip(ours, theirs, strict=True)))
        case _:
            return None


def _common(zone: Zone, first: Num, second: Num, *, up: bool) -> dict[str, int]:
    names = (first.ups.keys() | second.ups.keys()) if up else (first.downs.keys() | second.downs)
    found: dict[str, int] = {}
    for name in sorted(names):
        point = Num(zone.range(name), {name: 0}, {name: 0})
        if up:
            gap = max(distance(zone, first, point), distance(zone, second, point))
        else:
            gap = -max(distance(zone, point, first), distance(zone, point, second))
        if abs(gap) < FAR:
            found[name] = gap
    return found
