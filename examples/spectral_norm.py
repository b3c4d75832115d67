"""The largest singular value of an endless matrix, approached by the power method.

The matrix is A[i][j] = 1 / ((i + j) * (i + j + 1) / 2 + i + 1), cut off at SIZE rows.

Usage: python spectral_norm.py [SIZE]
"""

import math
import sys


def entry(i, j):
    """The matrix at row `i` and column `j`."""
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    """The matrix times `vector`."""
    result = []
    for i in range(len(vector)):
        total = 0.0
        for j, value in enumerate(vector):
            total += entry(i, j) * value
        result.append(total)
    return result


def transposed_times(vector):
    """The transposed matrix times `vector`."""
    result = []
    for i in range(len(vector)):
        total = 0.0
        for j, value in enumerate(vector):
            total += entry(j, i) * value
        result.append(total)
    return result


def spectral_norm(size, rounds=10):
    """The norm of the matrix cut off at `size`, after `rounds` rounds of the power method."""
    u = [1.0] * size
    v = u
    for _ in range(rounds):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    numerator = sum(a * b for a, b in zip(u, v))
    denominator = sum(b * b for b in v)
    return math.sqrt(numerator / denominator)


def main():
    """Print the norm with nine digits."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 700
    print(f"{spectral_norm(size):.9f}")


if __name__ == "__main__":
    main()
