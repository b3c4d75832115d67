"""What comes back is what went in, where it did."""


def longest(rows, fallback):
    """The longest row itself, not a copy."""
    best = fallback
    for row in rows:
        total = 0
        for value in row:
            total += value % 3
        if total > 0 and len(row) > len(best):
            best = row
    return best


def pair(row):
    """Twice the same list."""
    for _ in range(300_000):
        row[0] += 1
    return [row, row]


def keep(store, row):
    """The list goes into the store as itself."""
    total = 0
    for value in row:
        total += value * value % 5
    store["row"] = row
    store["total"] = total
    return store


def main():
    """Ask with `is`."""
    rows = [list(range(size)) for size in range(0, 3000, 3)]
    for _ in range(4):
        print(longest(rows, []) is rows[-1])
    empty = []
    print(longest([], empty) is empty)
    for _ in range(4):
        row = [0]
        result = pair(row)
        print(result[0] is row, result[0] is result[1], row)
    for _ in range(4):
        store = {}
        result = keep(store, rows[-1])
        print(result is store, store["row"] is rows[-1], store["total"], list(store))


if __name__ == "__main__":
    main()
