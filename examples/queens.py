"""How many ways there are to put N queens on a board so that none attacks another.

Usage: python queens.py [SIZE]
"""

import sys


def is_safe(queens, column):
    """Can a queen stand in `column` of the next row? `queens[row]` is the column of each before."""
    row = len(queens)
    for other_row, other_column in enumerate(queens):
        if other_column == column or abs(other_column - column) == row - other_row:
            return False
    return True


def place(queens, size, first):
    """Count the ways to go on from `queens`; the first one found is left in `first`."""
    if len(queens) == size:
        if not first:
            first.extend(queens)
        return 1
    count = 0
    for column in range(size):
        if is_safe(queens, column):
            queens.append(column)
            count += place(queens, size, first)
            queens.pop()
    return count


def solve(size):
    """The number of solutions and the first of them."""
    first = []
    count = place([], size, first)
    return count, first


def main():
    """Print the number of solutions and the first board."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    count, first = solve(size)
    for column in first:
        print(" ".join("Q" if i == column else "." for i in range(size)))
    print(f"{count} solutions for {size} queens")


if __name__ == "__main__":
    main()
