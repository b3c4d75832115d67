"""Functions made at run time: exec, eval, type and a lambda in a list."""

TEMPLATE = """
def step(value):
    "Made at run time."
    return (value * {factor} + 1) % 10_007
"""


def make(factor):
    """A new function from text."""
    names = {}
    exec(TEMPLATE.format(factor=factor), names)
    return names["step"]


def drive(step, rounds):
    """Call whatever was handed over."""
    value = 1
    for _ in range(rounds):
        value = step(value)
    return value


def main():
    """Many functions of one name."""
    for factor in (3, 5, 7, 11):
        step = make(factor)
        print(drive(step, 200_000), step.__doc__, eval("drive(step, 10)"))
    print(drive(lambda value: value + 1, 100_000), drive(str, 3), drive(abs, 5))
    adder = type("Adder", (), {"__call__": lambda self, value: value + 2})()
    print(drive(adder, 100_000))


if __name__ == "__main__":
    main()
