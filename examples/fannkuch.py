"""Pancake flipping: the most prefix reversals any order of SIZE pancakes can need.

Usage: python fannkuch.py [SIZE]
"""

import sys


def count_flips(stack):
    """How many flips of the top `stack[0] + 1` pancakes bring pancake 0 to the top."""
    pancakes = stack[:]
    flips = 0
    top = pancakes[0]
    while top != 0:
        pancakes[: top + 1] = pancakes[top::-1]
        flips += 1
        top = pancakes[0]
    return flips


def next_order(stack, turned):
    """Change `stack` to the next order; false after the last one.

    `turned[i]` counts how often the first `i + 1` pancakes have been rotated.
    """
    for i in range(1, len(stack)):
        first = stack.pop(0)
        stack.insert(i, first)
        turned[i] += 1
        if turned[i] <= i:
            return True
        turned[i] = 0
    return False


def fannkuch(size):
    """The alternating sum of flips over all orders, and the most flips of any order."""
    stack = list(range(size))
    turned = [0] * size
    checksum = 0
    most = 0
    sign = 1
    while True:
        if stack[0] != 0:
            flips = count_flips(stack)
            most = max(most, flips)
            checksum += sign * flips
        if not next_order(stack, turned):
            return checksum, most
        sign = -sign


def main():
    """Print the checksum and the largest number of flips."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    checksum, most = fannkuch(size)
    print(checksum)
    print(f"Pfannkuchen({size}) = {most}")


if __name__ == "__main__":
    main()
