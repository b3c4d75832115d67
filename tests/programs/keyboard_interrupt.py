"""Catches the Ctrl-C that comes in the middle of the hot function."""

import os
import signal
import threading


def spin(limit):
    """Count for a long time."""
    state = 1
    turn = 0
    while turn < limit:
        state = (state * 5 + turn) % 1_000_003
        turn += 1
    return state


def main():
    """Short calls, then one that would never end."""
    print([spin(100_000 + i) for i in range(12)])
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        print(spin(10**15))
    except KeyboardInterrupt as error:
        print("interrupted", error.args)
    timer.join()
    print(spin(1000))


if __name__ == "__main__":
    main()
