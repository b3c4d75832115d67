"""What the operations on ints give, and when they can't fail.

In: the zone, an operation's name, what is known of its operands. Out: what is known of the exact
result, before it is cut to what an `i64` can hold, and whether the plain Rust operator is proved
to give it.
"""

from __future__ import annotations

import math

from ferrule.passes.ranging import intervals
from ferrule.passes.ranging.intervals import ANY, HIGHEST, LOWEST, Range, hull
from ferrule.passes.ranging.values import Num, difference, distance, either, is_at_most
from ferrule.passes.ranging.zone import Zone

_PLAIN = {
    "mul": intervals.times,
    "floordiv": intervals.floor_divided,
    "mod": intervals.rest,
    "lshift": intervals.shifted_left,
    "rshift": intervals.shifted_right,
    "and": intervals.masked,
    "or": intervals.united,
    "xor": intervals.united,
    "pow": intervals.power,
    "pow()": intervals.power,
}
_NATURAL = frozenset({"math.gcd", "math.lcm", "math.comb", "math.perm"})


def computed(zone: Zone, name: str, args: tuple[Num, ...]) -> Num:
    """The exact result of an operation on ints."""
    match name, args:
        case "add", (first, second):
            return _added(first, second)
        case "sub", (first, second):
            return _subtracted(zone, first, second)
        case (("min()" | "max()"), (first, second)):
            return _chosen(zone, first, second, least=name == "min()")
        case _, (first, second) if name in _PLAIN:
            plain = Num(_PLAIN[name](first.range, second.range))
            return _related(name, first, second, plain)
        case _, (_, _) if name in _NATURAL:
            return Num((0, HIGHEST))
        case _, (one,):
            return _unary(name, one)
        case _:
            return Num(ANY)


def _added(first: Num, second: Num) -> Num:
    (low, high), (least, most) = first.range, second.range
    ups = {name: gap + high for name, gap in second.ups.items()}
    ups |= {name: gap + most for name, gap in first.ups.items()}
    downs = {name: gap + low for name, gap in second.downs.items()}
    downs |= {name: gap + least for name, gap in first.downs.items()}
    return Num((low + least, high + most), ups, downs)


def _subtracted(zone: Zone, first: Num, second: Num) -> Num:
    least, most = second.range
    ups = {name: gap - least for name, gap in first.ups.items()}
    downs = {name: gap - most for name, gap in first.downs.items()}
    return Num(difference(zone, first, second), ups, downs)


def _chosen(zone: Zone, first: Num, second: Num, *, least: bool) -> Num:
    both = either(zone, first, second)
    assert isinstance(both, Num)
    (low, high), (bottom, top) = first.range, second.range
    if least:
        ups = _tightest(first.ups, second.ups, max_=False)
        return Num((min(low, bottom), min(high, top)), ups, both.downs)
    downs = _tightest(first.downs, second.downs, max_=True)
    return Num((max(low, bottom), max(high, top)), both.ups, downs)


def _tightest(first: object, second: object, *, max_: bool) -> dict[str, int]:
    assert isinstance(first, dict) and isinstance(second, dict)
    found = dict(first)
    for name, gap in second.items():
        if name in found:
            gap = max(gap, found[name]) if max_ else min(gap, found[name])
        found[name] = gap
    return found


def _related(name: str, first: Num, second: Num, plain: Num) -> Num:
    """The result with what else it can't be above."""
    is_natural = first.range[0] >= 0
    match name:
        case "floordiv" if is_natural and second.range[0] >= 1:
            return Num(plain.range, first.ups)
        case "rshift" if is_natural:
            return Num(plain.range, first.ups)
        case "mod" if second.range[0] >= 1:
            ups = {other: gap - 1 for other, gap in second.ups.items()}
            ups |= dict(first.ups) if is_natural and not ups else {}
            return Num(plain.range, ups)
        case "and" if is_natural:
            return Num(plain.range, first.ups)
        case _:
            return plain


def _unary(name: str, one: Num) -> Num:
    low, high = one.range
    match name:
        case "neg":
            return Num((-high, -low))
        case "pos" | "int()" | "round()" | ".conjugate" | "math.floor" | "math.ceil" | "math.trunc":
            return one
        case "invert":
            return Num((-high - 1, -low - 1))
        case "abs()":
            return one if low >= 0 else Num(intervals.absolute(one.range))
        case ".bit_length" | ".bit_count":
            return Num((0, 64))
        case "math.isqrt":
            least, most = math.isqrt(max(low, 0)), math.isqrt(max(high, 0))
            # A negative operand raises, so the root is never above its operand.
            return Num((least, most), one.ups)
        case "math.factorial":
            return Num((1, HIGHEST))
        case _:
            return Num(ANY)


def middle(zone: Zone, first: Num, second: Num) -> Num:
    """`(first + second) // 2`: it lies between the two."""
    low, high = hull(first.range, second.range)
    exact: Range = (
        (first.range[0] + second.range[0]) // 2,
        (first.range[1] + second.range[1]) // 2,
    )
    if distance(zone, second, first) <= 0:
        first, second = second, first
    between = distance(zone, first, second)
    if between > 0:
        return Num(exact)
    # first <= second; the middle of two that differ is below the greater one.
    ups = second.plus(-1).ups if between < 0 else second.ups
    return Num((max(low, exact[0]), min(high, exact[1])), ups, first.downs)


def is_proved(zone: Zone, proof: str, name: str, args: tuple[Num, ...]) -> bool:
    """Whether the proof that an operation's plain Rust form asks for is there."""
    match proof, args:
        case "overflow", _:
            return fits(computed(zone, name, args).range) and name in (
                *("add", "sub", "mul", "neg", "abs()"),
            )
        case "natural division", (first, second):
            return first.range[0] >= 0 and second.range[0] > 0
        case "shift", (first, count):
            is_small = count.range[0] >= 0 and count.range[1] <= 62
            return is_small and fits(intervals.shifted_left(first.range, count.range))
        case "shift count", (_, count):
            return count.range[0] >= 0 and count.range[1] <= 63
        case _:
            return False


def fits(exact: Range) -> bool:
    """Whether every int of a range is an `i64`."""
    return exact[0] >= LOWEST and exact[1] <= HIGHEST


def is_index(zone: Zone, index: Num, size: Num) -> bool:
    """Whether an index lies within a sequence, counted from its start."""
    return index.range[0] >= 0 and is_at_most(zone, index, size, -1)
