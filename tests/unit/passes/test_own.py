"""Who owns: modes of parameters, forms of locals, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.slicing_up import func_of, lowered, passed

from ferrule.base.types import INT, STR, Dict, List, Type
from ferrule.ir.module import Func, Module

ROWS = List(List(INT))


def decided(tmp_path: Path, text: str, *types: Type) -> tuple[Module, Func]:
    module = passed(lowered(tmp_path, text, {"f": types}), "own")
    return module, func_of(module, "f")


def codes(module: Module) -> list[str]:
    return [one.code for reasons in module.reasons.values() for one in reasons]


@pytest.mark.parametrize(
    ("text", "types", "modes"),
    [
        ("def f(x):\n    return x + 1\n", (INT,), ["value"]),
        ("def f(xs):\n    return len(xs)\n", (List(INT),), ["ref"]),
        ("def f(xs):\n    xs[0] = 1\n", (List(INT),), ["mut"]),
        ("def f(xs, ys):\n    xs.append(ys[0])\n", (List(INT), List(INT)), ["mut", "ref"]),
        ("def f(s):\n    return s + 'x'\n", (STR,), ["ref"]),
        ("def f(s, t):\n    s, t = t, s\n    return s + t\n", (STR, STR), ["own", "own"]),
    ],
)
def test_modes(tmp_path: Path, text: str, types: tuple[Type, ...], modes: list[str]) -> None:
    module, func = decided(tmp_path, text, *types)
    assert codes(module) == []
    assert [param.mode for param in func.params] == modes


def test_only_what_resizes_grows(tmp_path: Path) -> None:
    text = "def f(xs, ys):\n    xs[0] = 1\n    xs.sort()\n    ys.append(1)\n"
    _, func = decided(tmp_path, text, List(INT), List(INT))
    assert [param.grows for param in func.params] == [False, True]


def test_changes_go_through_calls(tmp_path: Path) -> None:
    text = """\
def f(rows):
    fill(rows[0])

def fill(row):
    row.append(1)
"""
    _, func = decided(tmp_path, text, ROWS)
    assert func.params[0].changes == {("[]",)}
    assert not func.params[0].grows


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("    row = rows[i]\n    return row[0]\n", "ref"),
        ("    row = rows[i]\n    row[0] = 1\n", "mut"),
        ("    row = rows[i]\n    rows[0][0] = row[1]\n    row[0] = 2\n", "index"),
        ("    for row in rows:\n        row[0] = 1\n", "mut"),
        ("    for row in rows:\n        rows[0][0] = row[0]\n", "index"),
    ],
)
def test_forms(tmp_path: Path, body: str, form: str) -> None:
    module, func = decided(tmp_path, f"def f(rows, i):\n{body}", ROWS, INT)
    assert codes(module) == []
    assert func.forms["row"] == form


def test_two_values_of_a_dict_are_written_by_key(tmp_path: Path) -> None:
    text = "def f(d, j, k):\n    a = d[j]\n    b = d[k]\n    a[0] -= 1\n    b[0] += 1\n"
    module, func = decided(tmp_path, text, Dict(STR, List(INT)), STR, STR)
    assert codes(module) == []
    assert dict(func.forms) == {"a": "entry", "b": "entry"}


@pytest.mark.parametrize(
    "body",
    [
        "    a = [1]\n    b = [a]\n    b[0].append(2)\n    return a, b\n",
        "    rows[0] = rows[1]\n",
        "    return rows[0]\n",
        "    return [[0] * 2] * 3\n",
        "    return rows + rows\n",
        "    return rows[1:]\n",
        "    rows.insert(0, [1])\n",
        "    return {'a': rows}\n",
        "    row = rows[0]\n    rows.pop()\n    row[0] = 1\n",
    ],
)
def test_handles_where_one_owner_is_not_enough(tmp_path: Path, body: str) -> None:
    module, _ = decided(tmp_path, f"def f(rows):\n{body}", ROWS)
    assert codes(module) == []
    assert module.handles


def test_a_second_name_that_changes_a_list_borrows_it(tmp_path: Path) -> None:
    text = "def f(n):\n    a = [n]\n    b = a\n    b.append(2)\n    return a\n"
    module, func = decided(tmp_path, text, INT)
    assert codes(module) == []
    assert func.forms == {"b": "mut"}


def test_a_returned_parameter_is_given_back(tmp_path: Path) -> None:
    _, func = decided(tmp_path, "def f(xs):\n    xs.sort()\n    return xs\n", List(INT))
    assert func.returns_param == "xs"


def test_a_rebound_argument_is_checked_before_it_leaves(tmp_path: Path) -> None:
    text = "def f(xs, n):\n    for _ in range(n):\n        xs = xs[1:]\n    return xs\n"
    module, func = decided(tmp_path, text, List(INT), INT)
    assert codes(module) == []
    assert "xs_is_own" in func.locals


def test_a_second_name_of_what_never_changes_is_a_copy(tmp_path: Path) -> None:
    text = """\
def f(n):
    u = [1] * n
    v = u
    for _ in range(n):
        v = [len(u)]
        u = [len(v)]
    return len(u) + len(v)
"""
    module, func = decided(tmp_path, text, INT)
    assert codes(module) == []
    assert func.forms == {}


def test_a_loop_that_changes_what_it_walks_is_stepped(tmp_path: Path) -> None:
    text = "def f(xs):\n    for x in xs:\n        if x > 0:\n            xs.append(-x)\n"
    _, func = decided(tmp_path, text, List(INT))
    assert getattr(func.body[0], "is_stepped", None) is True
