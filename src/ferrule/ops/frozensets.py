"""What Python does with a `frozenset`: what it does with a set, but for changes."""

from __future__ import annotations

from ferrule.base.types import BOOL, INT, Frozen, List, Set, Type
from ferrule.ops.op import Op, T

MAKE = "frozenset()"

_FROZEN, _SET = Frozen(T), Set(T)
_ALGEBRA = {
    "or": "union",
    "and": "intersection",
    "sub": "difference",
    "xor": "symmetric_difference",
}
_BOTH: tuple[tuple[Type, Type], ...] = ((_FROZEN, _FROZEN), (_FROZEN, _SET), (_SET, _FROZEN))
_ORDER = {"le": "issubset", "ge": "issuperset", "lt": "is_proper_subset"}


def _algebra(name: str, function: str, types: tuple[Type, Type]) -> Op:
    made = f"{{0:recv}}.{function}({{1}})"
    if types[0] == _SET:
        return Op(name, types, _SET, made)
    return Op(name, types, _FROZEN, f"FrozenSet::new({made})")


ROWS = (
    Op(MAKE, (List(T),), _FROZEN, "{0:own}.into_iter().collect::<FrozenSet<_>>()"),
    Op(MAKE, (_SET,), _FROZEN, "FrozenSet::new({0:recv}.copy())"),
    Op(MAKE, (_FROZEN,), _FROZEN, "{0:own}"),
    Op("len()", (_FROZEN,), INT, "{0:recv}.len() as i64"),
    Op("bool()", (_FROZEN,), BOOL, "!{0:recv}.is_empty()"),
    Op("in", (T, _FROZEN), BOOL, "{1:recv}.contains({0:item})"),
    Op("not in", (T, _FROZEN), BOOL, "!{1:recv}.contains({0:item})"),
    Op(".copy", (_FROZEN,), _FROZEN, "{0:own}"),
    *(
        _algebra(name, function, types)
        for symbol, function in _ALGEBRA.items()
        for name in (symbol, f".{function}")
        for types in _BOTH
    ),
    *(
        Op(
            f".{name}",
            (_FROZEN, List(T)),
            _FROZEN,
            f"FrozenSet::new({{0:recv}}.{name}_iter({{1:recv}}.iter().cloned()))",
        )
        for name in _ALGEBRA.values()
    ),
    *(
        Op(f".{name}", types, BOOL, f"{{0:recv}}.{name}({{1}})")
        for name in ("issubset", "issuperset", "isdisjoint")
        for types in _BOTH
    ),
    *(
        Op(
            f".{name}",
            (_FROZEN, List(T)),
            BOOL,
            f"{{0:recv}}.{name}(&{{1:recv}}.iter().cloned().collect())",
        )
        for name in ("issubset", "issuperset", "isdisjoint")
    ),
    *(
        Op(name, types, BOOL, f"{{0:recv}}.{function}({{1}})")
        for name, function in _ORDER.items()
        for types in _BOTH
    ),
    *(Op("gt", types, BOOL, "{1:recv}.is_proper_subset({0})") for types in _BOTH),
    *(Op("eq", types, BOOL, "{0:recv}.is_equal({1})") for types in _BOTH),
    *(Op("ne", types, BOOL, "!{0:recv}.is_equal({1})") for types in _BOTH),
)
