"""The Python side of the slice that was written by hand in `rust/edge-tests`."""

from __future__ import annotations

STEP = 1


def add(a, b):
    return a + b


def levenshtein(a, b):
    """Edit distance between two strings."""
    if len(a) < len(b):
        a, b = b, a
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            insert = previous[j] + 1
            delete = current[j - 1] + 1
            change = previous[j - 1] + (ca != cb)
            current.append(min(insert, delete, change))
        previous = current
    return previous[-1]


def bubble_sort(xs):
    for i in range(len(xs)):
        for j in range(len(xs) - 1 - i):
            if xs[j] > xs[j + 1]:
                xs[j], xs[j + 1] = xs[j + 1], xs[j]
    return xs


class Body:
    def __init__(self, x, vx, name):
        self.x = x
        self.vx = vx
        self.name = name


class Slotted:
    __slots__ = ("count", "items")

    def __init__(self, count, items):
        self.count = count
        self.items = items


def advance(bodies, dt):
    for body in bodies:
        body.x += body.vx * dt
        body.vx = -body.vx


def shout(words):
    for word in words:
        print(word)
    return len(words)


def down(n):
    return 0 if n == 0 else down(n - 1) + 1


def late(xs):
    return xs[1000]
