"""Reads all it works on from standard input."""
# stdin: 31 41 59 26\n53 58 97 93\nrubbish\n23 84

import sys


def mix(numbers, rounds):
    """Stir the numbers."""
    state = 1
    for _ in range(rounds):
        for number in numbers:
            state = (state * 31 + number) % 65_521
    return state


def main():
    """One answer for each line."""
    first = input()
    print("first", mix([int(word) for word in first.split()], 600_000))
    for line in sys.stdin:
        try:
            print(mix([int(word) for word in line.split()], 600_000))
        except ValueError as error:
            print("no:", error)
    print(repr(sys.stdin.read()))


if __name__ == "__main__":
    main()
