"""What is known of an int: an interval, and bounds by lengths and by other variables.

A symbol is the length of a list or text, or the value of a variable, as it is now. `at_most` holds
pairs (symbol, c): the int is at most symbol + c; `at_least` the same from below. All arithmetic is
exact: whether a result fits into 64 bits is asked by whoever needs to know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Symbol: TypeAlias = tuple[str, str]  # ("len" | "var", name)
Bounds: TypeAlias = frozenset[tuple[Symbol, int]]

LEAST, MOST = -(2**63), 2**63 - 1
LONGEST = 2**47  # no list or text in memory has more elements
_MOST_BOUNDS = 12


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an int."""

    low: int = LEAST
    high: int = MOST
    at_most: Bounds = frozenset()
    at_least: Bounds = frozenset()

    @property
    def fits(self) -> bool:
        """Whether it fits into 64 bits for certain."""
        return self.low >= LEAST and self.high <= MOST

    def clamped(self) -> Known:
        """The same, knowing that it did fit: otherwise the call was given back."""
        low, high = max(self.low, LEAST), min(self.high, MOST)
        return Known(low, high, self.at_most, self.at_least) if low <= high else ANY


ANY = Known()


def exactly(value: int) -> Known:
    """A constant."""
    return Known(value, value)


def between(low: int, high: int) -> Known:
    """An interval."""
    return Known(low, high)


def tightest(bounds: Iterable[tuple[Symbol, int]], *, upper: bool) -> Bounds:
    """One bound for each symbol, not too many."""
    found: dict[Symbol, int] = {}
    for symbol, offset in bounds:
        old = found.get(symbol)
        if old is None or (offset < old if upper else offset > old):
            found[symbol] = offset
    return frozenset(sorted(found.items())[:_MOST_BOUNDS])


def shifted(bounds: Bounds, by: int) -> Bounds:
    """All bounds moved."""
    if not -(2**62) < by < 2**62:
        return frozenset()
    return frozenset((symbol, offset + by) for symbol, offset in bounds)


def add(a: Known, b: Known) -> Known:
    """a + b"""
    upper = shifted(a.at_most, b.high) | shifted(b.at_most, a.high)
    lower = shifted(a.at_least, b.low) | shifted(b.at_least, a.low)
    return Known(
        a.low + b.low,
        a.high + b.high,
        tightest(upper, upper=True),
        tightest(lower, upper=False),
    )


def sub(a: Known, b: Known) -> Known:
    """a - b"""
    upper, lower = shifted(a.at_most, -b.low), shifted(a.at_least, -b.high)
    return Known(a.low - b.high, a.high - b.low, upper, lower)


def mul(a: Known, b: Known) -> Known:
    """a * b"""
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Known(min(corners), max(corners))


def neg(a: Known) -> Known:
    """-a"""
    return Known(-a.high, -a.low)


def absolute(a: Known) -> Known:
    """abs(a)"""
    if a.low >= 0:
        return a
    return Known(0 if a.high >= 0 else -a.high, max(-a.low, a.high))


def floordiv(a: Known, b: Known) -> Known:
    """a // b, where it does not raise"""
    if b.low <= 0 <= b.high:
        size = max(abs(a.low), abs(a.high))
        return Known(-size, size)
    corners = [x // y for x in (a.low, a.high) for y in (b.low, b.high)]
    upper = a.at_most if a.low >= 0 and b.low >= 1 else frozenset()
    return Known(min(corners), max(corners), upper)


def modulo(a: Known, b: Known) -> Known:
    """a % b, where it does not raise: the sign is that of b"""
    low = min(0, b.low + 1)
    high = max(0, b.high - 1)
    if b.low < 1:
        return Known(low, high)
    upper = shifted(b.at_most, -1)
    if a.low >= 0:
        high = min(high, a.high)
        upper = tightest(upper | a.at_most, upper=True)
    return Known(0, high, upper)


def lshift(a: Known, b: Known) -> Known:
    """a << b"""
    if b.low < 0 or b.high > 128:
        return Known(-(2**400), 2**400)
    corners = [x << y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Known(min(corners), max(corners))


def rshift(a: Known, b: Known) -> Known:
    """a >> b"""
    if b.low < 0:
        return ANY
    corners = [x >> min(y, 64) for x in (a.low, a.high) for y in (b.low, b.high)]
    return Known(min(corners), max(corners), a.at_most if a.low >= 0 else frozenset())


def bit_and(a: Known, b: Known) -> Known:
    """a & b"""
    if a.low >= 0 and b.low >= 0:
        both = tightest(a.at_most | b.at_most, upper=True)
        return Known(0, min(a.high, b.high), both)
    if a.low >= 0:
        return Known(0, a.high, a.at_most)
    if b.low >= 0:
        return Known(0, b.high, b.at_most)
    return ANY


def bit_or(a: Known, b: Known) -> Known:
    """a | b, and a ^ b"""
    if a.low < 0 or b.low < 0:
        return ANY
    return Known(0, (1 << max(a.high, b.high).bit_length()) - 1)


def least(a: Known, b: Known) -> Known:
    """min(a, b)"""
    upper = tightest(a.at_most | b.at_most, upper=True)
    return Known(min(a.low, b.low), min(a.high, b.high), upper, _weaker(a, b, upper=False))


def most(a: Known, b: Known) -> Known:
    """max(a, b)"""
    lower = tightest(a.at_least | b.at_least, upper=False)
    return Known(max(a.low, b.low), max(a.high, b.high), _weaker(a, b, upper=True), lower)


def join(a: Known, b: Known) -> Known:
    """One of the two."""
    return Known(
        min(a.low, b.low),
        max(a.high, b.high),
        _weaker(a, b, upper=True),
        _weaker(a, b, upper=False),
    )


def _weaker(a: Known, b: Known, *, upper: bool) -> Bounds:
    """The bounds that hold for both."""
    first = dict(a.at_most if upper else a.at_least)
    second = dict(b.at_most if upper else b.at_least)
    pick = max if upper else min
    found = {(s, pick(first[s], second[s])) for s in first.keys() & second.keys()}
    return frozenset(found)


def both(a: Known, b: Known) -> Known:
    """Both hold."""
    low, high = max(a.low, b.low), min(a.high, b.high)
    if low > high:
        return a  # this way is never taken; what is said of it does not matter
    return Known(
        low,
        high,
        tightest(a.at_most | b.at_most, upper=True),
        tightest(a.at_least | b.at_least, upper=False),
    )


def widened(old: Known, new: Known, floor: int, ceiling: int) -> Known:
    """A bound that still moves is given up, but for what `floor` and `ceiling` promise."""
    low, high = min(old.low, new.low), max(old.high, new.high)
    if low < old.low:
        low = floor if low >= floor and old.low > floor else LEAST
    if high > old.high:
        high = ceiling if high <= ceiling and old.high < ceiling else MOST
    later_most, later_least = dict(new.at_most), dict(new.at_least)
    return Known(
        low,
        high,
        frozenset((s, c) for s, c in old.at_most if later_most.get(s, c + 1) <= c),
        frozenset((s, c) for s, c in old.at_least if later_least.get(s, c - 1) >= c),
    )
