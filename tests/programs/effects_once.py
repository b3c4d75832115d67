"""Writes a file from the hot function: it must be written once, and in order."""

import tempfile
from pathlib import Path


def log_primes(limit, stream):
    """One line for each prime."""
    count = 0
    for number in range(2, limit):
        divisor = 2
        while divisor * divisor <= number and number % divisor:
            divisor += 1
        if divisor * divisor > number:
            stream.write(f"{number}\n")
            count += 1
    return count


def main():
    """Read back what was written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "primes.txt"
        with path.open("w", encoding="utf-8") as stream:
            counts = [log_primes(limit, stream) for limit in range(9000, 9010)]
        lines = path.read_text(encoding="utf-8").split()
    print(counts, len(lines), sum(map(int, lines)), lines[-3:])


if __name__ == "__main__":
    main()
