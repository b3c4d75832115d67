"""Multiply two matrices that are lists of lists.

Usage: python matmul.py [SIZE]
"""

import random
import sys


def random_matrix(rows, columns, seed):
    """A matrix of numbers between -1 and 1."""
    numbers = random.Random(seed)
    return [[numbers.uniform(-1.0, 1.0) for _ in range(columns)] for _ in range(rows)]


def multiply(a, b):
    """The product of two matrices; ValueError where their shapes do not fit."""
    if len(a[0]) != len(b):
        raise ValueError(f"cannot multiply {len(a[0])} columns by {len(b)} rows")
    product = []
    for row in a:
        result = []
        for j in range(len(b[0])):
            total = 0.0
            for k in range(len(b)):
                total += row[k] * b[k][j]
            result.append(total)
        product.append(result)
    return product


def trace(matrix):
    """The sum of the diagonal."""
    return sum(matrix[i][i] for i in range(len(matrix)))


def main():
    """Print the trace and the sum of the product of two random matrices."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 380
    a = random_matrix(size, size, 1)
    b = random_matrix(size, size, 2)
    product = multiply(a, b)
    print(f"trace {trace(product):.12f}")
    print(f"sum   {sum(sum(row) for row in product):.12f}")


if __name__ == "__main__":
    main()
