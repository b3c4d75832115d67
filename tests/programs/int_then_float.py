"""One function, called with ints, then floats, then other things."""

from decimal import Decimal
from fractions import Fraction


def polynomial(x, size):
    """A polynomial with many terms, modulo 1000."""
    value = x * 0
    for power in range(size):
        value = (value * x + power) % 1000
    return value


def halves(values):
    """Each half, the average and the whole part."""
    return [value / 2 for value in values], sum(values) / len(values), sum(values) // len(values)


def main():
    """The type of the answer follows the type of the question."""
    for x in (2, 3, 5, 7, 11, 13):
        print(repr(polynomial(x, 400_000)))
    for x in (2.0, 0.5, -1.25):
        print(repr(polynomial(x, 400_000)))
    print(repr(polynomial(Fraction(3), 50)), repr(polynomial(Decimal("1.5"), 20)))
    print(halves([1, 2, 3]), halves([1.0, 2.0, 3.0]), halves([1, 2.0, True]))
    for bad in ("3", None, [1]):
        try:
            print(polynomial(bad, 10))
        except TypeError as error:
            print(error)


if __name__ == "__main__":
    main()
