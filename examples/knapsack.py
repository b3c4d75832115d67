"""Pack the most valuable load into a van that carries only so much.

Usage: python knapsack.py [ITEMS]
"""

import random
import sys


def sample_items(count, seed=17):
    """`count` weights in kilograms and values in euros."""
    numbers = random.Random(seed)
    weights = [numbers.randint(3, 120) for _ in range(count)]
    values = [weight * numbers.randint(5, 15) + numbers.randint(0, 99) for weight in weights]
    return weights, values


def best_values(weights, values, capacity):
    """table[i][room]: the best value of the first `i` items in `room` kilograms."""
    table = [[0] * (capacity + 1)]
    for i in range(len(weights)):
        weight = weights[i]
        above = table[-1]
        row = []
        for room in range(capacity + 1):
            best = above[room]
            if weight <= room:
                best = max(best, above[room - weight] + values[i])
            row.append(best)
        table.append(row)
    return table


def chosen_items(table, weights, capacity):
    """The numbers of the items that make up the best load, in order."""
    chosen = []
    room = capacity
    for i in range(len(weights), 0, -1):
        if table[i][room] != table[i - 1][room]:
            chosen.append(i - 1)
            room -= weights[i - 1]
    return chosen[::-1]


def pack(weights, values, capacity):
    """The items of the best load, with its value."""
    table = best_values(weights, values, capacity)
    chosen = chosen_items(table, weights, capacity)
    return chosen, table[-1][capacity]


def main():
    """Print the best load."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
    weights, values = sample_items(count)
    capacity = 15 * count
    chosen, value = pack(weights, values, capacity)
    weight = sum(weights[i] for i in chosen)
    print(f"{len(chosen)} of {count} items, {weight} of {capacity} kg, {value} euros")
    print(f"first {chosen[:10]}, last {chosen[-10:]}")


if __name__ == "__main__":
    main()
