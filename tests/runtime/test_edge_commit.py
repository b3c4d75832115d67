"""Changes to containers are written back as Python would have made them."""

from __future__ import annotations

import gc
import math
import random
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

pytestmark = pytest.mark.rust

Bound: TypeAlias = Callable[..., Callable[..., Any]]


def exact(value: object) -> object:
    """A value with everything that `==` does not see."""
    match value:
        case float():
            return ("float", math.copysign(1.0, value), "nan" if value != value else value)
        case list() | tuple():
            return (type(value).__name__, [exact(item) for item in value])
        case dict():
            return ("dict", [(exact(key), exact(item)) for key, item in value.items()])
        case _:
            return (type(value).__name__, value)


def test_a_list_is_changed_in_place(bound: Bound) -> None:
    entry = bound("bubble_sort")
    xs = [3, 1, 2, 10**15, -5]
    same = xs
    assert entry(xs) is xs
    assert same == [-5, 1, 2, 3, 10**15]


@pytest.mark.parametrize(
    ("old", "new"),
    [([], [1, 2]), ([1, 2, 3], []), ([1, 2, 3], [1, 5]), ([1], [1, 2, 3]), (["x", None], [7])],
)
def test_replace_makes_the_content(bound: Bound, old: list[Any], new: list[int]) -> None:
    entry = bound("replace_ints")
    assert entry(old, new) is None
    assert exact(old) == exact(new)


def test_replace_keeps_what_did_not_change(bound: Bound) -> None:
    big, text = 10**15 + random.randrange(9), "text" + str(random.randrange(9))
    ints, texts = [big, 5, 6], [text, "b"]
    bound("replace_ints")(ints, [10**15, 7, 6] if big != 10**15 else [big, 7, 6])
    bound("replace_strs")(texts, [str(text), "c"])
    assert texts[0] is text
    zeros = [0.0, -0.0, math.nan]
    bound("replace_floats")(zeros, [-0.0, 0.0, 1.0])
    assert exact(zeros) == exact([-0.0, 0.0, 1.0])
    trues: list[object] = [True, 1.0]
    bound("replace_ints")(trues, [1, 1])
    assert exact(trues) == exact([1, 1])


def test_an_item_that_changes_the_list_as_it_dies(bound: Bound) -> None:
    xs: list[Any] = []

    class Dying:
        def __del__(self) -> None:
            xs.clear()
            gc.collect()

    xs.extend([Dying(), 2, 3, 4, 5])
    bound("replace_ints")(xs, [1, 2, 3])
    assert all(isinstance(item, int) for item in xs)


def test_aliased_arguments_are_a_miss(bound: Bound) -> None:
    row, other = [1], [2]
    entry = bound("distinct")
    assert entry([row, other], (1, [3])) == 3
    for rows, pair in [([row, row], (1, [3])), ([row, other], (1, row))]:
        with pytest.raises(NotImplementedError):
            bound("distinct")(rows, pair)
    many = [[i] for i in range(50)]
    assert bound("distinct")(many, (1, [3])) == 51
    with pytest.raises(NotImplementedError):
        bound("distinct")([*many, many[17]], (1, [3]))


def test_dicts_are_changed_in_place(bound: Bound) -> None:
    def tally(words: list[str], counts: dict[str, int]) -> dict[str, int]:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
        return counts

    entry = bound("tally")
    for words, old in [("a b a", {}), ("", {"x": 1}), ("c x b", {"x": 1, "y": 2})]:
        ours, theirs = dict(old), dict(old)
        assert entry(words.split(), ours) is ours
        assert exact(ours) == exact(tally(words.split(), theirs))


def test_a_dict_keeps_the_order_of_python(bound: Bound) -> None:
    def prune(counts: dict[int, int], doomed: list[int], added: list[int]) -> None:
        for key in doomed:
            del counts[key]
        for key in added:
            counts[key] = key + 1

    entry = bound("prune")
    rng = random.Random(5)
    for _ in range(300):
        ours = {key: key for key in rng.sample(range(30), rng.randrange(20))}
        theirs = dict(ours)
        doomed = rng.sample(sorted(ours), rng.randrange(len(ours) + 1))
        added = rng.sample(range(30), rng.randrange(10))
        entry(ours, doomed, added)
        prune(theirs, doomed, added)
        assert exact(ours) == exact(theirs)


def test_values_of_a_dict_keep_their_identity(bound: Bound) -> None:
    rows = {"a": [1], "b": []}
    a, b = rows["a"], rows["b"]
    bound("grow")(rows)
    assert rows == {"a": [1, 1], "b": [0]}
    assert rows["a"] is a
    assert rows["b"] is b
    with pytest.raises(NotImplementedError):
        bound("grow")({"a": a, "b": a})
