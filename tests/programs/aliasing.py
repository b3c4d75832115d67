"""Lists that are the same list: as two arguments, as rows, and as a part of themselves."""


def pour(source, target, rounds):
    """Move units from one list to the other, place by place."""
    for turn in range(rounds):
        place = turn % len(source)
        source[place] -= 1
        target[(place + 1) % len(target)] += 2
    return sum(source) - sum(target)


def fill(rows, rounds):
    """Add to the diagonal."""
    for turn in range(rounds):
        rows[turn % len(rows)][turn % len(rows)] += turn
    return rows


def main():
    """Different lists first, then the same."""
    a, b = [5] * 7, [0] * 7
    print([pour(a, b, 150_000) for _ in range(12)], a, b)
    print(pour(a, a, 1000), a)
    rows = [[0] * 4 for _ in range(3)]
    for _ in range(8):
        fill(rows, 150_000)
    print(rows)
    shared = [[0] * 3] * 3
    result = fill(shared, 1000)
    print(shared, result is shared, result[0] is shared[2])
    rows.append(rows[0])
    print(fill(rows, 10), rows[3] is rows[0])
    loop = [1, 2]
    loop.append(loop)
    print(len(loop), loop[2] is loop, repr(loop))


if __name__ == "__main__":
    main()
