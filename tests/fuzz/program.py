"""A random module: a class, functions that call earlier ones, and calls of each.

In: a seed. Out: text and calls. The same seed gives the same module.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.fuzz import kinds
from tests.fuzz.expr import Scope, owned
from tests.fuzz.stmt import block, indented

HEAD = """\
import math


class Broken(Exception):
    pass


class Rec:
    def __init__(self, n, x, items):
        self.n = n
        self.x = x
        self.items = items

    def bump(self, by):
        self.n += by
        return self.n

    def push(self, value):
        self.items.append(value)

    def total(self):
        return sum(self.items) + self.n
"""


@dataclass(frozen=True, slots=True)
class Program:
    """A module: its functions by name, in order, and the calls of each."""

    functions: dict[str, str]
    calls: dict[str, tuple[str, ...]]

    @property
    def text(self) -> str:
        """The whole module."""
        return "\n\n".join([HEAD, *self.functions.values()])

    @property
    def all_calls(self) -> tuple[str, ...]:
        """All calls."""
        return tuple(call for calls in self.calls.values() for call in calls)


def program(seed: int, functions: int, calls: int) -> Program:
    """A module of so many functions, each with so many calls."""
    chance = Random(seed)
    known: dict[str, tuple[tuple[str, ...], str]] = {}
    texts: dict[str, str] = {}
    made: dict[str, tuple[str, ...]] = {}
    for number in range(functions):
        name = f"f{number}"
        others = (chance.choice(kinds.ALL) for _ in range(chance.randrange(1, 4)))
        parameters = (kinds.INT, kinds.INTS, *others)
        result = chance.choice(kinds.ALL)
        recent = dict(list(known.items())[-3:]) if chance.random() < 0.3 else {}
        texts[name] = _function(Scope(chance, functions=recent), name, parameters, result)
        made[name] = tuple(kinds.call(chance, name, parameters) for _ in range(calls))
        known[name] = (parameters, result)
    return Program(texts, made)


def _function(scope: Scope, name: str, parameters: tuple[str, ...], result: str) -> str:
    names = [f"p{number}" for number in range(len(parameters))]
    scope.names.update(zip(names, parameters, strict=True))
    lines = []
    for kind in (kinds.STR, kinds.FLOAT, *scope.chance.sample(kinds.ALL, 1)):
        text = owned(scope, kind)
        lines.append(f"v{len(lines)}_ = {text}")
        scope.names[f"v{len(lines) - 1}_"] = kind
    for _ in range(scope.chance.randrange(1, 3)):
        lines += block(scope, result, 3, 3)
    if scope.chance.random() < 0.9:
        lines.append(f"return {owned(scope, result)}")
    return "\n".join([f"def {name}({', '.join(names)}):", *indented(lines), ""])
