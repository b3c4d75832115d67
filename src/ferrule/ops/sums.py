"""Many sums of floats at once; no line of Python names these operations itself.

`sum` of floats is more than repeated `+`: since Python 3.12 it keeps what rounding lost.
"""

from __future__ import annotations

from ferrule.base.types import FLOAT, FLOAT_SUMS, INT, NONE, NUMBER, List, Type
from ferrule.ops.op import Op, T

# A sum that has begun and one more number: the passes put another operation in its place.
STEPS: dict[Type, Op] = {kind: Op("sum step", (kind, kind), kind, "") for kind in (INT, FLOAT)}
STEP = "sum step"
NEW = Op("float sums", (INT,), FLOAT_SUMS, "builtins::FloatSums::new({0})", fallible=True)
# How many columns `zip(*rows)` has.
WIDTH = Op("width", (List(List(T)),), INT, "list::width({0})")
ADD_TO = Op(
    "add to sum",
    (FLOAT_SUMS, INT, FLOAT),
    NONE,
    "builtins::add_to_sum({0:mut}, {1}, {2})",
    pure=False,
)
DONE: dict[Type, Op] = {
    FLOAT: Op("sums", (FLOAT_SUMS,), List(FLOAT), "{0:recv}.floats()", fallible=True),
    NUMBER: Op("sums", (FLOAT_SUMS,), List(NUMBER), "{0:recv}.numbers()", fallible=True),
}
