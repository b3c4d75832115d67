"""Ends in a traceback through three functions, one of them hot."""


def check(values, limit):
    """The sum of the values; ValueError for one that is too large."""
    total = 0
    for value in values:
        if value > limit:
            raise ValueError(f"{value} is more than {limit}")
        total += value % 7
    return total


def rounds(values):
    """Check with tighter and tighter limits."""
    for limit in (400_000, 300_000, 200_000, 199_999, 100_000):
        print(limit, check(values, limit))


def main():
    """Fail at the fourth limit."""
    values = list(range(200_001))
    for _ in range(40):
        check(values, 200_000)
    rounds(values)


if __name__ == "__main__":
    main()
