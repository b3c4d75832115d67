"""What is known of the ints at one point of a function: a range for each, and differences.

In: facts as they are found. Out: answers to `gap`: how far one int can be above another. The ints
are named by paths: `x` a local, `xs#` the length of a list or text, `xs[]` its elements, all of
them at once, `xs[]#` the lengths of its elements, `%1.k` a hidden counter. A fact about elements
holds for each of them, and for a list without elements every such fact holds; so differences are
never added up across elements. Differences that follow from the ranges are not stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ferrule.passes.ranging.intervals import ANY, LONGEST, WIDE, Range

FAR = 2**40  # greater differences are not worth keeping, but to counters
_FARTHEST = 2**50
_CROWD = 24  # more ints than this are not compared pair by pair

_NOTHING: Mapping[str, int] = {}


def whole(name: str) -> Range:
    """What holds for an int of this name before anything is known."""
    if name.endswith("#"):
        return 0, LONGEST
    return WIDE if name.startswith("%") and "." in name else ANY


def is_many(name: str) -> bool:
    """Whether the name stands for all elements of something at once."""
    return "[]" in name


def is_near(high: str, low: str, gap: int) -> bool:
    """Whether a difference may be of use; ints that grow turn by turn stay near a counter."""
    if low.endswith(".k") and not high.endswith("#"):
        return abs(gap) < _FARTHEST
    return abs(gap) < FAR


class Zone:
    """Ranges and differences; `dead` where control never comes."""

    __slots__ = ("above", "below", "dead", "ranges")

    def __init__(self) -> None:
        self.ranges: dict[str, Range] = {}
        self.above: dict[str, dict[str, int]] = {}  # above[x][y] = c: x <= y + c
        self.below: dict[str, set[str]] = {}  # the keys of `above` by what they are compared with
        self.dead = False

    def copy(self) -> Zone:
        """The same facts, to go on with on another way."""
        new = Zone()
        new.ranges = dict(self.ranges)
        new.above = {name: dict(edges) for name, edges in self.above.items()}
        new.below = {name: set(names) for name, names in self.below.items()}
        new.dead = self.dead
        return new

    def become(self, other: Zone) -> None:
        """Takes over the facts of another zone."""
        self.ranges, self.above, self.below = other.ranges, other.above, other.below
        self.dead = other.dead

    def is_same(self, other: Zone) -> bool:
        """Whether the same facts are noted."""
        is_same = self.ranges == other.ranges and self.dead == other.dead
        return is_same and self._noted() == other._noted()

    def _noted(self) -> dict[str, dict[str, int]]:
        return {name: edges for name, edges in self.above.items() if edges}

    def range(self, name: str) -> Range:
        """The range of an int."""
        return self.ranges.get(name) or whole(name)

    def gap(self, high: str, low: str) -> int:
        """The least known number with `high <= low + gap`."""
        if high == low and not is_many(high):
            return 0
        implied = self.range(high)[1] - self.range(low)[0]
        return min(implied, self.above.get(high, {}).get(low, implied))

    def names(self) -> set[str]:
        """All ints of which something is known."""
        return self.ranges.keys() | self.above.keys() | self.below.keys()

    # Finding out more ------------------------------------------------------------------------

    def at_most(self, name: str, high: int) -> None:
        """Notes `name <= high`, and what follows."""
        for one, more in ((name, 0), *self._under(name)):
            least, most = self.range(one)
            if high + more < most:
                self._set(one, (least, high + more))

    def at_least(self, name: str, low: int) -> None:
        """Notes `name >= low`, and what follows."""
        for one, more in ((name, 0), *self._over(name)):
            least, most = self.range(one)
            if low - more > least:
                self._set(one, (low - more, most))

    def limit(self, high: str, low: str, gap: int) -> None:
        """Notes `high <= low + gap`, and what follows."""
        if high == low and not is_many(high):
            self.dead = self.dead or gap < 0
            return
        if gap >= self.gap(high, low):
            return
        highs = [(high, 0), *self._under(high)]
        lows = [(low, 0), *self._over(low)]
        for one, more in highs:
            for other, further in lows:
                self._edge(one, other, more + gap + further)
        if not is_many(low):
            self.at_most(high, self.range(low)[1] + gap)
        if not is_many(high):
            self.at_least(low, self.range(high)[0] - gap)

    def _set(self, name: str, new: Range) -> None:
        self.ranges[name] = new
        if new[0] > new[1] and not is_many(name):
            self.dead = True

    def _edge(self, high: str, low: str, gap: int) -> None:
        if high == low:
            self.dead = self.dead or (gap < 0 and not is_many(high))
        elif gap < self.gap(high, low) and is_near(high, low, gap):
            self.above.setdefault(high, {})[low] = gap
            self.below.setdefault(low, set()).add(high)

    def _under(self, name: str) -> list[tuple[str, int]]:
        """What is known to be at most so much more than a single int."""
        if is_many(name):
            return []
        return [(one, self.above[one][name]) for one in self.below.get(name, ())]

    def _over(self, name: str) -> list[tuple[str, int]]:
        """What a single int is known to be at most so much more than."""
        return [] if is_many(name) else list(self.above.get(name, {}).items())

    def edges(self, name: str) -> tuple[dict[str, int], dict[str, int]]:
        """Differences to single ints: `name <= other + c`, and `name >= other + c`."""
        ups = {one: gap for one, gap in self.above.get(name, {}).items() if not is_many(one)}
        downs = {
            one: -self.above[one][name] for one in self.below.get(name, ()) if not is_many(one)
        }
        return ups, downs

    # Forgetting and renaming -----------------------------------------------------------------

    def forget(self, name: str) -> None:
        """Drops all that is known of an int."""
        self.ranges.pop(name, None)
        for low in self.above.pop(name, ()):
            self.below[low].discard(name)
        for high in self.below.pop(name, ()):
            del self.above[high][name]

    def forget_all(self, chosen: Callable[[str], bool]) -> None:
        """Drops all that is known of the ints chosen."""
        for name in self.names():
            if chosen(name):
                self.forget(name)

    def rename(self, old: str, new: str) -> None:
        """Gives an int another name, of which nothing may be known."""
        if (known := self.ranges.pop(old, None)) is not None:
            low, high = whole(new)
            self._set(new, (max(known[0], low), min(known[1], high)))
        if edges := self.above.pop(old, None):
            self.above[new] = edges
            for low_name in edges:
                self.below[low_name].discard(old)
                self.below[low_name].add(new)
        if names := self.below.pop(old, None):
            self.below[new] = names
            for high_name in names:
                self.above[high_name][new] = self.above[high_name].pop(old)

    def only(self, prefix: str) -> Zone:
        """What is known of the ints whose names begin so, and their names without it."""
        new = self.copy()
        new.forget_all(lambda name: not name.startswith(prefix))
        for name in sorted(new.names()):
            new.rename(name, name.removeprefix(prefix))
        return new

    def is_vacuous(self, name: str) -> bool:
        """Whether the name stands for elements, and there are none."""
        end = name.find("[]")
        while end >= 0:
            if self.range(name[:end] + "#")[1] <= 0:
                return True
            end = name.find("[]", end + 2)
        return False


def join(first: Zone, second: Zone) -> Zone:
    """What holds on both ways that meet here."""
    if first.dead or second.dead:
        return (second if first.dead else first).copy()
    new = Zone()
    names = first.names() | second.names()
    empty_first = {name for name in names if is_many(name) and first.is_vacuous(name)}
    empty_second = {name for name in names if is_many(name) and second.is_vacuous(name)}
    ours = {name: first.range(name) for name in names}
    theirs = {name: second.range(name) for name in names}
    merged = _merged(ours, theirs, empty_first, empty_second)
    new.ranges = {name: both for name, both in merged.items() if both != whole(name)}
    for high, low in _pairs(first, second, names):
        gap = -_FARTHEST
        if high not in empty_first and low not in empty_first:
            implied = ours[high][1] - ours[low][0]
            gap = min(implied, first.above.get(high, _NOTHING).get(low, implied))
        if high not in empty_second and low not in empty_second:
            implied = theirs[high][1] - theirs[low][0]
            gap = max(gap, min(implied, second.above.get(high, _NOTHING).get(low, implied)))
        if is_near(high, low, gap) and gap < merged[high][1] - merged[low][0]:
            new.above.setdefault(high, {})[low] = gap
            new.below.setdefault(low, set()).add(high)
    return new


def _merged(
    ours: Mapping[str, Range],
    theirs: Mapping[str, Range],
    empty_first: set[str],
    empty_second: set[str],
) -> dict[str, Range]:
    """The ranges around both; facts about elements that are not there don't count."""
    found: dict[str, Range] = {}
    for name, (low, high) in ours.items():
        least, most = theirs[name]
        if name in empty_first:
            found[name] = whole(name) if name in empty_second else (least, most)
        elif name in empty_second:
            found[name] = low, high
        else:
            found[name] = low if low < least else least, high if high > most else most
    return found


def _pairs(first: Zone, second: Zone, names: Iterable[str]) -> set[tuple[str, str]]:
    """The differences worth comparing: those noted, and those between what has changed."""
    found = {
        (high, low) for zone in (first, second) for high, lows in zone.above.items() for low in lows
    }
    moved = [name for name in names if first.ranges.get(name) != second.ranges.get(name)]
    if len(moved) <= _CROWD:
        found |= {(high, low) for high in moved for low in moved if high != low}
    return found


def _edges(zone: Zone) -> Iterator[tuple[str, str, int]]:
    for high, lows in zone.above.items():
        for low, gap in lows.items():
            yield high, low, gap


def is_within(inner: Zone, outer: Zone) -> bool:
    """Whether all that is known in `outer` holds in `inner`."""
    if inner.dead or outer.dead:
        return inner.dead
    for name, (low, high) in outer.ranges.items():
        least, most = inner.range(name)
        if (least < low or most > high) and not inner.is_vacuous(name):
            return False
    return all(
        inner.gap(high, low) <= gap or inner.is_vacuous(high) or inner.is_vacuous(low)
        for high, low, gap in _edges(outer)
    )


def widen(old: Zone, new: Zone, steps: tuple[int, ...]) -> Zone:
    """What of `new` has not moved since `old`; ranges that moved go on to the next of `steps`."""
    if old.dead or new.dead:
        return new.copy()
    wide = Zone()
    for name, (low, high) in new.ranges.items():
        least, most = (low, high) if old.is_vacuous(name) else old.range(name)
        floor, ceiling = whole(name)
        if low < least:
            low = max((step for step in steps if floor <= step <= low), default=floor)
        if high > most:
            high = min((step for step in steps if high <= step <= ceiling), default=ceiling)
        if (low, high) != whole(name):
            wide.ranges[name] = (low, high)
    for high_name, low_name, gap in _edges(new):
        is_new = old.is_vacuous(high_name) or old.is_vacuous(low_name)
        if is_new or gap <= old.gap(high_name, low_name):
            wide.above.setdefault(high_name, {})[low_name] = gap
            wide.below.setdefault(low_name, set()).add(high_name)
    return wide
