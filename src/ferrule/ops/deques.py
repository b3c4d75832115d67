"""What Python does with a `collections.deque`."""

from __future__ import annotations

from ferrule.base.types import BOOL, INT, NONE, Deque, List, Optional
from ferrule.ops.op import Op, T

_DEQUE, _LIST = Deque(T), List(T)
MAKE = "collections.deque"

ROWS = (
    Op(MAKE, (), _DEQUE, "Deque::new()", python="collections.deque()"),
    Op(MAKE, (_LIST,), _DEQUE, "Deque::from({0:own})"),
    Op(MAKE, (_LIST, Optional(INT)), _DEQUE, "Deque::limited({0:own}, {1})", fallible=True),
    Op("len()", (_DEQUE,), INT, "{0:recv}.len() as i64"),
    Op("bool()", (_DEQUE,), BOOL, "!{0:recv}.is_empty()"),
    Op("getitem", (_DEQUE, INT), T, "{0:recv}.at({1})", fallible=True, borrows=True),
    Op(
        "setitem",
        (_DEQUE, INT, T),
        NONE,
        "{0:recv}.set({1}, {2:own})",
        fallible=True,
        pure=False,
    ),
    Op("delitem", (_DEQUE, INT), NONE, "{0:recv}.del_at({1})", fallible=True, pure=False),
    Op("in", (T, _DEQUE), BOOL, "{1:recv}.contains({0:item})", fallible=True),
    Op("not in", (T, _DEQUE), BOOL, "{1:recv}.lacks({0:item})", fallible=True),
    Op("add", (_DEQUE, _DEQUE), _DEQUE, "{0:recv}.concat({1})"),
    Op("mul", (_DEQUE, INT), _DEQUE, "{0:recv}.repeat({1})", fallible=True),
    Op("mul", (INT, _DEQUE), _DEQUE, "{1:recv}.repeat({0})", fallible=True),
    Op(".append", (_DEQUE, T), NONE, "{0:recv}.push_back({1:own})", pure=False),
    Op(".appendleft", (_DEQUE, T), NONE, "{0:recv}.push_front({1:own})", pure=False),
    Op(".pop", (_DEQUE,), T, "{0:recv}.pop()", fallible=True, pure=False),
    Op(".popleft", (_DEQUE,), T, "{0:recv}.popleft()", fallible=True, pure=False),
    Op(".extend", (_DEQUE, _LIST), NONE, "{0:recv}.extend({1:own})", pure=False),
    Op(".extendleft", (_DEQUE, _LIST), NONE, "{0:recv}.extendleft({1:own})", pure=False),
    Op(".rotate", (_DEQUE,), NONE, "{0:recv}.rotate(1)", pure=False),
    Op(".rotate", (_DEQUE, INT), NONE, "{0:recv}.rotate({1})", pure=False),
    Op(".reverse", (_DEQUE,), NONE, "{0:recv}.reverse()", pure=False),
    Op(".insert", (_DEQUE, INT, T), NONE, "{0:recv}.insert({1}, {2:own})", True, pure=False),
    Op(".remove", (_DEQUE, T), NONE, "{0:recv}.remove({1:item})", fallible=True, pure=False),
    Op(".index", (_DEQUE, T), INT, "{0:recv}.index_of({1:item})", fallible=True),
    Op(".count", (_DEQUE, T), INT, "{0:recv}.count({1:item})", fallible=True),
    Op(".clear", (_DEQUE,), NONE, "{0:recv}.clear()", pure=False),
    Op(".copy", (_DEQUE,), _DEQUE, "{0:recv}.copy()"),
    Op(".maxlen", (_DEQUE,), Optional(INT), "{0:recv}.maxlen()", python="{0}.maxlen"),
)
