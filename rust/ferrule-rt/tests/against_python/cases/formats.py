"""`format` and `%`."""

import math
import operator

from cases.case import Value, case
from cases.values import MOST, RANDOM, TEXTS, some_float

INTS = [0, 1, -1, 42, 255, 1234567, -987654321, MOST, 2**70, -(10**25)]
FLOATS = [0.0, -0.0, 1.0, 1.5, -2.5, 0.1, 1234567.891, 1e10, 1e16, 1e-7, 123456789.0, 0.00012345]
FLOATS += [math.inf, -math.inf, math.nan, 1e100, 9.995, 99999.95, 999999.5, 5e-324]
SPECS = ["", "d", "10", "<10", "^10d", "010", ",", "_", "+,d", "#x", "#010x", "e", ".3", "%"]
PIECES: list[list[str]] = [
    ["", "", "", "<", ">", "^", "=", "*<", "*>", "☃^", "0="],
    ["", "", "+", "-", " "],
    ["", "", "", "z"],
    ["", "", "", "#"],
    ["", "", "0"],
    ["", "", "5", "12", "20"],
    ["", "", "", ",", "_"],
    ["", "", ".0", ".1", ".3", ".10"],
    ["", "", *"dboxXceEfFgG%s"],
]
FLAGS = ["", "", "-", "+", " ", "#", "0", "-0", "+0", "# "]


def cases() -> None:
    """All of them."""
    made = ["".join(map(RANDOM.choice, PIECES)) for _ in range(700)]
    for spec in SPECS + made:
        for number in RANDOM.sample(INTS, 4):
            case("format.int", format, number, spec)
        for x in [*RANDOM.sample(FLOATS, 6), some_float()]:
            case("format.float", format, x, spec)
        for text in RANDOM.sample(TEXTS, 2):
            case("format.str", format, text, spec)
        case("format.bool", format, True, spec)
    for _ in range(2500):
        flags, width = RANDOM.choice(FLAGS), RANDOM.choice(["", "", "5", "12"])
        precision, kind = RANDOM.choice(["", "", ".", ".0", ".3", ".8"]), "diouxXeEfFgGcsr"
        form = f"<%{flags}{width}{precision}{RANDOM.choice(kind)}|%%>"
        values: list[Value] = [RANDOM.choice(INTS), RANDOM.choice(FLOATS), True]
        for value in [*values, RANDOM.choice(TEXTS)]:
            case("format.percent", operator.mod, form, value)
