"""Leaves with the status 3."""

import sys


def digits(limit):
    """The sum of all digits of all numbers below `limit`."""
    total = 0
    for number in range(limit):
        while number:
            total += number % 10
            number //= 10
    return total


def main():
    """Count and leave."""
    for limit in (200_000, 240_000, 280_000, 320_000):
        print(digits(limit))
    sys.exit(3)


if __name__ == "__main__":
    main()
