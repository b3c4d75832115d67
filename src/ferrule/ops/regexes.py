"""The module `re`: patterns and matches stay Python's own objects, their answers are native.

A group that took no part gives None in Python, and a pattern with several groups gives tuples:
these are redone.
"""

from __future__ import annotations

from ferrule.base.types import INT, MATCH, PATTERN, STR, List, Optional, Tuple, Type
from ferrule.ops.op import Op

# A walk over the matches, all found before the first turn.
ALL_MATCHES = "all matches"

_FOUND = Optional(MATCH)
_TEXTS = List(STR)


def _method(
    name: str, arguments: tuple[Type, ...], result: Type, rust: str, python: str = ""
) -> Op:
    holes = ", ".join(f"{{{number}}}" for number in range(1, len(arguments)))
    text = f"{{0:recv}}.{rust}({holes})"
    return Op(name, arguments, result, text, fallible=True, python=python)


def _function(name: str, arguments: tuple[Type, ...], result: Type, rust: str) -> Op:
    holes = ", ".join(f"{{{number}}}" for number in range(len(arguments)))
    return Op(f"re.{name}", arguments, result, f"regex::{rust}({holes})", fallible=True)


ROWS = (
    _method(".match", (PATTERN, STR), _FOUND, "match_start"),
    _method(".match", (PATTERN, STR, INT), _FOUND, "match_from"),
    _method(".search", (PATTERN, STR), _FOUND, "search"),
    _method(".search", (PATTERN, STR, INT), _FOUND, "search_from"),
    _method(".fullmatch", (PATTERN, STR), _FOUND, "fullmatch"),
    _method(".findall", (PATTERN, STR), _TEXTS, "findall"),
    _method(".split", (PATTERN, STR), _TEXTS, "split"),
    _method(".sub", (PATTERN, STR, STR), STR, "sub"),
    _method(".sub", (PATTERN, STR, STR, INT), STR, "sub_some"),
    _method(ALL_MATCHES, (PATTERN, STR), List(MATCH), "finditer", "list({0}.finditer({1}))"),
    _method(".group", (MATCH,), STR, "group"),
    _method(".group", (MATCH, INT), STR, "group_at"),
    _method(".group", (MATCH, STR), STR, "group_named"),
    _method("getitem", (MATCH, INT), STR, "group_at"),
    _method("getitem", (MATCH, STR), STR, "group_named"),
    _method(".start", (MATCH,), INT, "start"),
    _method(".start", (MATCH, INT), INT, "start_at"),
    _method(".end", (MATCH,), INT, "end"),
    _method(".end", (MATCH, INT), INT, "end_at"),
    _method(".span", (MATCH,), Tuple((INT, INT)), "span"),
    _function("match", (STR, STR), _FOUND, "match_start"),
    _function("search", (STR, STR), _FOUND, "search"),
    _function("fullmatch", (STR, STR), _FOUND, "fullmatch"),
    _function("findall", (STR, STR), _TEXTS, "findall"),
    _function("split", (STR, STR), _TEXTS, "split"),
    _function("sub", (STR, STR, STR), STR, "sub"),
)
