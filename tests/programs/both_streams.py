"""Writes to both streams, and warns."""

import sys
import warnings


def levels(size):
    """Counts up and down."""
    level = 0
    highest = 0
    for number in range(size):
        level += 1 if number * 7 % 13 < 7 else -1
        highest = max(highest, level)
    return highest


def main():
    """Here and there."""
    for size in range(300_000, 300_008):
        print("out", levels(size))
        print("err", size, file=sys.stderr)
    sys.stderr.write("no newline at the end of this line\n")
    warnings.warn("a warning of the program", stacklevel=1)
    sys.stdout.write("end without newline")


if __name__ == "__main__":
    main()
