"""Random programs are made as they should be, and a failing one is made small."""

from __future__ import annotations

import ast

import pytest
from tests.fuzz.program import program
from tests.fuzz.shrink import alone, shrink

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")  # `3 is None`


def test_the_same_seed_makes_the_same_program() -> None:
    assert program(3, 5, 4) == program(3, 5, 4)
    assert program(3, 5, 4) != program(4, 5, 4)


def test_every_program_is_python_and_every_call_can_be_read() -> None:
    for seed in range(12):
        made = program(seed, 6, 3)
        compile(made.text, "<made>", "exec", dont_inherit=True)
        assert len(made.all_calls) == 18
        for call in made.all_calls:
            ast.parse(call)


def test_a_call_is_kept_with_what_it_needs() -> None:
    made = program(5, 8, 2)
    for name, calls in made.calls.items():
        text, kept = alone(made, calls[0])
        compile(text, "<alone>", "exec", dont_inherit=True)
        assert f"def {name}(" in text
        assert kept == calls


LONG = """\
def f(n):
    a = 1
    for i in range(n):
        if i % 2:
            a += i
            boom(a)
        else:
            a -= 1
    try:
        a += 2
    except ValueError:
        a = 0
    return a


def g(n):
    return f(n)
"""


def test_what_fails_is_made_small() -> None:
    tried = []

    def fails(text: str, calls: tuple[str, ...]) -> bool:
        tried.append(text)
        return "def f(n):\n" in text and "boom(" in text and calls == ("f(3)",)

    text, calls = shrink(LONG, ("f(3)",), fails, 20.0)
    assert calls == ("f(3)",)
    assert text.split() == ["def", "f(n):", "boom(a)"]
    assert all(compile(one, "<tried>", "exec") for one in tried)


def test_shrinking_ends_in_time() -> None:
    text, _ = shrink(LONG, (), lambda text, calls: True, 0.0)
    assert text == LONG
