"""Arguments: the edges of each type, and random values, alike in every run."""

import math
import random
import struct

RANDOM = random.Random(12345)
MOST = 2**63 - 1
INTS = [0, 1, -1, 2, -2, 3, 7, -7, 10, 63, 64, 2**31, -(2**31), 2**53, 2**53 + 1, -(2**53) - 1]
INTS += [MOST, MOST - 1, -MOST, -MOST - 1, 10**18, -(10**18), 999999999999999999]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 1e16, 1e-5, 1e-4, 1e22, 1e23, 12.75]
FLOATS += [math.inf, -math.inf, math.nan, 5e-324, 2.2250738585072014e-308, 123456.789, -3.0]
FLOATS += [1.7976931348623157e308, 2.0**53, 2.0**63, -(2.0**63), 1e300, 721020846143981.2, 3.0]
TEXTS = ["", "a", "abc", "Hello World", "  x y  ", "a,b,,c", "\t\n", "ABC", "abcABC123", "aaa"]
TEXTS += ["é", "straße", "日本語", "a☃b☃c", "\ud800", "x" * 30, "12", "-7", " 42 ", "1_000"]
TEXTS += ["a\r\nb\nc\rd", "tab\tstop\t", "it's", 'say "hi"', "\x00\x7f\xa0\xad", "aXbXc", "0x1f"]
TEXTS += ["+-0x1F", "3.5e2"]
ALPHABETS = ["ab", "abc ", "aB1 _-", "\t\n\r x", "aé\xa0", "a☃b", "01+-_. ", "x'\"\\"]


def some_int() -> int:
    """An int of any size up to 64 bits, small ones more often."""
    return RANDOM.choice([-1, 1]) * RANDOM.getrandbits(RANDOM.randrange(1, 63))


def some_big() -> int:
    """An int of several sizes, most of them beyond 64 bits."""
    return RANDOM.choice([-1, 1]) * RANDOM.getrandbits(RANDOM.choice([10, 64, 70, 128, 500]))


def some_float() -> float:
    """A float of one of several kinds."""
    kind = RANDOM.randrange(5)
    if kind == 0:
        (anything,) = struct.unpack(">d", RANDOM.randbytes(8))
        return float(anything)
    if kind == 1:
        return round(RANDOM.uniform(-1000, 1000), RANDOM.randrange(5))
    if kind == 2:
        return RANDOM.randrange(-(10**6), 10**6) / 8
    if kind == 3:
        return RANDOM.uniform(-1, 1) * 10.0 ** RANDOM.randrange(-20, 20)
    return RANDOM.random()


def some_text() -> str:
    """A text over a small alphabet, now and then with wide characters."""
    letters = RANDOM.choice(ALPHABETS)
    return "".join(RANDOM.choice(letters) for _ in range(RANDOM.randrange(12)))


def bound() -> int | None:
    """A bound of a slice."""
    bounds: list[int | None] = [None, None, *range(-8, 9), MOST, -MOST - 1]
    return RANDOM.choice(bounds)


def step() -> int | None:
    """A step of a slice."""
    steps: list[int | None] = [None, 1, 2, 3, -1, -2, 0, MOST, -MOST - 1]
    return RANDOM.choice(steps)
