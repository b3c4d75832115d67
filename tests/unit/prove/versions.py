"""Pairs of functions: the first is the original, the others differ from it in one way each."""

from __future__ import annotations

import os
import signal
import time
from random import Random


def total(xs: list) -> int:
    return sum(xs)


def total_off_by_one(xs: list) -> int:
    return sum(xs) + 1


def total_wraps(xs: list) -> int:
    return (sum(xs) + 2**63) % 2**64 - 2**63


def total_as_float(xs: list) -> float:
    return float(sum(xs))


def total_crashes(xs: list) -> int:
    if len(xs) == 1:
        os.kill(os.getpid(), signal.SIGSEGV)
    return sum(xs)


def total_hangs(xs: list) -> int:
    if not xs:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        while True:
            time.sleep(0.1)
    return sum(xs)


def total_loops(xs: list) -> int:
    while not xs:
        pass
    return sum(xs)


def total_exits(xs: list) -> int:
    if len(xs) > 3:
        os._exit(3)
    return sum(xs)


def is_any(xs: list) -> bool:
    return len(xs) > 0


def is_any_as_int(xs: list) -> int:
    return int(len(xs) > 0)


def negate(x: float) -> float:
    return -x


def negate_from_zero(x: float) -> float:
    return 0.0 - x


def first(xs: list) -> int:
    if not xs:
        raise ValueError(f"no first of {len(xs)}")
    return xs[0]


def first_other_message(xs: list) -> int:
    if not xs:
        raise ValueError("no first")
    return xs[0]


def first_other_type(xs: list) -> int:
    if not xs:
        raise IndexError(f"no first of {len(xs)}")
    return xs[0]


def first_returns(xs: list) -> int | None:
    return xs[0] if xs else None


def sort_in_place(xs: list) -> list:
    xs.sort()
    return xs


def sort_not_in_place(xs: list) -> list:
    return sorted(xs)


def sort_equal_copy(xs: list) -> list:
    xs.sort()
    return list(xs)


def sort_descending_inside(xs: list) -> list:
    xs.sort(reverse=True)
    return sorted(xs)


def rows(n: int) -> list:
    row = [0] * 2
    return [row, row] + [[n]] * 0


def rows_unshared(n: int) -> list:
    return [[0] * 2, [0] * 2]


def tally(words: list) -> dict:
    counts: dict = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def tally_sorted(words: list) -> dict:
    return dict(sorted(tally(words).items()))


def unique(xs: list) -> set:
    return set(xs)


def unique_other_order(xs: list) -> set:
    made = set(range(4096))
    for x in range(4096):
        made.discard(x)
    for x in reversed(xs):
        made.add(x)
    return made


def greet(name: str) -> None:
    print("hello", name)


def greet_quietly(name: str) -> None:
    return None


def bump_rows(grid: list) -> None:
    for row in grid:
        row.append(0)


def bump_rows_snapshot(grid: list) -> None:
    """Takes every row for an object of its own, as a snapshot without a check would."""
    copies = [[*row, 0] for row in grid]
    for row, copy in zip(grid, copies, strict=True):
        row[:] = copy


def bump_rows_replaced(grid: list) -> None:
    grid[:] = [[*row, 0] for row in grid]


class Point:
    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y


def shift(points: list) -> None:
    for point in points:
        point.x += 1.0


def shift_forgets_last(points: list) -> None:
    for point in points[:-1]:
        point.x += 1.0


def clock(n: int) -> int:
    return time.perf_counter_ns()


def spin(n: int) -> int:
    while n > 100:
        pass
    return n


def dies(n: int) -> int:
    if n > 100:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


MEMO: dict = {1: 10}


def memoized(n: int, *, step: int) -> int:
    if n not in MEMO:
        MEMO[n] = n * step
    return MEMO[n]


def memoized_forgets(n: int, *, step: int) -> int:
    return MEMO.get(n, n * step)


def sink(n: int) -> int:
    return 0 if n == 0 else sink(n - 1)


def sink_never_too_deep(n: int) -> int:
    return 0


def seeded(seed: int | None) -> float:
    return Random(seed).random()
