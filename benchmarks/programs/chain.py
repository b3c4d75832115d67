"""The cheapest order to multiply a chain of matrices, by recursion with a memo.

Usage: python chain.py [MATRICES]
"""

import random
import sys


def sample_sizes(matrices, seed=5):
    """The sizes of a chain: matrix i has sizes[i] rows and sizes[i + 1] columns."""
    numbers = random.Random(seed)
    return [numbers.randint(5, 100) for _ in range(matrices + 1)]


def cheapest(sizes, first, last, memo):
    """The fewest multiplications for the matrices from first to last."""
    if first == last:
        return 0
    key = (first, last)
    if key in memo:
        return memo[key]
    best = None
    for split in range(first, last):
        cost = (
            cheapest(sizes, first, split, memo)
            + cheapest(sizes, split + 1, last, memo)
            + sizes[first] * sizes[split + 1] * sizes[last + 1]
        )
        if best is None or cost < best:
            best = cost
    memo[key] = best
    return best


def plan(sizes):
    """The cost of the whole chain and how many parts were looked at."""
    memo = {}
    cost = cheapest(sizes, 0, len(sizes) - 2, memo)
    return cost, len(memo)


def main():
    """Print the cost."""
    matrices = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    cost, parts = plan(sample_sizes(matrices))
    print(f"{cost} multiplications, {parts} parts")


if __name__ == "__main__":
    main()
