"""Find the start below a limit whose Collatz sequence is longest.

Usage: python collatz.py [LIMIT]
"""

import sys


def chain_length(n):
    """How many numbers there are from n down to 1."""
    length = 1
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        length += 1
    return length


def longest_chain(limit):
    """The start below the limit with the longest chain, its length and the sum of all lengths."""
    best_start, best_length, total = 1, 1, 0
    for start in range(1, limit):
        length = chain_length(start)
        total += length
        if length > best_length:
            best_start, best_length = start, length
    return best_start, best_length, total


def main():
    """Print the longest chain below the limit."""
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    start, length, total = longest_chain(limit)
    print(f"{start} takes {length} steps; {total / (limit - 1):.2f} on average")


if __name__ == "__main__":
    main()
