"""What Python does with a `range` that is kept as a value."""

from __future__ import annotations

from ferrule.base.types import BOOL, INT, RANGE
from ferrule.ops.op import Op

ROWS = (
    Op("range()", (INT,), RANGE, "range::Numbers::new(0, {0}, 1)", fallible=True),
    Op("range()", (INT, INT), RANGE, "range::Numbers::new({0}, {1}, 1)", fallible=True),
    Op("range()", (INT, INT, INT), RANGE, "range::Numbers::new({0}, {1}, {2})", fallible=True),
    Op("len()", (RANGE,), INT, "{0:recv}.len()", fallible=True),
    Op("bool()", (RANGE,), BOOL, "!{0:recv}.is_empty()"),
    Op("getitem", (RANGE, INT), INT, "{0:recv}.at({1})", fallible=True),
    Op("in", (INT, RANGE), BOOL, "{1:recv}.contains({0})"),
    Op("not in", (INT, RANGE), BOOL, "!{1:recv}.contains({0})"),
    Op(".index", (RANGE, INT), INT, "{0:recv}.index({1})", fallible=True),
    Op(".count", (RANGE, INT), INT, "i64::from({0:recv}.contains({1}))"),
    Op("eq", (RANGE, RANGE), BOOL, "{0:recv}.is_equal({1:item})"),
    Op("ne", (RANGE, RANGE), BOOL, "!{0:recv}.is_equal({1:item})"),
    *(
        Op(f".{name}", (RANGE,), INT, f"{{0:recv}}.{name}", python=f"{{0}}.{name}")
        for name in ("start", "stop", "step")
    ),
)
