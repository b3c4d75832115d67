"""What Python does with tuples of any length, whose items have one type."""

from __future__ import annotations

from ferrule.base.types import BOOL, INT, List, Optional, Row, Tuple
from ferrule.ops.op import Op, T

_ROW, _INDEX = Row(T), Optional(INT)

_NAMES = "x, y, z, w"

ROWS = (
    Op("tuple()", (List(T),), _ROW, "Row::from({0:own})"),
    Op("len()", (_ROW,), INT, "{0:recv}.len() as i64"),
    Op("bool()", (_ROW,), BOOL, "!{0:recv}.is_empty()"),
    Op("getitem", (_ROW, INT), T, "{0:recv}.at({1})", fallible=True, borrows=True),
    Op("slice", (_ROW, _INDEX, _INDEX), _ROW, "{0:recv}.window({1}, {2})"),
    Op(
        "slice step",
        (_ROW, _INDEX, _INDEX, _INDEX),
        _ROW,
        "{0:recv}.slice_step({1}, {2}, {3})",
        fallible=True,
    ),
    Op("add", (_ROW, _ROW), _ROW, "{0:recv}.concat({1:item})"),
    Op("mul", (_ROW, INT), _ROW, "{0:recv}.repeat({1})", fallible=True),
    Op("mul", (INT, _ROW), _ROW, "{1:recv}.repeat({0})", fallible=True),
    Op("in", (T, _ROW), BOOL, "list::contains({1:item}, {0:item})", fallible=True),
    Op("not in", (T, _ROW), BOOL, "list::lacks({1:item}, {0:item})", fallible=True),
    Op(".index", (_ROW, T), INT, "{0:recv}.index_of({1:item})", fallible=True),
    Op(".count", (_ROW, T), INT, "list::count({0:item}, {1:item})", fallible=True),
    *(
        Op(
            f"unpack {count}",
            (_ROW,),
            Tuple((T,) * count),
            f"list::unpack{count}({{0:item}})",
            fallible=True,
        )
        for count in (1, 2, 3, 4)
    ),
    *(
        Op(
            f"parts {count}",
            (_ROW,),
            Tuple((T,) * count),
            f"list::unpack{count}({{0:item}}).map_err(|_| Stop::redo())",
            fallible=True,
            python=f"{_NAMES[: 3 * count - 2]}, = {{0}}; return ({_NAMES[: 3 * count - 2]},)",
        )
        for count in (2, 3, 4)
    ),
)
