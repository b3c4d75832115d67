"""Long witnessed arguments are cut short, in step with each other."""

from __future__ import annotations

from random import Random

from ferrule.prove.cutting import cut


def every(arguments: tuple[object, ...]) -> list[tuple[object, ...]]:
    """What comes out, many times."""
    import copy

    return [cut(copy.deepcopy(arguments), Random(seed)) for seed in range(60)]


def test_lists_of_one_length_keep_one_length() -> None:
    given = (list(range(1000)), [0.5] * 1000, 1000, "x" * 1000, True)
    made = every(given)
    assert given in made
    assert all(len(a) == len(b) == n == len(text) for a, b, n, text, _ in made)
    assert sum(len(one[0]) <= 64 for one in made) > 40
    assert all(type(one[4]) is bool for one in made)


def test_rows_of_a_table_stay_of_one_length() -> None:
    rows = [[1, 2, 3]] * 2 + [list(range(50)) for _ in range(50)]
    for one, side in every((rows, 52)):
        assert side == len(one)
        assert one[0] is one[1]
        assert {len(row) for row in one[2:]} <= {50, 5, 6, 7, 8}


def test_short_and_other_arguments_stay() -> None:
    given = ([1, 2], {"a": list(range(500))}, None, (1,) * 500, 7)
    assert all(one == given for one in every(given))
