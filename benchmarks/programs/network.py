"""Connect all houses with the least cable, with Kruskal's algorithm.

Usage: python network.py [HOUSES]
"""

import random
import sys


class Groups:
    """Sets of numbers that are joined again and again."""

    def __init__(self, size):
        self.parent = list(range(size))
        self.rank = [0] * size

    def find(self, x):
        """The number that stands for the group of x."""
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def join(self, a, b):
        """Make one group of two; whether they were two."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.rank[a] < self.rank[b]:
            a, b = b, a
        self.parent[b] = a
        if self.rank[a] == self.rank[b]:
            self.rank[a] += 1
        return True


def sample_cables(houses, seed=61):
    """Possible cables: two houses and a length; all houses can be reached."""
    numbers = random.Random(seed)
    cables = []
    for house in range(1, houses):
        cables.append((numbers.randrange(house), house, numbers.randint(1, 1000)))
    for _ in range(5 * houses):
        a, b = numbers.randrange(houses), numbers.randrange(houses)
        if a != b:
            cables.append((a, b, numbers.randint(1, 1000)))
    return cables


def connect(houses, cables):
    """The cables that are laid, and how long they are together."""
    groups = Groups(houses)
    laid = []
    total = 0
    for a, b, length in sorted(cables, key=lambda cable: cable[2]):
        if groups.join(a, b):
            laid.append((a, b))
            total += length
    return laid, total


def main():
    """Print how much cable is needed."""
    houses = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
    laid, total = connect(houses, sample_cables(houses))
    print(f"{len(laid)} cables, {total} in all, the last between {laid[-1]}")


if __name__ == "__main__":
    main()
