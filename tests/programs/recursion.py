"""Recursion that is deep, too deep, and mutual."""

import sys


def ways(stairs):
    """How many ways there are to climb."""
    if stairs < 2:
        return 1
    return ways(stairs - 1) + ways(stairs - 2)


def depth(number):
    """As deep as `number`."""
    return 0 if number == 0 else 1 + depth(number - 1)


def is_even(number):
    """By way of `is_odd`."""
    return True if number == 0 else is_odd(number - 1)


def is_odd(number):
    """By way of `is_even`."""
    return False if number == 0 else is_even(number - 1)


def main():
    """Climb, and fall."""
    print([ways(stairs) for stairs in range(28)])
    print(sum(depth(700) for _ in range(300)))
    print([is_even(number) for number in range(600, 606)] * 2)
    for call in (depth, is_even):
        try:
            print(call(100_000))
        except RecursionError as error:
            print(type(error).__name__, str(error).startswith("maximum recursion depth exceeded"))
    sys.setrecursionlimit(5000)
    print(depth(3000))


if __name__ == "__main__":
    main()
