"""Starts itself anew as a plain Python child and reads what it prints."""

import subprocess
import sys


def checksum(size):
    """A number that takes a while."""
    state = 7
    for i in range(size):
        state = (state * 33) ^ (i & 255)
        state &= 0xFFFFFFFF
    return state


def main():
    """Parent or child."""
    if sys.argv[1:] == ["child"]:
        print("child", checksum(200_000))
        sys.exit(5)
    print("parent", [checksum(size) for size in range(400_000, 410_000, 1000)])
    sys.stdout.flush()
    command = [sys.executable, __file__, "child"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(repr(done.stdout), done.returncode)


if __name__ == "__main__":
    main()
