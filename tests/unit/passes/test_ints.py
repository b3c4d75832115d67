"""Proofs on ints and indexes: what has to be proved, what must not be, and that all proofs hold."""

from __future__ import annotations

import contextlib
import copy
import random
from pathlib import Path

import pytest
from tests.unit.passes.checking_machine import Machine, Redo
from tests.unit.passes.random_programs import Writer, arguments

from ferrule.base.records import FuncName
from ferrule.base.types import INT, NEVER, STR, List, Type
from ferrule.base.unit import Signature, Target
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Module
from ferrule.lower import lower
from ferrule.passes import order, ranging
from ferrule.source import gather

INTS = List(INT)
MATRIX = List(INTS)
BEFORE = ("ints", "ranges")


def analysed(file: Path, text: str, types: tuple[Type, ...], name: str = "f") -> Module:
    """The module of a text after this pass alone has looked for proofs."""
    file.write_text(text, encoding="utf-8")
    target = Target(FuncName("prog", name, str(file), 1), (Signature(types, NEVER, 1),))
    module = lower(gather((target,), lambda _: None, {}))
    for title, apply in order.PASSES:
        if title in BEFORE:
            break
        module = apply(module)
    return ranging.run(module)


def verdicts(module: Module) -> list[str]:
    """The operations that could fail, in the order of the text; `!` where that is ruled out."""
    found = []
    for func in module.funcs:
        for expr in walk.every_expr(func.body):
            if isinstance(expr, ir.Apply) and expr.op.proof:
                found.append(expr.op.name + "!" * expr.proved)
    return found


PROVED = {
    "range of len": "def f(xs: list[int]):\n    t = 0\n    for i in range(len(xs)):\n        t = t ^ xs[i]\n    return t",
    "range of len minus one": "def f(xs: list[int]):\n    t = 0\n    for i in range(len(xs) - 1):\n        t = t ^ xs[i] ^ xs[i + 1]\n    return t",
    "range from one": "def f(xs: list[int]):\n    t = 0\n    for i in range(1, len(xs)):\n        t = t ^ xs[i - 1]\n    return t",
    "downwards": "def f(xs: list[int]):\n    t = 0\n    for i in range(len(xs) - 1, -1, -1):\n        t = t ^ xs[i]\n    return t",
    "reversed range": "def f(xs: list[int]):\n    t = 0\n    for i in reversed(range(len(xs))):\n        t = t ^ xs[i]\n    return t",
    "two steps": "def f(xs: list[int]):\n    t = 0\n    for i in range(0, len(xs), 2):\n        t = t ^ xs[i]\n    return t",
    "enumerate": "def f(xs: list[int]):\n    t = 0\n    for i, x in enumerate(xs):\n        t = t ^ xs[i]\n    return t",
    "enumerate from one": "def f(xs: list[int]):\n    t = 0\n    for i, x in enumerate(xs, 1):\n        t = t ^ xs[i - 1]\n    return t",
    "while": "def f(xs: list[int]):\n    i = 0\n    t = 0\n    while i < len(xs):\n        t = t ^ xs[i]\n        i += 1\n    return t",
    "length in a local": "def f(xs: list[int]):\n    n = len(xs)\n    t = 0\n    for i in range(n):\n        t = t ^ xs[i]\n    return t",
    "repeated": "def f(n: int):\n    xs = [0] * n\n    for i in range(n):\n        xs[i] = i\n    return xs",
    "comprehended": "def f(n: int):\n    xs = [0 for _ in range(n)]\n    for i in range(n):\n        xs[i] = i\n    return xs",
    "appended": "def f(n: int):\n    xs = []\n    for i in range(n):\n        xs.append(i)\n    t = 0\n    for i in range(len(xs)):\n        t = t ^ xs[i]\n    return t",
    "condition": "def f(xs: list[int], i: int):\n    if 0 <= i < len(xs):\n        return xs[i]\n    return 0",
    "condition turned round": "def f(xs: list[int], i: int):\n    if i < 0 or len(xs) <= i:\n        return 0\n    return xs[i]",
    "early return": "def f(xs: list[int], i: int):\n    if i >= len(xs):\n        return 0\n    if i < 0:\n        return 1\n    return xs[i]",
    "remainder": "def f(xs: list[int], i: int):\n    if not xs:\n        return 0\n    if i < 0:\n        return 0\n    return xs[i % len(xs)]",
    "mask": "def f(i: int):\n    xs = [0] * 256\n    return xs[i & 255]",
    "bisection": "def f(xs: list[int], x: int):\n    low, high = 0, len(xs)\n    while low < high:\n        middle = (low + high) // 2\n        if xs[middle] < x:\n            low = middle + 1\n        else:\n            high = middle\n    return low",
    "bisection by the span": "def f(xs: list[int], x: int):\n    low, high = 0, len(xs)\n    while low < high:\n        middle = low + (high - low) // 2\n        if xs[middle] < x:\n            low = middle + 1\n        else:\n            high = middle\n    return low",
    "square below the root": "import math\ndef f(n: int):\n    t = 0\n    if n > 0:\n        for i in range(math.isqrt(n)):\n            t = t ^ i * i\n    return t",
    "rows": "def f(n: int):\n    grid = [[0] * n for _ in range(n)]\n    for i in range(n):\n        for j in range(n):\n            grid[i][j] = i\n    return grid",
    "elements as indexes": "def f(n: int):\n    order = list(range(n))\n    xs = [0] * n\n    for i in order:\n        xs[i] = i\n    return xs",
    "an index that was in range": "def f(xs: list[int], i: int):\n    if i < 0:\n        return 0\n    if xs[i] > 3:\n        return xs[i]\n    return 2",
    "two ends": "def f(xs: list[int]):\n    i, j = 0, len(xs) - 1\n    while i < j:\n        xs[i], xs[j] = xs[j], xs[i]\n        i += 1\n        j -= 1\n    return len(xs)",
}
LEFT = {"an index that was in range": ["getitem", "getitem!"]}


@pytest.mark.parametrize("title", PROVED)
def test_proves(title: str, tmp_path: Path) -> None:
    """Each operation is proved, but for those listed."""
    text = PROVED[title] + "\n"
    found = verdicts(analysed(tmp_path / "prog.py", text, types_of(text)))
    assert found
    if title in LEFT:
        assert found == LEFT[title]
    else:
        assert all(one.endswith("!") for one in found), found


def types_of(text: str) -> tuple[Type, ...]:
    """The parameters' types from the annotations."""
    head = text[text.index("def f(") + 6 :].partition("):")[0]
    known = {"list[int]": INTS, "int": INT, "list[list[int]]": MATRIX, "str": STR}
    return tuple(known[part.partition(": ")[2].strip()] for part in head.split(", "))


UNPROVED = {
    "one too far": "def f(xs: list[int]):\n    t = 0\n    for i in range(len(xs) + 1):\n        t = t ^ xs[i]\n    return t",
    "another list": "def f(xs: list[int], ys: list[int]):\n    t = 0\n    for i in range(len(xs)):\n        t = t ^ ys[i]\n    return t",
    "perhaps negative": "def f(xs: list[int], i: int):\n    if i < len(xs):\n        return xs[i]\n    return 0",
    "shrinks": "def f(xs: list[int]):\n    t = 0\n    for i in range(len(xs)):\n        t = t ^ xs[i]\n        if t > 5:\n            xs.pop()\n    return t",
    "cleared": "def f(xs: list[int]):\n    n = len(xs)\n    xs.clear()\n    for i in range(n):\n        xs[i] = 1\n    return n",
    "by another name": "def f(grid: list[list[int]], i: int, j: int):\n    row = grid[i]\n    n = len(row)\n    grid[j].clear()\n    t = 0\n    for k in range(n):\n        t = t ^ grid[i][k]\n    return t",
    "doubles": "def f(n: int):\n    x = 1\n    while n > 0:\n        x = x * 2\n        n = n >> 1\n    return x",
    "product": "def f(n: int):\n    t = 0\n    for i in range(n):\n        t = t ^ i * i\n    return t",
    "negative dividend": "def f(n: int):\n    return n % 7",
    "divisor zero": "def f(n: int):\n    if n >= 0:\n        return 5 // n\n    return 0",
    "changed in the branch": "def f(xs: list[int], i: int, n: int):\n    if 0 <= i < len(xs):\n        if n > 3:\n            i = n\n        return xs[i]\n    return 0",
    "after the loop": "def f(xs: list[int]):\n    i = 0\n    while i < len(xs):\n        i += 1\n    return xs[i]",
    "in the handler": "def f(xs: list[int], i: int):\n    if 0 <= i < len(xs):\n        try:\n            i = i + 5\n            xs.pop()\n        except ValueError:\n            return 1\n        return xs[i]\n    return 0",
}
STAYS = {
    "one too far": "getitem",
    "another list": "getitem",
    "perhaps negative": "getitem",
    "shrinks": "getitem",
    "cleared": "setitem",
    "by another name": "getitem",
    "doubles": "mul",
    "product": "mul",
    "negative dividend": "mod",
    "divisor zero": "floordiv",
    "changed in the branch": "getitem",
    "after the loop": "getitem",
    "in the handler": "getitem",
}


@pytest.mark.parametrize("title", UNPROVED)
def test_does_not_prove(title: str, tmp_path: Path) -> None:
    """What may fail stays checked."""
    text = UNPROVED[title] + "\n"
    assert STAYS[title] in verdicts(analysed(tmp_path / "prog.py", text, types_of(text)))


def test_parameters_are_what_the_calls_give(tmp_path: Path) -> None:
    """A helper that only ever gets indexes in range needs no check."""
    text = """
def f(xs):
    t = 0
    for i in range(len(xs)):
        t = t ^ at(xs, i)
    return t

def at(xs, i):
    return xs[i]
"""
    assert verdicts(analysed(tmp_path / "prog.py", text, (INTS,))) == ["getitem!"]


@pytest.mark.slow
@pytest.mark.parametrize("start", [0, 30, 60, 90])
def test_no_proof_fails_in_random_programs(start: int, tmp_path: Path) -> None:
    """Runs random programs step by step; an operation that was proved must not be able to fail."""
    assert sum(checked(seed, tmp_path / "prog.py") for seed in range(start, start + 30)) > 500


def checked(seed: int, file: Path) -> int:
    """How many proofs were looked at while a random program ran on random arguments."""
    module = analysed(file, Writer(seed).program(), (INTS, INTS, MATRIX, INT, INT))
    if module.reasons or not module.entries:
        return 0
    count = 0
    numbers = random.Random(seed)
    for _ in range(8):
        machine = Machine(module)
        with contextlib.suppress(Redo, IndexError, ValueError, ZeroDivisionError):
            machine.call(module.entries[0].func, copy.deepcopy(arguments(numbers)))
        count += machine.checked
    return count
