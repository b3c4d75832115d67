"""Functions to be swapped, as a user's program has them."""

from __future__ import annotations

import functools
import math

SCALE = 3
NAMES = ("a", 1.0, None)
TABLE = [1, 2]


def double(x: int, times: int = 2) -> int:
    """Twice x.

    >>> double(4)
    8
    """
    return x * times


alias = double


def strict(a, b, /, c, *, d=4, e):
    return [a, b, c, d, e]


def divide(a, b):
    return a / b


def fails_inside(xs):
    """Raises while another exception is handled."""
    try:
        return xs[0]
    except IndexError:
        return divide(1, 0)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def uses_helper(x):
    return helper(x) * SCALE + len(NAMES) + math.floor(x)


def helper(x):
    return x + 1


@functools.cache
def cached(x):
    return x * 10


class Shape:
    factor = 2

    def __init__(self, side):
        self.side = side

    def area(self, scale=1):
        return self.side * self.side * scale

    @staticmethod
    def unit(n):
        return n

    @classmethod
    def made(cls, side):
        return cls(side)

    @property
    def half(self):
        return self.side / 2

    def __private(self, __x):
        return __x

    def call_private(self, x):
        return self.__private(x)


class Square(Shape):
    pass


def star(*args):
    return args


def keywords(**kwargs):
    return kwargs


def generator(n):
    yield n


async def coroutine(n):
    return n


def outer(n):
    def inner(x):
        return x + n

    return inner


def free(x):
    return lambda: x


shout = lambda text: text.upper()  # noqa: E731


@functools.wraps(double)
def wrapper(x, times=2):
    return double(x, times)


MEMO = {}


def memoized(n, *, step=1):
    """Reads and changes a global."""
    if n not in MEMO:
        MEMO[n] = n * step
    return MEMO[n]
