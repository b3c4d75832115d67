"""Last reads, unbound locals, declarations, who can stop, and where loops poll."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.slicing_up import func_of, lowered, passed

from ferrule.base.types import FLOAT, INT, STR, List, Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func
from ferrule.ir.show import show_func


def after(tmp_path: Path, last: str, text: str, *types: Type) -> Func:
    return func_of(passed(lowered(tmp_path, text, {"f": types}), last), "f")


def test_the_last_read_is_marked(tmp_path: Path) -> None:
    text = "def f(n):\n    xs = [n]\n    ys = xs\n    return ys\n"
    shown = show_func(after(tmp_path, "live", text, INT))
    assert "ys = xs^" in shown
    assert "return ys^" in shown


def test_a_read_before_another_turn_is_not_the_last(tmp_path: Path) -> None:
    text = "def f(n):\n    xs = [n]\n    for i in range(n):\n        n += len(xs)\n    return n\n"
    assert "len()(xs)" in show_func(after(tmp_path, "live", text, INT))


def test_a_read_that_a_handler_repeats_is_not_the_last(tmp_path: Path) -> None:
    text = """\
def f(s):
    t = s + "x"
    try:
        return int(t)
    except ValueError:
        return len(t)
"""
    func = after(tmp_path, "live", text, STR)
    reads = [e for e in walk.every_expr(func.body) if isinstance(e, ir.Local) and e.name == "t"]
    assert [read.last for read in reads] == [False, True]


@pytest.mark.parametrize(
    ("body", "unsure"),
    [
        ("    if n > 0:\n        x = 1\n    return x\n", {"x"}),
        ("    if n > 0:\n        x = 1\n    else:\n        x = 2\n    return x\n", set()),
        ("    for i in range(n):\n        x = i\n    return x\n", {"x"}),
        ("    while True:\n        x = n\n        break\n    return x\n", set()),
        (
            "    if n > 0:\n        x = 1\n    else:\n        raise ValueError\n    return x\n",
            set(),
        ),
        (
            "    try:\n        x = 1 // n\n    except ValueError:\n        pass\n    return x\n",
            {"x"},
        ),
    ],
)
def test_unbound(tmp_path: Path, body: str, unsure: set[str]) -> None:
    func = after(tmp_path, "unbound", f"def f(n):\n{body}", INT)
    assert func.maybe_unbound == unsure


def declared(func: Func) -> list[str]:
    return [stmt.target.name for stmt in walk.every_stmt(func.body) if isinstance(stmt, ir.Declare)]


def test_what_branches_bind_is_declared_before(tmp_path: Path) -> None:
    text = "def f(n):\n    if n > 0:\n        x = 1\n    else:\n        x = 2\n    return x\n"
    func = after(tmp_path, "declare", text, INT)
    assert declared(func) == ["x"]
    (declare,) = [stmt for stmt in func.body if isinstance(stmt, ir.Declare)]
    assert not declare.target.mutable


def test_two_loops_declare_for_themselves(tmp_path: Path) -> None:
    text = """\
def f(n):
    t = 0
    for i in range(n):
        x = i * 2
        t += x
    for i in range(n):
        x = i * 3
        t += x
    return t
"""
    func = after(tmp_path, "declare", text, INT)
    assert declared(func) == []
    new = [
        stmt.target.name
        for stmt in walk.every_stmt(func.body)
        if isinstance(stmt, ir.Assign) and isinstance(stmt.target, ir.Bind) and stmt.target.is_new
    ]
    assert new == ["t", "x", "x"]


def test_a_function_that_can_not_stop_is_plain(tmp_path: Path) -> None:
    func = after(tmp_path, "raises", "def f(x):\n    return x * 0.5\n", FLOAT)
    assert not func.fallible


def test_recursion_is_found_through_others(tmp_path: Path) -> None:
    text = """\
def f(n):
    return 0 if n == 0 else g(n - 1)

def g(n):
    return f(n)
"""
    module = passed(lowered(tmp_path, text, {"f": (INT,)}), "raises")
    assert [func.recursive for func in module.funcs] == [True, True]


@pytest.mark.parametrize(
    ("text", "polls"),
    [
        ("def f(xs):\n    t = 0.0\n    for x in xs:\n        t += x\n    return t\n", [False]),
        ("def f(xs):\n    while xs[0] > 0:\n        xs[0] -= 1.0\n", [True]),
        ("def f(xs):\n    for i in range(len(xs)):\n        xs[i] = 0.0\n", [False]),
        (
            "def f(xs):\n    for x in xs:\n        for y in xs:\n            y + x\n",
            [True, False],
        ),
    ],
)
def test_polls(tmp_path: Path, text: str, polls: list[bool]) -> None:
    func = after(tmp_path, "raises", text, List(FLOAT))
    found = [s.polls for s in walk.every_stmt(func.body) if isinstance(s, ir.While | ir.For)]
    assert found == polls
