"""Asserts that are caught inside, in a hot function."""


def checked(items):
    """Count the items that pass."""
    good = 0
    for item in items:
        try:
            assert item % 3, "divisible"
            good += 1
        except AssertionError:
            good -= 1
    return good


def main():
    """Many calls of it."""
    items = list(range(20000))
    print(sum(checked(items) for _ in range(60)))
    print(__debug__)


if __name__ == "__main__":
    main()
