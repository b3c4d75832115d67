"""Classes with slots, properties, class attributes and subclasses that answer otherwise."""


class Meter:
    """Adds up, by a unit that belongs to the class."""

    unit = 2

    def __init__(self, name):
        self.name = name
        self.total = 0
        self.history = []

    def price(self, amount):
        """Subclasses have prices of their own."""
        return amount * self.unit

    def add(self, amount):
        """One more."""
        self.total += self.price(amount)
        if self.total % 1000 == 0:
            self.history.append(self.total)

    @property
    def average(self):
        """Of the history."""
        return self.total / (len(self.history) or 1)


class Discount(Meter):
    """Cheaper in bulk."""

    def price(self, amount):
        return super().price(amount) - amount // 3


class Point:
    """A place, without a dict."""

    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


def run(meter, size):
    """Use a meter for long."""
    for amount in range(size):
        meter.add(amount % 10)
    return meter


def walk(point, size):
    """Move a point."""
    for turn in range(size):
        point.x += turn % 3
        point.y -= turn % 2
    return point


def main():
    """Same class, subclass, changed class, changed instance."""
    meter = Meter("m")
    for _ in range(10):
        assert run(meter, 80_000) is meter
    print(meter.name, meter.total, len(meter.history), meter.average)
    other = run(Discount("d"), 80_000)
    print(type(other).__name__, other.total, other.history[:3])
    Meter.unit = 3
    print(run(Meter("n"), 80_000).total)
    meter.unit = 100
    print(run(meter, 80_000).total)
    meter.price = lambda amount: 1
    print(run(meter, 80_000).total, sorted(vars(meter)))
    Meter.add = lambda self, amount: None
    print(run(Meter("o"), 80_000).total)
    point = Point(0, 0)
    for _ in range(6):
        walk(point, 100_000)
    print(point, point == walk(Point(0, 0), 600_000), {point: 1})


if __name__ == "__main__":
    main()
