"""Imported by own_modules.py; not a program."""

MODULUS = 10_009


def grind(size):
    """Grind numbers."""
    total = 1
    for number in range(size):
        total = (total * 31 + number) % MODULUS
    return total
