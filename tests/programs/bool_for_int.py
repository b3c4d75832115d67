"""True where 1 is usual: the answer is a bool, not an int."""


class Count(int):
    """An int of our own, with a plus of its own."""

    def __add__(self, other):
        return Count(int(self) + int(other) * 10)


def last(values, start):
    """The last value reached, as it is."""
    best = start
    for value in values:
        if value >= best:
            best = value
    return best


def add(values, start):
    """The sum, begun at `start`."""
    total = start
    for value in values:
        total = total + value
    return total


def main():
    """Ints, bools and a subclass."""
    ones = [1] * 400_000
    for _ in range(12):
        result = last(ones, 0), add(ones, 0)
    print(result)
    print(repr(last(ones[:-1] + [True], False)), repr(last([], True)), repr(add([], False)))
    print(repr(add([True, True], False)), repr(add(ones, True)))
    result = add(ones[:3], Count(5))
    print(type(result).__name__, int(result))


if __name__ == "__main__":
    main()
