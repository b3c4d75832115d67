"""NaN, infinities, minus zero and numbers on the edge."""

import math


def scan(values, rounds):
    """Everything that order and sign can change."""
    low = values[0]
    high = values[0]
    total = 0.0
    for _ in range(rounds):
        for value in values:
            low = min(low, value)
            high = max(value, high)
            total += value * 1e-3
    return low, high, total


def signs(values):
    """The sign of each, zeros too."""
    return [math.copysign(1.0, value) for value in values]


def divide(values, others):
    """Floor, remainder and quotient, or what went wrong."""
    results = []
    for a in values:
        for b in others:
            try:
                results.append((a // b, a % b, a / b, divmod(a, b)))
            except (ZeroDivisionError, OverflowError, ValueError) as error:
                results.append(str(error))
    return results


def main():
    """Plain numbers first."""
    plain = [0.1 * i for i in range(-50, 50)]
    for _ in range(8):
        print(scan(plain, 1200))
    nan, inf = math.nan, math.inf
    odd = [nan, 1.0, -0.0, 0.0, inf, -inf, 5e-324, 1.7976931348623157e308, 0.1 + 0.2]
    print(scan(odd, 2), scan(odd[::-1], 2), scan([0.0, -0.0], 1), scan([-0.0, 0.0], 1))
    print(signs([-0.0, 0.0, -1.5, nan, -nan]))
    for line in divide(odd[1:], [3.0, -0.5, -0.0, inf, -inf, nan]):
        print(line)
    print([round(x, 1) for x in (0.25, 0.35, 2.675, -0.05)], [round(x) for x in (0.5, 1.5, 2.5)])
    print(nan in [nan], nan == nan, [nan] == [nan], {nan: 1}.get(nan), 2.5**0.5, (-8.0) ** (1 / 3))
    for bad in (nan, inf, -1.0):
        try:
            print(int(bad), math.sqrt(bad))
        except (ValueError, OverflowError) as error:
            print(error)


if __name__ == "__main__":
    main()
