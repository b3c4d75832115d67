"""Replaces functions, constants and builtins while the hot function is in use."""

import builtins
import math

SCALE = 3


def weight(number):
    """The weight of one number."""
    return number * SCALE % 11


def total(size):
    """The weight of all."""
    result = 0
    for number in range(size):
        result += weight(number) + math.isqrt(number)
    return result


def heavier(number):
    """Another weight."""
    return number * SCALE % 11 + 100


def main():
    """After every change the answer changes."""
    global SCALE, weight, total
    print([total(size) for size in range(150_000, 150_012)])
    weight = heavier
    print([total(size) for size in range(150_000, 150_003)])
    SCALE = 5
    print([total(size) for size in range(150_000, 150_003)])
    original, math.isqrt = math.isqrt, lambda number: -number
    print([total(size) for size in range(150_000, 150_003)])
    math.isqrt = original
    builtins.range, plain = lambda size: plain(0, size, 2), builtins.range
    try:
        print(total(60_000))
    finally:
        builtins.range = plain
    total = str
    print(total(60_000))


if __name__ == "__main__":
    main()
