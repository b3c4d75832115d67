"""What the witnessed arguments look like, so that made ones reach the code and end in time.

In: argument tuples. Out: for each place inside them (an argument, its elements, an attribute) the
range of numbers, the lengths and some of the texts that were seen there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ferrule.prove.arrays import is_array, is_number, numbers_of
from ferrule.prove.graph import Incomparable, parts_of

Place: TypeAlias = tuple[str, ...]

ELEMENT, KEY, VALUE = "[]", "key", "value"
_MOST = 200  # looked at in one container
_DEPTH = 8
_TEXTS = 16


@dataclass(slots=True)
class Hint:
    """What was seen at one place."""

    numbers: list[float] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Hints:
    """What was seen at all places."""

    places: dict[Place, Hint] = field(default_factory=dict)

    def at(self, place: Place) -> Hint:
        """What was seen there; nothing, if it was never looked at."""
        return self.places.get(place, _NOTHING)


_NOTHING = Hint()


def gather(samples: Iterable[Sequence[object]]) -> Hints:
    """Look through these argument tuples."""
    hints = Hints()
    for arguments in samples:
        for index, argument in enumerate(arguments):
            _look(hints, (str(index),), argument)
    return hints


def _look(hints: Hints, place: Place, value: object) -> None:
    if len(place) > _DEPTH:
        return
    hint = hints.places.setdefault(place, Hint())
    if is_array(value):
        inside = hints.places.setdefault((*place, ELEMENT), Hint())
        inside.numbers += numbers_of(value, _MOST)
    elif is_number(value):
        hint.numbers += numbers_of(value, 1)
    elif isinstance(value, int | float):
        _note_number(hint, value)
    elif isinstance(value, str | bytes):
        hint.lengths.append(len(value))
        if isinstance(value, str) and len(hint.texts) < _TEXTS and len(value) <= 1000:
            hint.texts.append(value)
    elif isinstance(value, dict):
        hint.lengths.append(len(value))
        for key in list(value)[:_MOST]:
            _look(hints, (*place, KEY), key)
            _look(hints, (*place, VALUE), value[key])
    elif type(value) is tuple:
        for index, item in enumerate(value[:_MOST]):
            _look(hints, (*place, str(index)), item)
    elif isinstance(value, list | set | frozenset):
        hint.lengths.append(len(value))
        for item in list(value)[:_MOST]:
            _look(hints, (*place, ELEMENT), item)
    else:
        _look_inside(hints, place, value)


def _look_inside(hints: Hints, place: Place, value: object) -> None:
    try:
        parts = parts_of(value)
    except Incomparable:
        return
    for name, part in parts[:_MOST]:
        _look(hints, (*place, name), part)


def _note_number(hint: Hint, value: float) -> None:
    if value == value and len(hint.numbers) < _MOST:
        hint.numbers.append(value)
