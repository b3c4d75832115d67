"""What Python does with lists, tuples, dicts and sets; equality and order of any values."""

from __future__ import annotations

from ferrule.base.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    NUMBER,
    STR,
    Dict,
    List,
    Optional,
    Set,
    Tuple,
)
from ferrule.ops.op import COMPARE, K, Op, T, V

_INDEX = Optional(INT)
_LIST, _DICT, _SET = List(T), Dict(K, V), Set(T)

DEEP_COPY = "deepcopy"  # of what holds containers
_NAMES = "x, y, z, w"
_COLUMNS = "[list(column) for column in zip(*{0})]"

LISTS = (
    Op("len()", (_LIST,), INT, "list::len({0})", proved="{0:recv}.len() as i64"),
    Op("bool()", (_LIST,), BOOL, "!{0:recv}.is_empty()"),
    Op(
        "getitem",
        (_LIST, INT),
        T,
        "list::at({0}, {1})",
        fallible=True,
        proved="{0:recv}[{1} as usize]",
        proof="bounds",
        borrows=True,
    ),
    Op(
        "setitem",
        (_LIST, INT, T),
        NONE,
        "list::set({0:mut}, {1}, {2:own})",
        fallible=True,
        proved="{0:recv}[{1} as usize] = {2:own}",
        proof="bounds",
        pure=False,
    ),
    Op("delitem", (_LIST, INT), NONE, "list::del_at({0:mut}, {1})", fallible=True, pure=False),
    Op("slice", (_LIST, _INDEX, _INDEX), _LIST, "list::slice({0}, {1}, {2})"),
    Op(
        "slice step",
        (_LIST, _INDEX, _INDEX, _INDEX),
        _LIST,
        "list::slice_step({0}, {1}, {2}, {3})",
        fallible=True,
    ),
    Op(
        "setslice",
        (_LIST, _INDEX, _INDEX, _LIST),
        NONE,
        "list::set_slice({0:mut}, {1}, {2}, {3:own})",
        pure=False,
    ),
    Op(
        "setslice step",
        (_LIST, _INDEX, _INDEX, _INDEX, _LIST),
        NONE,
        "list::set_slice_step({0:mut}, {1}, {2}, {3}, {4:own})",
        fallible=True,
        pure=False,
    ),
    Op("delslice", (_LIST, _INDEX, _INDEX), NONE, "list::del_slice({0:mut}, {1}, {2})", pure=False),
    Op(
        "delslice step",
        (_LIST, _INDEX, _INDEX, _INDEX),
        NONE,
        "list::del_slice_step({0:mut}, {1}, {2}, {3})",
        fallible=True,
        pure=False,
    ),
    Op(
        "imul",
        (_LIST, INT),
        NONE,
        "list::repeat_in_place({0:mut}, {1})",
        fallible=True,
        pure=False,
        python="{0} *= {1}",
    ),
    *(
        Op(
            f"at least {count}",
            (_LIST,),
            NONE,
            f"list::at_least({{0}}, {count})",
            fallible=True,
            python=f"[{'x, ' * count}*_] = {{0}}",
        )
        for count in range(8)
    ),
    Op("columns", (List(_LIST),), List(_LIST), "list::columns({0})", python=_COLUMNS),
    Op("add", (_LIST, _LIST), _LIST, "list::concat({0}, {1})"),
    Op("mul", (_LIST, INT), _LIST, "list::repeat({0}, {1})", fallible=True),
    Op("mul", (INT, _LIST), _LIST, "list::repeat({1}, {0})", fallible=True),
    Op("in", (T, _LIST), BOOL, "list::contains({1}, {0:item})", fallible=True),
    Op("not in", (T, _LIST), BOOL, "list::lacks({1}, {0:item})", fallible=True),
    Op(".append", (_LIST, T), NONE, "{0:recv}.push({1:own})", pure=False),
    Op(".extend", (_LIST, _LIST), NONE, "{0:recv}.extend({1:own})", pure=False),
    Op(".pop", (_LIST,), T, "list::pop({0:mut})", fallible=True, pure=False),
    Op(".pop", (_LIST, INT), T, "list::pop_at({0:mut}, {1})", fallible=True, pure=False),
    Op(".insert", (_LIST, INT, T), NONE, "list::insert({0:mut}, {1}, {2:own})", pure=False),
    Op(".remove", (_LIST, T), NONE, "list::remove({0:mut}, {1:item})", fallible=True, pure=False),
    Op(".index", (_LIST, T), INT, "list::index_of({0}, {1:item})", fallible=True),
    Op(
        ".index",
        (_LIST, T, INT),
        INT,
        "list::index_of_in({0}, {1:item}, Some({2}), None)",
        fallible=True,
    ),
    Op(
        ".index",
        (_LIST, T, INT, INT),
        INT,
        "list::index_of_in({0}, {1:item}, Some({2}), Some({3}))",
        fallible=True,
    ),
    Op(".count", (_LIST, T), INT, "list::count({0}, {1:item})", fallible=True),
    Op(".reverse", (_LIST,), NONE, "{0:recv}.reverse()", pure=False),
    Op(".clear", (_LIST,), NONE, "{0:recv}.clear()", pure=False),
    Op(".copy", (_LIST,), _LIST, "{0:recv}.to_vec()"),
    Op(DEEP_COPY, (_LIST,), _LIST, "{0:recv}.to_vec()", python="copy.deepcopy({0})"),
    *(
        Op(
            f"unpack {count}",
            (_LIST,),
            Tuple((T,) * count),
            f"list::unpack{count}({{0}})",
            fallible=True,
        )
        for count in (1, 2, 3, 4)
    ),
    *(
        Op(
            f"parts {count}",
            (_LIST,),
            Tuple((T,) * count),
            f"list::unpack{count}({{0}}).map_err(|_| Stop::redo())",
            fallible=True,
            python=f"{_NAMES[: 3 * count - 2]}, = {{0}}; return ({_NAMES[: 3 * count - 2]},)",
        )
        for count in (2, 3, 4)
    ),
)

TUPLES = tuple(
    Op("len()", (Tuple(items),), INT, f"builtins::known_len({{0:item}}, {len(items)})")
    for items in ((T,), (T, K), (T, K, V))
)

DICTS = (
    Op("counted", (_LIST,), Dict(T, INT), "dict::counted({0})", python="dict(Counter({0}))"),
    Op("len()", (_DICT,), INT, "{0:recv}.len() as i64"),
    Op("bool()", (_DICT,), BOOL, "!{0:recv}.is_empty()"),
    Op("getitem", (_DICT, K), V, "{0:recv}.at({1:item})", fallible=True, borrows=True),
    Op("setitem", (_DICT, K, V), NONE, "{0:recv}.insert({1:own}, {2:own})", pure=False),
    Op("delitem", (_DICT, K), NONE, "{0:recv}.remove({1:item})", fallible=True, pure=False),
    Op("in", (K, _DICT), BOOL, "{1:recv}.contains({0:item})"),
    Op("not in", (K, _DICT), BOOL, "!{1:recv}.contains({0:item})"),
    Op(".get", (_DICT, K), Optional(V), "{0:recv}.get({1:item}).cloned()"),
    Op(".get", (_DICT, K, NONE), Optional(V), "{0:recv}.get({1:item}).cloned()"),
    Op(".get", (_DICT, K, V), V, "dict::get({0}, {1:item}, {2:own})"),
    Op(".pop", (_DICT, K), V, "{0:recv}.pop({1:item})", fallible=True, pure=False),
    Op(".pop", (_DICT, K, NONE), Optional(V), "{0:recv}.pop_maybe({1:item})", pure=False),
    Op(".pop", (_DICT, K, V), V, "{0:recv}.pop_default({1:item}, {2:own})", pure=False),
    Op(
        ".setdefault",
        (_DICT, K, V),
        V,
        "{0:recv}.setdefault({1:own}, {2:own})",
        borrows=True,
        pure=False,
    ),
    Op(".popitem", (_DICT,), Tuple((K, V)), "{0:recv}.popitem()", fallible=True, pure=False),
    # Values that can be changed would have to be shared between the two.
    *(
        Op(
            ".update",
            (Dict(K, value), Dict(K, value)),
            NONE,
            "dict::update({0:mut}, {1})",
            pure=False,
        )
        for value in (BOOL, INT, FLOAT, NUMBER, STR)
    ),
    *(
        Op("or", (Dict(K, value),) * 2, Dict(K, value), "dict::merged({0}, {1})")
        for value in (BOOL, INT, FLOAT, NUMBER, STR)
    ),
    Op(
        ".update new",
        (_DICT, _DICT),
        NONE,
        "{0:recv}.update({1:own}.into_items())",
        pure=False,
        python="{0}.update({1}.items())",
    ),
    Op(".clear", (_DICT,), NONE, "{0:recv}.clear()", pure=False),
    Op(".copy", (_DICT,), _DICT, "{0:recv}.clone()"),
    Op("dict()", (_DICT,), _DICT, "dict::plain({0})", python="dict({0})"),
    Op(DEEP_COPY, (_DICT,), _DICT, "{0:recv}.clone()", python="copy.deepcopy({0})"),
)

SETS = (
    Op("len()", (_SET,), INT, "{0:recv}.len() as i64"),
    Op("bool()", (_SET,), BOOL, "!{0:recv}.is_empty()"),
    Op("in", (T, _SET), BOOL, "{1:recv}.contains({0:item})"),
    Op("not in", (T, _SET), BOOL, "!{1:recv}.contains({0:item})"),
    Op(".add", (_SET, T), NONE, "{0:recv}.add({1:own})", pure=False),
    Op(".remove", (_SET, T), NONE, "{0:recv}.remove({1:item})", fallible=True, pure=False),
    Op(".discard", (_SET, T), NONE, "{0:recv}.discard({1:item})", pure=False),
    Op(".clear", (_SET,), NONE, "{0:recv}.clear()", pure=False),
    Op(".copy", (_SET,), _SET, "{0:recv}.copy()"),
    Op("or", (_SET, _SET), _SET, "{0:recv}.union({1})"),
    Op("and", (_SET, _SET), _SET, "{0:recv}.intersection({1})"),
    Op("sub", (_SET, _SET), _SET, "{0:recv}.difference({1})"),
    Op("xor", (_SET, _SET), _SET, "{0:recv}.symmetric_difference({1})"),
    *(
        Op(f".{name}", (_SET, _SET), _SET, f"{{0:recv}}.{name}({{1}})")
        for name in ("union", "intersection", "difference", "symmetric_difference")
    ),
    *(
        Op(f".{name}", (_SET, _SET), NONE, f"{{0:recv}}.{name}({{1}})", pure=False)
        for name in (
            *("update", "intersection_update", "difference_update"),
            "symmetric_difference_update",
        )
    ),
    Op(".update", (_SET, List(T)), NONE, "{0:recv}.extend({1:recv}.iter().cloned())", pure=False),
    *(
        Op(f".{name}", (_SET, _LIST), _SET, f"{{0:recv}}.{name}_iter({{1:recv}}.iter().cloned())")
        for name in ("union", "intersection", "difference", "symmetric_difference")
    ),
    *(
        Op(
            f".{name}",
            (_SET, _LIST),
            NONE,
            f"{{0:recv}}.{name}_iter({{1:recv}}.iter().cloned())",
            pure=False,
        )
        for name in (
            *("intersection_update", "difference_update"),
            "symmetric_difference_update",
        )
    ),
    *(
        Op(
            f".{name}",
            (_SET, _LIST),
            BOOL,
            f"{{0:recv}}.{name}(&{{1:recv}}.iter().cloned().collect())",
        )
        for name in ("issubset", "issuperset", "isdisjoint")
    ),
    Op(".pop", (_SET,), T, "{0:recv}.pop()", fallible=True, pure=False),
    *(
        Op(f".{name}", (_SET, _SET), BOOL, f"{{0:recv}}.{name}({{1}})")
        for name in ("issubset", "issuperset", "isdisjoint")
    ),
    Op("le", (_SET, _SET), BOOL, "{0:recv}.issubset({1})"),
    Op("ge", (_SET, _SET), BOOL, "{0:recv}.issuperset({1})"),
    Op("lt", (_SET, _SET), BOOL, "{0:recv}.is_proper_subset({1})"),
    Op("gt", (_SET, _SET), BOOL, "{1:recv}.is_proper_subset({0})"),
    Op("eq", (_LIST, _LIST), BOOL, "list::eq({0}, {1})", fallible=True),
    Op("ne", (_LIST, _LIST), BOOL, "list::ne({0}, {1})", fallible=True),
    Op("eq", (_SET, _SET), BOOL, "{0:place} == {1:place}", infix=COMPARE),
    Op("ne", (_SET, _SET), BOOL, "{0:place} != {1:place}", infix=COMPARE),
)

# Any values that have an equality or an order; tried after the rows of their own types.
ANY = (
    Op("eq", (T, T), BOOL, "equal::eq({0:item}, {1:item})", fallible=True),
    Op("ne", (T, T), BOOL, "equal::ne({0:item}, {1:item})", fallible=True),
    Op("lt", (T, T), BOOL, "order::lt({0:item}, {1:item})", fallible=True),
    Op("le", (T, T), BOOL, "order::le({0:item}, {1:item})", fallible=True),
    Op("gt", (T, T), BOOL, "order::gt({0:item}, {1:item})", fallible=True),
    Op("ge", (T, T), BOOL, "order::ge({0:item}, {1:item})", fallible=True),
    Op("min()", (T, T), T, "order::min2({0:own}, {1:own})", fallible=True),
    Op("max()", (T, T), T, "order::max2({0:own}, {1:own})", fallible=True),
    Op("str()", (T,), STR, "text::str({0:item})", fallible=True),
    Op("repr()", (T,), STR, "text::repr({0:item})", fallible=True),
)
