"""Prints sets of ints and of tuples, in the order that Python keeps them."""


def reach(limit, step):
    """All places that can be reached."""
    seen = set()
    place = 1
    while place not in seen:
        seen.add(place)
        place = (place * step + 7) % limit
    return seen


def corners(limit):
    """A set of pairs."""
    return {(x * x % 31, x % 17) for x in range(limit)}


def main():
    """As they come."""
    for step in range(3, 33, 3):
        seen = reach(100_003, step)
        print(len(seen), list(seen)[:10], seen.pop(), next(iter(seen)))
    pairs = corners(200)
    print(list(pairs)[:8], len(corners(300_000)))
    print({5, 1, 9} | {100, 64}, {8, 16, 0} & {0, 16}, set(range(10)) - {3}, frozenset([33, 1]))


if __name__ == "__main__":
    main()
