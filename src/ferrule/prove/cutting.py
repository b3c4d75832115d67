"""Long witnessed arguments cut short: many short inputs say more than few long ones.

In: an argument tuple. Out: the same with its long lists and texts cut, rows of tables too. Lists of
one length keep one length, and an int that is the length of a list stays that: else the original
would do nothing but raise.
"""

from __future__ import annotations

import math
from random import Random

LONG = 2048  # bytes of a pickle that are worth cutting
_FULL = 6  # one of so many stays as it was witnessed
_MOST = 64  # items


def cut(arguments: tuple[object, ...], random: Random) -> tuple[object, ...]:
    """The arguments, most often cut short."""
    if not random.randrange(_FULL):
        return arguments
    lengths = [len(one) for one in arguments if isinstance(one, list | str | bytes)]
    most = random.randint(_MOST // 2, _MOST)
    shorter = {length: min(length, most) for length in lengths}
    return tuple(_shorter(one, most, shorter) for one in arguments)


def _shorter(value: object, most: int, shorter: dict[int, int]) -> object:
    match value:
        case list() if type(value) is list:
            if value and all(type(row) is list for row in value):
                side = math.isqrt(most)
                shorter[len(value)] = min(len(value), side)
                for row in value:
                    del row[side:]
                del value[side:]
            del value[most:]
        case str() | bytes() if type(value) in (str, bytes):
            return value[:most]
        case int() if type(value) is int:
            return shorter.get(value, value)
    return value
