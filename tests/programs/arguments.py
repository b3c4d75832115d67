"""Defaults, a shared default list, keywords, stars and wrong calls."""


def score(values, weight=3, *, start=0, seen=[]):
    """The default list is the same at every call."""
    total = start
    for value in values:
        total = (total + value * weight) % 1_000_003
    seen.append(total)
    return total, len(seen)


def gather(first, *rest, **named):
    """Everything that was handed over."""
    total = first
    for value in rest:
        for name, factor in named.items():
            total = (total + value * factor + len(name)) % 9973
    return total


def main():
    """All ways to call."""
    values = list(range(200_000))
    for weight in range(5):
        print(score(values), score(values, weight), score(weight=weight, values=values, start=1))
    for i in range(5):
        print(gather(i, *values, a=1, bb=2), gather(i), gather(first=i, c=3))
    for call in (
        lambda: score(),
        lambda: score(values, 1, 2),
        lambda: score(values, wight=1),
        lambda: score([1], values=[2]),
        lambda: gather(),
    ):
        try:
            print(call())
        except TypeError as error:
            print(error)
    score.__defaults__ = (7,)
    print(score(values), score.__kwdefaults__["seen"][-1])


if __name__ == "__main__":
    main()
