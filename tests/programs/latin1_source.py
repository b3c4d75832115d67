# -*- coding: latin-1 -*-
"""Written in Latin-1: grüße."""

GREETING = "grüße aus köln"


def letters(text, rounds):
    """Count letters beyond ASCII."""
    count = 0
    for _ in range(rounds):
        for letter in text:
            if letter > "\x7f":
                count += 1
    return count


if __name__ == "__main__":
    for size in range(40_000, 40_012):
        print(GREETING, letters(GREETING, size), ascii(GREETING))
