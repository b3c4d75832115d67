"""The places where ints outgrow 64 bits are found, and nothing else is changed by the looking."""

from __future__ import annotations

import ast
import inspect
import pickle
import textwrap
from types import FunctionType

from ferrule.base.records import FuncName
from ferrule.prove import Pair, wide_places


def product(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def held(xs, n):
    for i in range(len(xs)):
        xs[i] += n * n
    return sum(xs)


def squared(n):
    return n * n % 1000 + helper(n)


def helper(n):
    return pow(n, 3) - (n << 2)


def raised(n):
    return [2**i for i in range(n)][10**9]


def places(function: FunctionType, *calls: tuple, others: tuple = ()) -> list[str]:
    """The texts of the places that were found."""
    texts, lines = {}, {}
    for one in (function, *others):
        source = textwrap.dedent(inspect.getsource(one))
        node = ast.parse(source).body[0]
        assert isinstance(node, ast.FunctionDef)
        texts[one] = (one.__name__, node)
        lines[one.__name__] = source.splitlines()
    code = function.__code__
    func = FuncName(__name__, code.co_qualname, code.co_filename, code.co_firstlineno)
    pair = Pair(func, function, function, "pure", lambda: 0)
    before = function.__code__
    found = wide_places(pair, [pickle.dumps(call) for call in calls], texts)
    assert function.__code__ is before
    return [
        lines[span.file][span.line - 1][span.column : span.end_column] for span in sorted(found)
    ]


def test_nothing_is_found_where_all_ints_are_small():
    assert places(product, (1,), (20,)) == []
    assert places(product) == []


def test_an_augmented_assignment_is_a_place():
    assert places(product, (21,)) == ["result *= i"]


def test_items_and_sums_are_places():
    assert places(held, ([2**62, 1], 2**31)) == ["xs[i] += n * n", "sum(xs)"]
    assert places(held, ([1], 2**32)) == ["xs[i] += n * n", "n * n", "sum(xs)"]


def test_functions_that_are_called_are_looked_into():
    assert places(squared, (2**40,), others=(helper,)) == [
        "pow(n, 3)",
        "pow(n, 3) - (n << 2)",
        "n * n",
        "n * n % 1000 + helper(n)",
    ]
    assert places(squared, (2**61,), others=(helper,))[:2] == ["pow(n, 3)", "pow(n, 3) - (n << 2)"]


def test_what_was_seen_before_an_exception_counts():
    assert places(raised, (70,)) == ["2**i"]


def test_the_edges():
    assert places(product, (-1,), (0,)) == []
    assert places(held, ([2**63 - 1], 0)) == []
    assert places(held, ([-(2**63)], 0)) == []
    assert places(held, ([2**63 - 1], 1)) == ["xs[i] += n * n", "sum(xs)"]
