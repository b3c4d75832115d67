"""Clean the readings of a sensor in a pipeline of generators.

Usage: python sensors.py [READINGS]
"""

import random
import sys


def sample_readings(count, seed=3):
    """Raw counts of a slow wave with noise; some readings are missing, marked by -1."""
    numbers = random.Random(seed)
    readings = []
    level = 500
    for _ in range(count):
        level = min(1023, max(0, level + numbers.randint(-9, 9)))
        readings.append(-1 if numbers.random() < 0.02 else level)
    return readings


def valid(readings):
    """All readings but those that are missing."""
    for reading in readings:
        if reading >= 0:
            yield reading


def volts(readings):
    """The readings in volts."""
    for reading in readings:
        yield reading * 5.0 / 1023


def smooth(values, weight):
    """An exponential moving average."""
    average = None
    for value in values:
        if average is None:
            average = value
        else:
            average += weight * (value - average)
        yield average


def changes(values, least):
    """The values that differ from the one given before by at least so much."""
    last = None
    for value in values:
        if last is None or abs(value - last) >= least:
            yield value
            last = value


def summarise(readings, weight=0.2, least=0.05):
    """How many changes there were, their sum and the highest."""
    count = 0
    total = 0.0
    highest = 0.0
    for value in changes(smooth(volts(valid(readings)), weight), least):
        count += 1
        total += value
        highest = max(highest, value)
    return count, total, highest


def main():
    """Print the summary."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    number, total, highest = summarise(sample_readings(count))
    print(f"{number} changes, {total / number:.4f} V on average, at most {highest:.4f} V")


if __name__ == "__main__":
    main()
