"""Lazy things: generators that are sent to, closed, chained and left half-way."""

import itertools


def squares(limit):
    """One after another; says so when closed."""
    try:
        for number in range(limit):
            yield number * number % 101
    finally:
        print("closed at", limit)


def running(values):
    """Sums so far; a sent value starts anew."""
    total = 0
    for value in values:
        total += value
        sent = yield total
        if sent is not None:
            total = sent


def consume(limit):
    """All of it."""
    total = 0
    for value in running(squares(limit)):
        total ^= value
    return total


def main():
    """Whole and in parts."""
    for limit in range(150_000, 150_010):
        print(consume(limit))
    sums = running(iter([1, 2, 3, 4]))
    print(next(sums), sums.send(100), next(sums), list(sums))
    part = squares(10)
    print(list(itertools.islice(part, 4)))
    part.close()
    print(max(n % 7 for n in squares(5)), any(n > 3 for n in squares(1000)))
    print(type(squares(1)).__name__)


if __name__ == "__main__":
    main()
