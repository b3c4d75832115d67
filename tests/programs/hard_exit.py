"""Leaves through os._exit: nothing runs afterwards, nothing flushed is lost."""

import atexit
import os
import sys


def work(size):
    """Something to do."""
    state = 0
    for number in range(size):
        state = (state * 7 + number) % 1_000_033
    return state


def main():
    """Flush and vanish."""
    atexit.register(print, "never seen")
    print([work(500_000 + i) for i in range(12)])
    sys.stdout.flush()
    print("lost, for it is still in the buffer" * 2, end="")
    os._exit(7)


if __name__ == "__main__":
    main()
