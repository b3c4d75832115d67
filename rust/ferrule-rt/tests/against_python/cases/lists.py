"""Lists: slices, and what changes them; ranges."""

import itertools
import operator
from collections.abc import Callable

from cases.case import Value, case
from cases.values import RANDOM, bound, step

Items = list[int]


def cases() -> None:
    """All of them."""
    for _ in range(1500):
        items = [RANDOM.randrange(5) for _ in range(RANDOM.randrange(9))]
        n = RANDOM.randrange(-9, 9)
        _read(items, n)
        _changed(items, n)
        _sliced(items, bound(), bound(), step())
        _compared(items, [RANDOM.randrange(5) for _ in range(RANDOM.randrange(4))])
        _sorted(items)
        _ranges(n, bound() or 0, step())


def _read(items: Items, n: int) -> None:
    case("list.at", operator.getitem, items, n)
    case("list.index", list.index, items, n)
    start, stop = bound() or 0, bound() or len(items)
    case("list.index_in", list.index, items, n, start, stop)
    case("list.count", list.count, items, n)
    case("list.contains", operator.contains, items, n)
    case("list.repeat", operator.mul, items, n)
    case("list.min", min, items)
    case("list.max", max, items)


def _after(change: Callable[..., Value]) -> Callable[..., Value]:
    """What a change gives, and the list after it; the list that came in stays."""

    def call(items: Items, *arguments: Value) -> Value:
        copy = list(items)
        return [change(copy, *arguments), copy]

    return call


def _set(items: Items, n: int) -> None:
    items[n] = 99


def _insert(items: Items, n: int) -> None:
    items.insert(n, 99)


def _changed(items: Items, n: int) -> None:
    case("list.pop", _after(list.pop), items)
    case("list.pop_at", _after(list.pop), items, n)
    case("list.remove", _after(list.remove), items, n)
    case("list.del_at", _after(operator.delitem), items, n)
    case("list.set", _after(_set), items, n)
    case("list.insert", _after(_insert), items, n)


def _slice(items: Items, lo: int | None, hi: int | None, by: int | None) -> Items:
    return items[lo:hi:by]


def _set_slice(items: Items, lo: int | None, hi: int | None, by: int | None, values: Items) -> None:
    items[lo:hi:by] = values


def _del_slice(items: Items, lo: int | None, hi: int | None, by: int | None) -> None:
    del items[lo:hi:by]


def _sliced(items: Items, lo: int | None, hi: int | None, by: int | None) -> None:
    case("list.slice", _slice, items, lo, hi, by)
    case("list.del_slice", _after(_del_slice), items, lo, hi, by)
    for count in (0, 1, 3):
        case("list.set_slice", _after(_set_slice), items, lo, hi, by, list(range(count)))


def _compared(items: Items, others: Items) -> None:
    case("list.lt", operator.lt, items, others)
    case("list.eq", operator.eq, items, others)
    case("list.eq", operator.eq, items, list(items))


def _reversed(items: Items) -> Items:
    return sorted(items, reverse=True)


def _by_half(items: Items, is_reverse: bool) -> Items:
    return sorted(items, key=lambda item: item // 2, reverse=is_reverse)


def _sorted(items: Items) -> None:
    case("list.sort", sorted, items)
    case("list.sort_reverse", _reversed, items)
    case("list.sort_by_half", _by_half, items, False)
    case("list.sort_by_half", _by_half, items, True)
    floats = [RANDOM.choice([0.0, -0.0, 1.0, -1.0, 2.5]) for _ in items]
    case("list.sort_floats", sorted, floats)
    case("list.repr_floats", repr, floats)


def _first(start: int, stop: int, by: int) -> Items:
    return list(itertools.islice(range(start, stop, by), 20))


def _index(start: int, stop: int, by: int, value: int) -> int:
    return range(start, stop, by).index(value)


def _ranges(start: int, stop: int, by: int | None) -> None:
    case("range.list", _first, start, stop, by or 0)
    case("range.index", _index, start, 20, by or 0, start + 4)
