"""Names that are not bound, or no longer."""

import contextlib


def search(values, wanted):
    """`found` is never bound if nothing is found."""
    for value in values:
        if value * value % 1009 == wanted:
            found = value
            break
    return found


def forget(values):
    """Deletes a name on the way."""
    total = 0
    for value in values:
        total += value
        if value < 0:
            del total
    return total


def undefined(size):
    """Asks for a global that nobody has."""
    for number in range(size):
        if number > 10:
            return nowhere  # noqa: F821
    return size


def main():
    """With luck and without."""
    values = list(range(400_000))
    for wanted in (0, 1, 4, 9, 16, 25):
        print(search(values[::-1], wanted), forget(values), undefined(5))
    for call in (
        lambda: search(values, 11),
        lambda: search([], 1),
        lambda: forget([1, -1, 2]),
        lambda: undefined(100),
    ):
        try:
            print(call())
        except NameError as error:
            print(type(error).__name__, error)
    with contextlib.suppress(NameError):
        print(value)  # noqa: F821


if __name__ == "__main__":
    main()
