"""What `itertools` does with the items of a list; a `Stream` is walked once, as it comes."""

from __future__ import annotations

from ferrule.base.types import FLOAT, INT, List, Optional, Row, Stream, Tuple
from ferrule.ops.op import K, Op, T, V

_LIST = List(T)
_CHOICES = {
    "permutations": "permutations",
    "combinations": "combinations",
    "combinations_with_replacement": "with_replacement",
    "product": "product",
}


def _fixed(name: str, function: str, count: int) -> Op:
    """Choices of so many items, which are tuples of a known length."""
    text = f"itertools.{name}({{0}}, {'repeat=' if name == 'product' else ''}{count})"
    return Op(
        f"itertools.{name} {count}",
        (_LIST,),
        Stream(Tuple((T,) * count)),
        f"itertools::{function}_by::<_, {count}>({{0:own}})",
        python=f"list({text})",
    )


ROWS = (
    *(_fixed(name, function, count) for name, function in _CHOICES.items() for count in (2, 3, 4)),
    Op(
        "itertools.permutations",
        (_LIST,),
        Stream(Row(T)),
        "itertools::permutations({0:own})",
        python="list(itertools.permutations({0}))",
    ),
    *(
        Op(
            f"itertools.{name}",
            (_LIST, INT),
            Stream(Row(T)),
            f"itertools::{function}({{0:own}}, {{1}})",
            fallible=True,
            python=f"list(itertools.{name}({{0}}, {{1}}))",
        )
        for name, function in (
            ("permutations", "permutations_of"),
            ("combinations", "combinations"),
            ("combinations_with_replacement", "with_replacement"),
        )
    ),
    Op(
        "itertools.product of",
        (_LIST, INT),
        Stream(Row(T)),
        "itertools::product_of({0:own}, {1})",
        fallible=True,
        python="list(itertools.product({0}, repeat={1}))",
    ),
    Op(
        "itertools.product",
        (List(T), List(K)),
        Stream(Tuple((T, K))),
        "itertools::product2({0:own}, {1:own})",
        python="list(itertools.product({0}, {1}))",
    ),
    Op(
        "itertools.product",
        (List(T), List(K), List(V)),
        Stream(Tuple((T, K, V))),
        "itertools::product3({0:own}, {1:own}, {2:own})",
        python="list(itertools.product({0}, {1}, {2}))",
    ),
    Op(
        "itertools.pairwise",
        (_LIST,),
        Stream(Tuple((T, T))),
        "itertools::pairwise({0:own})",
        python="list(itertools.pairwise({0}))",
    ),
    Op(
        "itertools.cycle",
        (_LIST,),
        Stream(T),
        "{0:own}.into_iter().cycle()",
        python="[x for x, _ in zip(itertools.cycle({0}), range(5))]",
    ),
    Op(
        "itertools.accumulate",
        (List(INT),),
        List(INT),
        "itertools::accumulate({0:own})",
        fallible=True,
        python="list(itertools.accumulate({0}))",
    ),
    Op(
        "itertools.accumulate",
        (List(FLOAT),),
        List(FLOAT),
        "itertools::accumulate_floats({0:own})",
        python="list(itertools.accumulate({0}))",
    ),
    *(
        Op(
            f"itertools.accumulate {name}",
            (List(INT),),
            List(INT),
            f"itertools::accumulate_by({{0:own}}, {function})",
            fallible=True,
            python=f"list(itertools.accumulate({{0}}, {text}))",
        )
        for name, function, text in (
            ("mul", "int::mul", "operator.mul"),
            ("max", "|a, b| Ok(a.max(b))", "max"),
            ("min", "|a, b| Ok(a.min(b))", "min"),
        )
    ),
    Op(
        "itertools.zip_longest filled",
        (List(T), List(K), T, K),
        List(Tuple((T, K))),
        "itertools::zip_longest({0:own}, {1:own}, {2:own}, {3:own})",
        python="list(itertools.zip_longest({0}, {1}, fillvalue={2}))",
    ),
    Op(
        "itertools.zip_longest",
        (List(T), List(K)),
        List(Tuple((Optional(T), Optional(K)))),
        "itertools::zip_longest_none({0:own}, {1:own})",
        python="list(itertools.zip_longest({0}, {1}))",
    ),
    Op(
        "itertools.groupby",
        (_LIST,),
        List(Tuple((T, _LIST))),
        "itertools::groupby({0:own})",
        python="[(key, list(group)) for key, group in itertools.groupby({0})]",
    ),
    Op(
        "itertools.groupby by",
        (List(K), _LIST),
        List(Tuple((K, _LIST))),
        "itertools::groupby_keys({0:own}, {1:own})",
        python="[(k, [b for a, b in g]) for k, g in groupby(zip({0}, {1}), lambda p: p[0])]",
    ),
)
