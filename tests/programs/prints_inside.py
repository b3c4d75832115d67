"""Prints from the hot function, between prints from outside."""

import contextlib
import io
import sys


def walk(size, every):
    """Report now and then."""
    total = 0
    for number in range(size):
        total = (total + number * number) % 10_007
        if number % every == 0:
            print("at", number, total, sep=":", end=";\n")
    print()
    return total


def main():
    """Standard output, then a buffer in its place, then none."""
    for i in range(8):
        print("before", i)
        print("after", walk(400_000 + i, 150_000))
    buffer = io.StringIO()
    with contextlib.redirect_stdout(buffer):
        walk(100_000, 50_000)
    print("caught", repr(buffer.getvalue()))
    sys.stdout.write("no newline ")
    print(walk(10, 5), file=sys.stderr)
    original, sys.stdout = sys.stdout, None
    walk(10, 5)
    sys.stdout = original
    print("end")


if __name__ == "__main__":
    main()
