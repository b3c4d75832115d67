"""The hot function reads and writes globals, and fills a cache that others look at."""

calls = 0
factor = 2
cache = {}


def step(number):
    """One number, remembered."""
    global calls
    calls += 1
    key = number % 1000
    if key not in cache:
        cache[key] = key * factor
    return cache[key]


def walk(size):
    """Many numbers."""
    total = 0
    for number in range(size):
        total += step(number)
    return total


def main():
    """Change what the function sees between its calls."""
    global factor
    for size in range(200_000, 200_012):
        print(walk(size), calls, len(cache))
    factor = 10
    print(walk(100_000), calls, len(cache))
    cache.clear()
    print(walk(100_000), calls, len(cache))
    cache[1] = "text"
    try:
        print(walk(100_000))
    except TypeError as error:
        print(error, calls)


if __name__ == "__main__":
    main()
