"""Works and prints after the main function has ended, in the reverse order of asking."""

import atexit


def mean(values):
    """The middle."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def last_words(name, values):
    """Printed at the very end."""
    print("goodbye", name, mean(values))


def main():
    """Ask for last words."""
    values = [number / 7 for number in range(400_000)]
    atexit.register(last_words, "first", values)
    atexit.register(last_words, "second", values[::2])
    print([mean(values[start:]) for start in range(12)])


if __name__ == "__main__":
    main()
