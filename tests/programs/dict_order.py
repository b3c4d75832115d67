"""Dicts that are changed while in use, and keys that are equal without being the same."""


def churn(size):
    """Insert, delete, insert again: the order tells the story."""
    table = {}
    for number in range(size):
        table[number % 50] = number
        if number % 3 == 0:
            del table[number % 50]
        if number % 7 == 0 and table:
            table.pop(next(iter(table)))
    return table


def spoil(table):
    """Grows a dict that is being walked."""
    for key in table:
        table[key + 1000] = 0


def shrink(table):
    """Deletes on the way."""
    for key in list(table):
        if key % 2:
            del table[key]
    for key, value in table.items():
        if value < 0:
            table.clear()


def main():
    """Order and errors."""
    for size in range(300_000, 300_008):
        table = churn(size)
        print(len(table), list(table)[:8], table.get(7, "none"))
    for change in (spoil, shrink):
        table = {1: 1, 2: -2, 4: 3}
        try:
            change(table)
            print(table)
        except RuntimeError as error:
            print(error, table)
    mixed = {1: "int", 1.0: "float", True: "bool", 0: "zero", -0.0: "minus", "1": "text"}
    print(mixed, mixed[1 + 0j], mixed[False])
    mixed.update({2: "two", 1: "one"})
    print(mixed, mixed.popitem(), mixed.setdefault(3, "three"), list(reversed(mixed)))


if __name__ == "__main__":
    main()
