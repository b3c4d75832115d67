"""Imports a neighbour in its folder, whose function is the hot one."""

import _neighbour
from _neighbour import grind


def main():
    """Both names lead to one function."""
    for size in range(200_000, 200_012):
        print(grind(size), _neighbour.grind(size % 100))
    print(grind is _neighbour.grind, grind.__module__, _neighbour.__name__)
    _neighbour.MODULUS = 11
    print(grind(100_000))


if __name__ == "__main__":
    main()
