"""The inputs of a proof: witnessed calls first, then made ones, without end.

In: pickled argument tuples and the types of the parameters. Out: `Input`s, each a pickle, so that
both versions get copies of their own with the same sharing inside. Made inputs are witnessed ones
with small changes, values on the edges of the types, values of a slightly wrong type (the guards
must send these to Python), and one object in two places. The same seed makes the same inputs.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from ferrule.base import types as t
from ferrule.base.functions import pickled
from ferrule.prove.cutting import LONG, cut
from ferrule.prove.hints import gather
from ferrule.prove.pool import Pool
from ferrule.prove.values import FLOATS, INTS, TEXTS, Scene

_FAILED = 200  # made in vain, one after the other, before giving up


@dataclass(frozen=True, slots=True)
class Shape:
    """The types that made inputs are made from."""

    arguments: tuple[t.Type, ...]
    fields: Mapping[str, Mapping[str, t.Type]]  # class `module:qualname` -> attribute -> type
    others: tuple[tuple[t.Type, ...], ...] = ()  # further types that the arguments may have

    @property
    def every(self) -> tuple[tuple[t.Type, ...], ...]:
        """All types that the arguments may have."""
        return (self.arguments, *self.others)


@dataclass(frozen=True, slots=True)
class Input:
    """One argument tuple, pickled."""

    raw: bytes
    label: str  # "recorded", or how it was made

    def copy(self) -> tuple[object, ...]:
        """A fresh copy of the arguments. Raises whatever unpickling raises."""
        arguments = pickle.loads(self.raw)
        if type(arguments) is not tuple:
            raise pickle.UnpicklingError("not an argument tuple")
        return arguments


def recorded_inputs(recorded: Sequence[bytes]) -> Iterator[Input]:
    """The witnessed calls, as they were."""
    return (Input(raw, "recorded") for raw in recorded)


def made_inputs(
    recorded: Sequence[bytes], shape: Shape, seed: int, is_banned: Callable[[str], bool]
) -> Iterator[Input]:
    """Inputs without end, all different; kinds that are banned by then are left out."""
    random = Random(seed)
    whole = _samples(recorded, len(shape.arguments), None)
    samples = _samples(recorded, len(shape.arguments), random)
    scene = Scene(random, gather(whole()), shape.fields)
    seen = set(recorded)
    failed = 0
    for label, make in _plans(scene, shape, samples):
        if failed > _FAILED:
            return
        failed += 1
        if is_banned(label):
            continue
        try:
            raw = pickled(make())
        except Exception:  # the program's classes may refuse anything here
            continue
        if raw not in seen:
            seen.add(raw)
            failed = 0
            yield Input(raw, label)


def _samples(
    recorded: Sequence[bytes], count: int, random: Random | None
) -> Callable[[], list[tuple[object, ...]]]:
    """A way to get fresh copies of those witnessed calls that fit the parameters; with `random`,
    the long ones most often cut short."""

    def load() -> list[tuple[object, ...]]:
        samples = []
        for raw in recorded:
            try:
                arguments = Input(raw, "recorded").copy()
            except Exception:  # the program's classes may refuse anything here
                continue
            if random is not None and len(raw) > LONG:
                arguments = cut(arguments, random)
            if len(arguments) == count:
                samples.append(arguments)
        return samples

    return load


def _plans(
    scene: Scene, shape: Shape, samples: Callable[[], list[tuple[object, ...]]]
) -> Iterator[tuple[str, Callable[[], tuple[object, ...]]]]:
    """How to make the next input: first each edge of each argument, then by chance."""
    random = scene.random
    pools = [Pool(scene, types, samples) for types in shape.every]
    systematic = [edge for types in shape.every for edge in _edges(types)]
    random.shuffle(systematic)
    while True:
        pool = random.choice(pools) if shape.others else pools[0]
        choice = random.random()
        if systematic and choice < 0.3:
            index, value = systematic.pop()
            yield f"edge {index}", partial(pool.with_value, index, value)
        elif choice < 0.6:
            yield "varied", pool.varied
        elif choice < 0.75:
            yield "fresh", pool.fresh
        elif choice < 0.85:
            index = random.randrange(max(len(shape.arguments), 1))
            yield f"edge {index}", partial(pool.with_edge, index)
        elif choice < 0.95:
            yield "odd", pool.odd
        else:
            yield "shared", pool.shared


def _edges(arguments: tuple[t.Type, ...]) -> Iterator[tuple[int, object]]:
    for index, type_ in enumerate(arguments):
        values: Sequence[object] = ()
        if type_ in (t.INT, t.BIGINT, t.NUMBER):
            values = INTS
        elif type_ == t.FLOAT:
            values = FLOATS
        elif type_ == t.STR:
            values = TEXTS
        elif isinstance(type_, t.List):
            values = ([],)
        elif isinstance(type_, t.Dict):
            values = ({},)
        yield from ((index, value) for value in values)
