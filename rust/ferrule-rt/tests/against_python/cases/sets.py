"""Programs over two sets, with the orders after each step."""

from typing import Any

from cases.case import Value, line, show
from cases.values import RANDOM, some_int, some_text

WITH_KEYS = ["add"] * 6 + ["discard"] * 3 + ["from_list", "from_dict", "constants"]
IN_PLACE = ["update", "difference_update", "intersection_update", "symmetric_difference_update"]
MADE = ["union", "intersection", "difference", "symmetric_difference"]
OTHERS = ["pop", "copy", "clear", "swap"]

Sets = list[set[Any]]


def cases() -> None:
    """All of them."""
    for turn in range(600):
        kind = ["int", "str", "tuple"][turn % 3]
        sets: Sets = [set(), set()]
        program: list[Value] = []
        orders: list[Value] = []
        for _ in range(RANDOM.choice([5, 20, 60])):
            step = RANDOM.choice(WITH_KEYS + IN_PLACE + MADE + OTHERS)
            count = RANDOM.choice([1, 3, 10, 80]) if step in WITH_KEYS else 0
            keys = [_some_key(kind) for _ in range(count)]
            program.append([step, keys])
            popped = _take(sets, step, keys)
            orders.append([list(sets[0]), popped])
        line(f"set.{kind}", show(program), show(orders))


def _some_key(kind: str) -> Value:
    if kind == "int":
        return RANDOM.choice([RANDOM.randrange(20), RANDOM.randrange(2000), some_int()])
    if kind == "str":
        return some_text()
    return (RANDOM.randrange(-9, 9), RANDOM.randrange(9))


def _take(sets: Sets, step: str, keys: list[Any]) -> Value:
    """One step; gives what `pop` gave."""
    first, second = sets
    if step in IN_PLACE:
        getattr(first, step)(second)
    elif step in MADE:
        sets[0] = getattr(first, step)(second)
    elif step in WITH_KEYS:
        _take_keys(sets, step, keys)
    elif step == "pop":
        return first.pop() if first else None
    elif step == "swap":
        sets.reverse()
    elif step == "clear":
        first.clear()
    else:
        sets[0] = first.copy()
    return None


def _take_keys(sets: Sets, step: str, keys: list[Any]) -> None:
    if step == "from_list":
        sets[0] = set(keys)
    elif step == "from_dict":
        sets[0] = set(dict.fromkeys(keys))
    elif step == "constants":
        sets[0] = set()
        sets[0].update(frozenset(keys))
    else:
        for key in keys:
            getattr(sets[0], step)(key)
