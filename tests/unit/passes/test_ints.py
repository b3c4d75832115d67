"""Proofs on ints and indexes: what has to be proved, what must not be, and that all proofs hold."""

from __future__ import annotations

import contextlib
import copy
import random
import re
from pathlib import Path

import pytest
from tests.unit.passes import random_programs, random_sizes
from tests.unit.passes.checking_machine import Machine, Redo

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
BEFORE = "ranges"


def analysed(file: Path, text: str, types: tuple[Type, ...], **others: tuple[Type, ...]) -> Module:
    """The module of a text after this pass alone has looked for proofs; Python calls `f`."""
    file.write_text(text, encoding="utf-8")
    targets = [
        Target(FuncName("prog", name, str(file), 1), (Signature(given, NEVER, 1),))
        for name, given in {"f": types, **others}.items()
    ]
    module = lower(gather(tuple(targets), lambda _: None, {}))
    for title, apply in order.PASSES:
        if title == BEFORE:
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


CASES = Path(__file__).with_name("ranges.md")
_CASE = re.compile(r"^## (.+?)\n+```py\n(.+?)^```\n+```proofs\n(.*?)^```", re.M | re.S)


def cases() -> dict[str, tuple[str, list[str]]]:
    """The text and the verdicts by title."""
    found = _CASE.findall(CASES.read_text(encoding="utf-8"))
    return {title: (text, proofs.split()) for title, text, proofs in found}


@pytest.mark.parametrize("title", cases())
def test_verdicts(title: str, tmp_path: Path) -> None:
    """What can't fail is proved, and what may fail stays checked."""
    text, proofs = cases()[title]
    assert verdicts(analysed(tmp_path / "prog.py", text, types_of(text))) == proofs


def types_of(text: str) -> tuple[Type, ...]:
    """The parameters' types from the annotations."""
    head = text[text.index("def f(") + 6 :].partition("):")[0]
    known = {"list[int]": INTS, "int": INT, "list[list[int]]": MATRIX, "str": STR}
    return tuple(known[part.partition(": ")[2].strip()] for part in head.split(", "))


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


def test_what_python_calls_too_has_a_second_form(tmp_path: Path) -> None:
    """Python may call the helper with anything; the slice calls a form without checks."""
    text = """
def f(xs):
    t = 0
    for i in range(len(xs)):
        t = t ^ at(xs, i)
    return t

def at(xs, i):
    return xs[i]
"""
    module = analysed(tmp_path / "prog.py", text, (INTS,), at=(INTS, INT))
    assert [func.name for func in module.funcs] == ["f", "at", "at_inside"]
    assert verdicts(module) == ["getitem", "getitem!"]


def test_lists_are_taken_to_be_short_where_that_proves_more(tmp_path: Path) -> None:
    """A product of two indexes fits where a check at the head rules out endless lists."""
    text = """
def f(xs):
    t = 0
    for i in range(len(xs)):
        for j in range(len(xs)):
            t = t ^ (i * j)
    return t
"""
    module = analysed(tmp_path / "prog.py", text, (INTS,))
    assert verdicts(module) == ["mul!"]
    assert isinstance(module.funcs[0].body[0], ir.If)


@pytest.mark.slow
@pytest.mark.parametrize("write", [random_programs.Writer, random_sizes.Writer])
@pytest.mark.parametrize("start", [0, 30])
def test_no_proof_fails_in_random_programs(
    start: int, write: type[random_programs.Writer | random_sizes.Writer], tmp_path: Path
) -> None:
    """Runs random programs step by step; an operation that was proved must not be able to fail."""
    file = tmp_path / "prog.py"
    texts = [write(seed).program() for seed in range(start, start + 30)]
    assert sum(checked(text, seed, file) for seed, text in enumerate(texts)) > 50


def checked(text: str, seed: int, file: Path) -> int:
    """How many proofs were looked at while a random program ran on random arguments."""
    more = {"change": (INTS, INT)} if seed % 2 else {}
    module = analysed(file, text, (INTS, INTS, MATRIX, INT, INT), **more)
    if module.reasons or not module.entries:
        return 0
    count = 0
    numbers = random.Random(seed)
    for _ in range(8):
        machine = Machine(module)
        with contextlib.suppress(Redo, IndexError, ValueError, ZeroDivisionError):
            machine.call("f", copy.deepcopy(random_programs.arguments(numbers)))
        count += machine.checked
    return count
