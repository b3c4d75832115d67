"""Print digits of pi, one by one, with Gibbons's spigot.

Usage: python pidigits.py [DIGITS]
"""

import sys


def pi_digits(count):
    """The first `count` decimal digits of pi."""
    digits = []
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    while len(digits) < count:
        if 4 * q + r - t < n * t:
            digits.append(n)
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = (
                q * k,
                (2 * q + r) * l,
                t * l,
                k + 1,
                (q * (7 * k + 2) + r * l) // (t * l),
                l + 2,
            )
    return digits


def main():
    """Print the digits in lines of fifty."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    text = "".join(map(str, pi_digits(count)))
    for start in range(0, len(text), 50):
        print(text[start : start + 50])


if __name__ == "__main__":
    main()
