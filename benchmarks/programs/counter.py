"""Simulate the queue at a post office with several counters.

Usage: python counter.py [CUSTOMERS]
"""

import heapq
import random
import sys


def simulate(customers, counters, seed=29):
    """The mean and the longest wait, how many left in anger, and when the last one was served."""
    numbers = random.Random(seed)
    free_at = [0.0] * counters
    clock = 0.0
    total = longest = 0.0
    angry = 0
    for _ in range(customers):
        clock += numbers.expovariate(1.0)
        start = max(clock, free_at[0])
        wait = start - clock
        if wait > 8.0 and numbers.random() < 0.5:
            angry += 1
            continue
        service = numbers.uniform(1.0, 4.0)
        if numbers.randint(1, 10) == 1:
            service += numbers.expovariate(0.25)
        heapq.heapreplace(free_at, start + service)
        total += wait
        longest = max(longest, wait)
    return total / customers, longest, angry, max(free_at)


def main():
    """Print how long people wait with two, three and four counters."""
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    for counters in (2, 3, 4):
        mean, longest, angry, end = simulate(customers, counters)
        print(
            f"{counters} counters: {mean:.3f} min, at most {longest:.2f}, {angry} left, {end:.1f}"
        )


if __name__ == "__main__":
    main()
