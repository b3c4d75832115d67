"""Sets at the Python edge: every walk sees the order that CPython's own set has."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

pytestmark = pytest.mark.rust

Bound: TypeAlias = Callable[..., Callable[..., Any]]

DISCARD, ADD, POP = range(3)


def churn(target: set[Any], steps: list[tuple[int, Any]]) -> None:
    for what, key in steps:
        if what == DISCARD:
            target.discard(key)
        elif what == ADD:
            target.add(key)
        elif target:
            target.pop()


def some_keys(rng: random.Random) -> list[int]:
    """Keys that collide in small tables, among others."""
    size = rng.choice([3, 10, 60, 400])
    stride = rng.choice([1, 8, 32, 64, 2**20, 2**61 - 1])
    keys = [rng.randrange(-size, size) * stride for _ in range(size)] + [-1, -2, 0, 2**61 - 1]
    return [key for key in keys if -(2**63) <= key < 2**63]


def some_steps(rng: random.Random, keys: list[Any], kinds: list[int]) -> list[tuple[int, Any]]:
    return [(rng.choice(kinds), rng.choice(keys)) for _ in range(rng.randrange(3 * len(keys)))]


def some_set(rng: random.Random, keys: list[int]) -> tuple[set[int], set[int]]:
    """The same set twice, made by the same steps."""
    steps = some_steps(rng, keys, [ADD, ADD, DISCARD, POP])
    start = rng.sample(keys, rng.randrange(len(keys)))
    one, two = set(start), set(start)
    churn(one, steps)
    churn(two, steps)
    assert list(one) == list(two)
    return one, two


KINDS = [[ADD, ADD, DISCARD], [ADD, ADD, DISCARD, POP], [ADD, ADD, ADD, ADD], [ADD, DISCARD, POP]]


@pytest.mark.parametrize("seed", range(60))
def test_a_set_walks_as_in_python(bound: Bound, seed: int) -> None:
    rng = random.Random(seed)
    echo, walk = bound("echo_set"), bound("walk")
    for _ in range(20):
        ours, theirs = some_set(rng, some_keys(rng))
        assert walk(ours) == list(theirs)
        out = echo(ours)
        assert list(out) == list(theirs)
        assert out == theirs
        assert all(key in out for key in theirs)
        assert sys.getsizeof(out) == sys.getsizeof(theirs)


@pytest.mark.parametrize("seed", range(60))
def test_changes_are_those_of_python(bound: Bound, seed: int) -> None:
    rng = random.Random(seed)
    change, make = bound("churn"), bound("steps")
    for _ in range(20):
        keys = some_keys(rng)
        ours, theirs = some_set(rng, keys)
        steps = some_steps(rng, keys, rng.choice(KINDS))
        change(ours, steps)
        churn(theirs, steps)
        assert list(ours) == list(theirs)
        made, fresh = make(steps), set[int]()
        churn(fresh, steps)
        assert list(made) == list(fresh)
        # And on it goes in Python, from the same table.
        more = some_steps(rng, keys, [ADD, ADD, DISCARD])
        for one in (ours, theirs, made, fresh):
            churn(one, more)
        assert list(ours) == list(theirs)
        assert list(made) == list(fresh)


@pytest.mark.parametrize("seed", range(20))
def test_pop_goes_on_where_it_was(bound: Bound, seed: int) -> None:
    rng = random.Random(seed)
    change, make = bound("churn"), bound("steps")
    for _ in range(20):
        keys = some_keys(rng)
        ours, theirs = some_set(rng, keys)
        steps = some_steps(rng, keys, [ADD, POP, ADD])
        change(ours, steps)
        churn(theirs, steps)
        assert [ours.pop() for _ in range(len(ours))] == [theirs.pop() for _ in range(len(theirs))]
        made, fresh = make(steps), set[int]()
        churn(fresh, steps)
        assert [made.pop() for _ in range(len(made))] == [fresh.pop() for _ in range(len(fresh))]


@pytest.mark.parametrize("seed", range(20))
def test_texts_and_tuples(bound: Bound, seed: int) -> None:
    rng = random.Random(seed)
    texts = [chr(rng.choice([97, 233, 8364, 128512])) * rng.randrange(40) for _ in range(50)]
    pairs = [(rng.choice([None, *range(9)]), rng.random() < 0.5) for _ in range(50)]
    rows: list[tuple[str, list[Any]]] = [("text_steps", texts), ("pair_steps", pairs)]
    for name, keys in rows:
        for _ in range(20):
            steps = some_steps(rng, keys, rng.choice(KINDS))
            fresh: set[Hashable] = set()
            churn(fresh, steps)
            made = bound(name)(steps)
            assert list(made) == list(fresh)
            assert made == fresh
    assert list(bound("echo_texts")(set(texts))) == list(set(texts))


def test_frozensets(bound: Bound) -> None:
    echo = bound("echo_frozen")
    for keys in [[], [(1, 2.5)], [(i * 8, i / 3) for i in range(100)], [(0, -0.0), (1, 1e300)]]:
        made = echo(frozenset(keys))
        assert type(made) is frozenset
        assert (made, hash(made), list(made)) == (
            frozenset(keys),
            hash(frozenset(keys)),
            list(frozenset(keys)),
        )
    for bad in [set(), frozenset([1]), frozenset([(1, float("nan"))]), frozenset([(1, 1)])]:
        with pytest.raises(NotImplementedError):
            bound("echo_frozen")(bad)
    empty = bound("freeze")([])
    full = bound("freeze")([(ADD, 1)])
    assert (empty, full, frozenset()) == (frozenset(), frozenset([1]), empty)


def test_other_sets_are_a_miss(bound: Bound) -> None:
    class Heir(set):  # type: ignore[type-arg]
        pass

    for bad in [frozenset([1]), Heir([1]), {True}, {1.0}, {2**63}, [1], {1: 1}]:
        with pytest.raises(NotImplementedError):
            bound("echo_set")(bad)


def test_a_set_that_is_walked_notices(bound: Bound) -> None:
    walked = {1, 2, 3}
    walk = iter(walked)
    next(walk)
    bound("churn")(walked, [(ADD, 10)])
    with pytest.raises(RuntimeError, match="Set changed size during iteration"):
        next(walk)


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_order_hangs_on_the_seed_of_the_process(edge_path: Path, seed: str) -> None:
    code = """
import _edge
def original(*args): raise SystemExit("redone")
_edge.bind("text_steps", original); _edge.bind("echo_texts", original)
texts = [f"text {i}" * (i % 5) for i in range(300)] + ["é€" * i for i in range(20)]
fresh = set()
for text in texts: fresh.add(text)
assert list(_edge.text_steps([(1, text) for text in texts])) == list(fresh)
assert list(_edge.echo_texts(fresh)) == list(fresh)
"""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, cwd=edge_path.parent, env=environment)
