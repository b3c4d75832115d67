"""Shows its arguments and works as long as they say."""
# argv: 250000 --name "two words" -x --compare --json out

import sys
from pathlib import Path


def collatz(limit):
    """The longest run below `limit`."""
    longest = (0, 0)
    for start in range(1, limit):
        number = start
        steps = 0
        while number != 1 and steps < 500:
            number = 3 * number + 1 if number % 2 else number // 2
            steps += 1
        longest = max(longest, (steps, start))
    return longest


def main():
    """Print what came in."""
    print(Path(sys.argv[0]).name, sys.argv[1:])
    for part in (20, 15, 10, 8, 6):
        print(collatz(int(sys.argv[1]) // part))


if __name__ == "__main__":
    main()
