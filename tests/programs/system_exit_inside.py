"""sys.exit deep inside the hot function, caught once and then not."""

import sys


def search(limit, stop):
    """Leaves the program when it has seen enough."""
    state = 1
    for turn in range(limit):
        state = (state * 48_271) % 2_147_483_647
        if turn == stop:
            sys.exit(state % 100 + 1)
    return state


def main():
    """The last call ends the program."""
    for i in range(8):
        print(search(400_000 + i, -1))
    try:
        search(1000, 500)
    except SystemExit as leave:
        print("caught", leave.code)
    try:
        search(400_000, 300_000)
    finally:
        print("leaving")


if __name__ == "__main__":
    main()
