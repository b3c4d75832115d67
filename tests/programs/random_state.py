"""Random numbers drawn inside and outside the hot function, from one stream."""

import random


def circle(size):
    """How many points fall into a circle."""
    inside = 0
    for _ in range(size):
        x = random.random()
        y = random.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return inside


def shuffle(cards, numbers):
    """With a generator of its own."""
    for i in range(len(cards) - 1, 0, -1):
        j = numbers.randrange(i + 1)
        cards[i], cards[j] = cards[j], cards[i]
    return cards


def main():
    """The stream goes on where it was left."""
    random.seed(2024)
    for size in range(200_000, 200_006):
        print(circle(size), random.random(), random.randint(1, 6), random.gauss(0, 1))
    numbers = random.Random(7)
    for _ in range(3):
        print(shuffle(list(range(60_000)), numbers)[:6], numbers.random())


if __name__ == "__main__":
    main()
