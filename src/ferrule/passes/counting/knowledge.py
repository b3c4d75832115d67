"""What is known at one point of a function: of its ints, and of the lengths of its lists.

In: facts. Out: the facts after something happened. `sizes` holds, for a list or text, pairs
(symbol, c): its length is at least symbol + c; the symbol ("one", "") is the number zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ferrule.passes.counting import intervals
from ferrule.passes.counting.intervals import ANY, Bounds, Known, Symbol

ZERO: Symbol = ("one", "")
Keep: TypeAlias = Callable[[Symbol], bool]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known; a local that is missing may be anything."""

    ints: Mapping[str, Known] = field(default_factory=dict)
    sizes: Mapping[str, Bounds] = field(default_factory=dict)

    def int_of(self, name: str) -> Known:
        """What is known of an int local, its own symbol included."""
        known = self.ints.get(name, ANY)
        own = (("var", name), 0)
        return Known(known.low, known.high, known.at_most | {own}, known.at_least | {own})

    def size_of(self, name: str) -> Bounds:
        """The lower bounds of a length."""
        return self.sizes.get(name, frozenset())

    def least_size(self, name: str) -> int:
        """How many elements there are at least."""
        return max((c for symbol, c in self.size_of(name) if symbol == ZERO), default=0)


def with_int(facts: Facts, name: str, known: Known) -> Facts:
    """After `name = …`: what was known by way of the old value is forgotten."""
    symbol = ("var", name)
    known = _without(known, lambda one: one != symbol)
    cleared = forget(facts, lambda one: one != symbol)
    return Facts({**cleared.ints, name: known}, cleared.sizes)


def refined(facts: Facts, name: str, known: Known) -> Facts:
    """The same value is known better."""
    symbol = ("var", name)
    known = _without(known, lambda one: one != symbol)
    better = intervals.both(facts.ints.get(name, ANY), known)
    return Facts({**facts.ints, name: better}, facts.sizes)


def with_size(facts: Facts, name: str, bounds: Iterable[tuple[Symbol, int]]) -> Facts:
    """After the list has been bound anew or has lost elements."""
    symbol = ("len", name)
    cleared = forget(facts, lambda one: one != symbol)
    kept = intervals.tightest((b for b in bounds if b[0] != symbol), upper=False)
    return Facts(cleared.ints, {**cleared.sizes, name: kept})


def renamed_size(facts: Facts, old: str, new: str) -> Facts:
    """After `new = old`, where `old` is not used again: one list under another name."""
    facts = with_size(facts, new, ())
    before, after = ("len", old), ("len", new)

    def moved(bounds: Bounds) -> Bounds:
        return frozenset((after if s == before else s, c) for s, c in bounds)

    ints = {
        name: Known(k.low, k.high, moved(k.at_most), moved(k.at_least))
        for name, k in facts.ints.items()
    }
    sizes = {name: moved(bounds) for name, bounds in facts.sizes.items()}
    sizes[new] = sizes.pop(old, frozenset())
    return Facts(ints, sizes)


def grown(facts: Facts, name: str, by: int) -> Facts:
    """After elements were added: what is below the old length is below the new one."""
    symbol = ("len", name)
    ints = {
        one: Known(k.low, k.high, k.at_most, _kept(k.at_least, lambda s: s != symbol))
        for one, k in facts.ints.items()
    }
    sizes = {one: _kept(b, lambda s: s != symbol) for one, b in facts.sizes.items()}
    sizes[name] = intervals.shifted(sizes.get(name, frozenset()) | {(ZERO, 0)}, by)
    return Facts(ints, sizes)


def forget(facts: Facts, keep: Keep) -> Facts:
    """Without the bounds by symbols that no longer mean the same."""
    ints = {name: _without(known, keep) for name, known in facts.ints.items()}
    return Facts(ints, {name: _kept(bounds, keep) for name, bounds in facts.sizes.items()})


def _without(known: Known, keep: Keep) -> Known:
    upper, lower = _kept(known.at_most, keep), _kept(known.at_least, keep)
    return Known(known.low, known.high, upper, lower)


def _kept(bounds: Bounds, keep: Keep) -> Bounds:
    return frozenset(bound for bound in bounds if keep(bound[0]))


def meet(first: Facts | None, second: Facts | None) -> Facts | None:
    """Control comes from one of two places; None is a place that it never comes from."""
    if first is None or second is None:
        return second if first is None else first
    ints = {
        name: intervals.join(first.ints[name], second.ints[name])
        for name in first.ints.keys() & second.ints.keys()
    }
    return Facts(ints, _common_sizes(first, second))


def _common_sizes(first: Facts, second: Facts) -> dict[str, Bounds]:
    found = {}
    for name in first.sizes.keys() & second.sizes.keys():
        a, b = dict(first.sizes[name]), dict(second.sizes[name])
        found[name] = frozenset((s, min(a[s], b[s])) for s in a.keys() & b.keys())
    return found


def widen(old: Facts, new: Facts, promised: Mapping[str, tuple[int, int]]) -> Facts:
    """At the head of a loop: bounds that still move go, but for what is promised."""
    ints = {}
    for name in old.ints.keys() & new.ints.keys():
        low, high = promised.get(name, (intervals.LEAST, intervals.MOST))
        ints[name] = intervals.widened(old.ints[name], new.ints[name], low, high)
    return Facts(ints, _stable_sizes(old, new))


def _stable_sizes(old: Facts, new: Facts) -> dict[str, Bounds]:
    found = {}
    for name in old.sizes.keys() & new.sizes.keys():
        later = dict(new.sizes[name])
        found[name] = frozenset((s, c) for s, c in old.sizes[name] if s in later and later[s] >= c)
    return found
