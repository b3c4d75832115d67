"""All primes below a limit, and a few facts about them.

Usage: python sieve.py [LIMIT]
"""

import math
import sys


def primes_below(limit):
    """The primes smaller than `limit`, by the sieve of Eratosthenes."""
    if limit <= 2:
        return []
    is_prime = [True] * limit
    is_prime[0] = is_prime[1] = False
    for number in range(2, math.isqrt(limit - 1) + 1):
        if is_prime[number]:
            for multiple in range(number * number, limit, number):
                is_prime[multiple] = False
    return [number for number, prime in enumerate(is_prime) if prime]


def widest_gap(primes):
    """The widest gap between neighbours, and the prime it starts at."""
    widest = 0
    start = primes[0]
    for i in range(1, len(primes)):
        gap = primes[i] - primes[i - 1]
        if gap > widest:
            widest = gap
            start = primes[i - 1]
    return widest, start


def count_twins(primes):
    """How many neighbours are two apart."""
    return sum(1 for a, b in zip(primes, primes[1:]) if b - a == 2)


def last_digits(primes):
    """How many primes end in each digit."""
    counts = [0] * 10
    for prime in primes:
        counts[prime % 10] += 1
    return counts


def main():
    """Print how many primes there are, their sum, the widest gap, twins and last digits."""
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    primes = primes_below(limit)
    print(f"{len(primes)} primes below {limit}, sum {sum(primes)}")
    if primes:
        gap, start = widest_gap(primes)
        print(f"widest gap {gap} after {start}, {count_twins(primes)} twins")
    for digit, count in enumerate(last_digits(primes)):
        if count:
            print(f"ending in {digit}: {count}")


if __name__ == "__main__":
    main()
