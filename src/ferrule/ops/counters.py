"""What Python does with a `Counter`, apart from what it does with every dict."""

from __future__ import annotations

from ferrule.base.types import INT, NONE, Dict, List, Tuple
from ferrule.ops.op import K, Op, V

MAKE = "collections.Counter"
_COUNTER, _COUNTS = Dict(K, V, "Counter"), Dict(K, INT, "Counter")
_PAIRS = List(Tuple((K, V)))

ROWS = (
    Op(MAKE, (List(K),), _COUNTS, "Counter::of({0})"),
    Op(".most_common", (_COUNTER,), _PAIRS, "{0:recv}.most_common(None)", fallible=True),
    Op(".most_common", (_COUNTER, INT), _PAIRS, "{0:recv}.most_common(Some({1}))", fallible=True),
    Op(".total", (_COUNTS,), INT, "{0:recv}.total()", fallible=True),
    Op(".update", (_COUNTS, List(K)), NONE, "{0:recv}.count({1})", fallible=True, pure=False),
    Op(".update", (_COUNTS, _COUNTS), NONE, "{0:recv}.grow({1})", fallible=True, pure=False),
    Op(".subtract", (_COUNTS, _COUNTS), NONE, "{0:recv}.shrink({1})", fallible=True, pure=False),
    Op("add", (_COUNTS, _COUNTS), _COUNTS, "{0:recv}.plus({1})", fallible=True),
    Op("sub", (_COUNTS, _COUNTS), _COUNTS, "{0:recv}.minus({1})", fallible=True),
    Op("or", (_COUNTS, _COUNTS), _COUNTS, "{0:recv}.most({1})", fallible=True),
    Op("and", (_COUNTS, _COUNTS), _COUNTS, "{0:recv}.least({1})", fallible=True),
)
