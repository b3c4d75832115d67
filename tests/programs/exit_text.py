"""Leaves with a message: on standard error, and with the status 1."""

import sys


def triangle(limit):
    """A sum modulo a prime."""
    total = 0
    for number in range(limit):
        total = (total + number * number) % 1_000_003
    return total


def main():
    """Add up and leave."""
    for _ in range(12):
        print(triangle(300_000))
    sys.exit("no more room: äöü")


if __name__ == "__main__":
    main()
