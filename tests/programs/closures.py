"""Inner functions, captured variables that change, decorators and caches."""

import functools


def counted(function):
    """Count the calls."""

    @functools.wraps(function)
    def wrapper(*args):
        wrapper.calls += 1
        return function(*args)

    wrapper.calls = 0
    return wrapper


@counted
def smooth(values, width):
    """Sums over a window."""
    return [sum(values[i : i + width]) for i in range(len(values) - width)]


@functools.lru_cache(maxsize=None)
def paths(rows, columns):
    """Ways through a grid."""
    if rows == 0 or columns == 0:
        return 1
    return paths(rows - 1, columns) + paths(rows, columns - 1)


def counter(step):
    """Two functions that share one variable."""
    count = 0

    def more(times):
        nonlocal count
        for _ in range(times):
            count += step
        return count

    def value():
        return count

    return more, value


def main():
    """Each in turn."""
    values = list(range(60_000))
    print([sum(smooth(values, width)) for width in range(3, 11)], smooth.calls)
    print(smooth.__name__, smooth.__doc__, smooth.__wrapped__ is not None)
    print([paths(n, n) for n in (5, 30, 60)], paths.cache_info().misses)
    more, value = counter(3)
    print([more(200_000) for _ in range(10)], value())
    print([f(2) for f in [lambda x: x * i for i in range(4)]])


if __name__ == "__main__":
    main()
