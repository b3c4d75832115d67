"""Test large numbers for primality with Miller and Rabin's test.

Usage: python primality.py [COUNT]
"""

import sys

WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def power(base, exponent, modulus):
    """base ** exponent % modulus by repeated squaring."""
    result = 1
    base %= modulus
    while exponent > 0:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def is_prime(n):
    """Whether n, below 3.3e24, is prime."""
    if n < 2:
        return False
    for p in WITNESSES:
        if n % p == 0:
            return n == p
    d = n - 1
    s = 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in WITNESSES:
        x = power(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def primes_from(start, count):
    """The first `count` primes that are not below `start`."""
    primes = []
    n = start
    while len(primes) < count:
        if is_prime(n):
            primes.append(n)
        n += 1
    return primes


def main():
    """Print the first and the last of the primes found."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    primes = primes_from(10**18, count)
    print(f"{primes[0]} to {primes[-1]}, {len(primes)} primes")


if __name__ == "__main__":
    main()
