"""An exception leaves the hot function: its traceback and what was changed before are kept."""

import traceback


def scale(values, divisors):
    """Divide in place; stops at the first zero."""
    for i, divisor in enumerate(divisors):
        values[i] = values[i] // divisor
    return values


def lookup(table, keys):
    """The sum of the entries."""
    total = 0
    for key in keys:
        total += table[key]
    return total


def show(error):
    """The last line of the program in the traceback, and the message."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    print(type(error).__name__, error.args, frame.name, frame.lineno, frame.line)


def main():
    """Good calls, then bad ones."""
    values = list(range(100_000, 400_000))
    for _ in range(8):
        scale(values[:], [7] * 300_000)
        lookup(values, range(300_000))
    numbers = [10, 20, 30, 40]
    for divisors in ([1, 2, 0, 4], [1, 2, 3, 4, 5]):
        try:
            scale(numbers, divisors)
        except (ZeroDivisionError, IndexError) as error:
            show(error)
            print(numbers)
    for table, keys in (({"a": 1}, ["a", "b"]), ([1, 2], [0, -2, -3])):
        try:
            lookup(table, keys)
        except LookupError as error:
            show(error)


if __name__ == "__main__":
    main()
