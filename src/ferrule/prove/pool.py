"""Ways to make one argument tuple: witnessed with a small change, on an edge, odd, or shared.

In: the scene and the types of the parameters, and a way to get fresh witnessed tuples. Out:
argument tuples. What can't be made raises `CantMake`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ferrule.base import types as t
from ferrule.prove.values import CantMake, Scene, edge, near
from ferrule.prove.vary import vary


class OddInt(int):
    """An int by inheritance: guards must not take it for one."""


class OddFloat(float):
    """A float by inheritance."""


class OddText(str):
    """A str by inheritance."""

    __slots__ = ()


class OddList(list[object]):
    """A list by inheritance."""


_ODD: Mapping[type, Callable[..., object]] = {
    int: OddInt,
    float: OddFloat,
    str: OddText,
    list: OddList,
}


_OF_ONE_LENGTH = 0.5  # of fresh inputs: most functions of two lists want them so
_FLAT = (int, float, bool, str)


def _to_one_length(arguments: list[object], scene: Scene) -> None:
    """Lists of plain values repeated or cut, so that all are as long as one of them."""
    flat = [one for one in arguments if type(one) is list and one and type(one[0]) in _FLAT]
    if len(flat) > 1:
        length = len(scene.random.choice(flat))
        for one in flat:
            one[:] = (one * length)[:length]


@dataclass(frozen=True, slots=True)
class Pool:
    """Makes argument tuples, each in one way."""

    scene: Scene
    types: tuple[t.Type, ...]
    samples: Callable[[], list[tuple[object, ...]]]

    def base(self) -> list[object]:
        """A witnessed argument tuple, or a fresh one where there is none."""
        samples = self.samples()
        return list(self.scene.random.choice(samples) if samples else self.fresh())

    def fresh(self) -> tuple[object, ...]:
        """Every argument made anew; where that can't be done, as witnessed."""
        made = []
        fallback: list[object] | None = None
        for index, type_ in enumerate(self.types):
            try:
                made.append(near(self.scene, type_, (str(index),)))
            except CantMake:
                if fallback is None:
                    samples = self.samples()
                    if not samples:
                        raise
                    fallback = list(self.scene.random.choice(samples))
                made.append(fallback[index])
        if self.scene.random.random() < _OF_ONE_LENGTH:
            _to_one_length(made, self.scene)
        return tuple(made)

    def varied(self) -> tuple[object, ...]:
        """A witnessed call with one to three small changes."""
        arguments = self.base()
        for _ in range(self.scene.random.choice((1, 1, 1, 2, 3)) if arguments else 0):
            index = self.scene.random.randrange(len(arguments))
            type_ = self.types[index]
            arguments[index] = vary(self.scene, type_, arguments[index], (str(index),))
        return tuple(arguments)

    def with_value(self, index: int, value: object) -> tuple[object, ...]:
        """A witnessed call with this argument."""
        arguments = self.base()
        arguments[index] = value
        return tuple(arguments)

    def with_edge(self, index: int) -> tuple[object, ...]:
        """A witnessed call with an argument on an edge of its type, or an element there."""
        arguments = self.base()
        type_, value = self.types[index], arguments[index]
        place = (str(index),)
        if isinstance(type_, t.List) and isinstance(value, list) and value:
            spot = self.scene.random.randrange(len(value))
            value[spot] = edge(self.scene, type_.element, (*place, "[]"))
        else:
            arguments[index] = edge(self.scene, type_, place)
        return tuple(arguments)

    def odd(self) -> tuple[object, ...]:
        """A witnessed call with a value of a slightly wrong type somewhere."""
        arguments = self.base()
        index = self.scene.random.randrange(len(arguments))
        value = arguments[index]
        if isinstance(value, list) and value and self.scene.random.random() < 0.6:
            spot = self.scene.random.randrange(len(value))
            value[spot] = self._oddly(value[spot])
        else:
            arguments[index] = self._oddly(value)
        return tuple(arguments)

    def _oddly(self, value: object) -> object:
        choices: list[object] = [False, 0, ""] if value is None else [None]
        if type(value) is int:
            choices += [bool(value % 2), float(value % 2**50), value + 2**64]
        if type(value) is float and value == value and abs(value) < 2.0**60:
            choices += [int(value)]
        if type(value) is list:
            choices += [tuple(value)]
        if type(value) in _ODD:
            choices += [_ODD[type(value)](value)]
        return self.scene.random.choice(choices)

    def shared(self) -> tuple[object, ...]:
        """A witnessed call in which one object stands in two places."""
        arguments = self.base()
        rows = [a for a in arguments if type(a) is list and a and type(a[0]) in (list, dict)]
        pairs = [
            (i, j)
            for i, first in enumerate(arguments)
            for j, second in enumerate(arguments)
            if i != j and type(first) is type(second) and type(first) in (list, dict, set)
        ]
        if pairs:
            i, j = self.scene.random.choice(pairs)
            arguments[j] = arguments[i]
        elif rows:
            row = self.scene.random.choice(rows)
            row.append(row[self.scene.random.randrange(len(row))])
        else:
            raise CantMake("one object in two places")
        return tuple(arguments)
