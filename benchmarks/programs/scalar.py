"""Functions of scalars whose work can be nothing at all: what is left is the price of the call.

Usage: python benchmarks/programs/scalar.py [SIZE]     (as the witness: it does real work)
"""

import sys


def triangle(count):
    """One int."""
    total = 0
    for number in range(count):
        total += number * number % 7
    return total


def slope(count, scale, negate):
    """An int, a float and a bool."""
    total = 0.0
    for number in range(count):
        total += number * scale
    return -total if negate else total


def letters(text, count):
    """A str and an int."""
    total = 0
    for _ in range(count):
        for letter in text:
            if letter == "e":
                total += 1
    return total


def main():
    """Work for the witness."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    for turn in range(10):
        print(triangle(size + turn), slope(size + turn, 0.5, turn % 2 == 0))
        print(letters("the sleeve of a handle", (size + turn) // 20))


if __name__ == "__main__":
    main()
