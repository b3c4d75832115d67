"""Ranges of ints as pairs `(low, high)`, both inclusive: what an operation makes of them.

In: ranges of the operands. Out: a range that holds every result, not yet cut to what an `i64` can
hold. Assumes that no operand range is empty.
"""

from __future__ import annotations

from typing import TypeAlias

Range: TypeAlias = tuple[int, int]

LOWEST = -(2**63)
HIGHEST = 2**63 - 1
LONGEST = 2**47  # no list, text or other container in memory is longer
ANY: Range = (LOWEST, HIGHEST)
WIDE: Range = (-(2**80), 2**80)  # of hidden counters, which may step beyond an `i64`


def hull(first: Range, second: Range) -> Range:
    """The smallest range around two."""
    return min(first[0], second[0]), max(first[1], second[1])


def times(first: Range, second: Range) -> Range:
    """The range of products."""
    corners = [a * b for a in first for b in second]
    return min(corners), max(corners)


def floor_divided(first: Range, second: Range) -> Range:
    """The range of `//`, the divisor zero left out, which raises."""
    divisors = _nonzero(second)
    if not divisors:
        return ANY
    corners = [a // b for a in first for b in divisors]
    return min(corners), max(corners)


def _nonzero(divisor: Range) -> list[int]:
    """The divisors at which a quotient may be extreme."""
    low, high = divisor
    candidates = {low, high}
    if low <= -1 <= high:
        candidates.add(-1)
    if low <= 1 <= high:
        candidates.add(1)
    return sorted(candidates - {0})


def rest(first: Range, second: Range) -> Range:
    """The range of `%`, whose sign is the divisor's."""
    low, high = min(0, second[0] + 1), max(0, second[1] - 1)
    if second[0] > 0 and first[0] >= 0:
        return first if first[1] < second[0] else (0, min(high, first[1]))
    return low, high


def shifted_left(first: Range, count: Range) -> Range:
    """The range of `<<`; negative counts raise, and what is shifted beyond 64 bits never fits."""
    low, high = min(max(count[0], 0), 64), min(max(count[1], 0), 64)
    return times(first, (1 << low, 1 << high))


def shifted_right(first: Range, count: Range) -> Range:
    """The range of `>>`; negative counts raise."""
    corners = [a >> min(max(b, 0), 64) for a in first for b in count]
    return min(corners), max(corners)


def masked(first: Range, second: Range) -> Range:
    """The range of `&`."""
    if first[0] >= 0 and second[0] >= 0:
        return 0, min(first[1], second[1])
    if first[0] >= 0 or second[0] >= 0:
        return 0, first[1] if first[0] >= 0 else second[1]
    return _bits(first, second)


def united(first: Range, second: Range) -> Range:
    """The range of `|` and of `^`."""
    low, high = _bits(first, second)
    return (0, high) if first[0] >= 0 and second[0] >= 0 else (low, high)


def _bits(first: Range, second: Range) -> Range:
    """All that fits into as many bits as the operands need."""
    size = max(one.bit_length() for one in (*first, *second))
    return -(1 << size), (1 << size) - 1


def absolute(one: Range) -> Range:
    """The range of `abs`."""
    if one[0] >= 0:
        return one
    if one[1] <= 0:
        return -one[1], -one[0]
    return 0, max(-one[0], one[1])


def power(base: Range, exponent: Range) -> Range:
    """The range of `**` where the result is an int; a negative exponent gives a float."""
    low, high = max(exponent[0], 0), exponent[1]
    if base[0] >= 0 and 0 <= high <= 64:
        least = 0 if base[0] == 0 else base[0] ** low
        return least, max(base[1] ** high, 1)
    if low == high and high % 2 == 0 and 2 <= high <= 64:
        least, most = absolute(base)
        return least**high, most**high
    return (0, HIGHEST) if base[0] >= 0 else ANY
