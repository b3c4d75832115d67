"""Not a program: a bracket is never closed."""


def add(a, b):
    """The sum."""
    return (a + b


print(add(1, 2))
