"""Quickest ways through a town whose streets are a grid.

Usage: python dijkstra.py [WIDTH]
"""

import heapq
import random
import sys


def build_town(width, height, seed=3):
    """The streets of a town: crossing → list of (next crossing, seconds).

    Most streets run both ways, some are closed, and a ring road is twice as quick.
    """
    numbers = random.Random(seed)
    streets = {}
    for y in range(height):
        for x in range(width):
            streets[y * width + x] = []
    for y in range(height):
        for x in range(width):
            here = y * width + x
            on_ring = x in (width // 4, 3 * width // 4) or y in (height // 4, 3 * height // 4)
            for dx, dy in ((1, 0), (0, 1)):
                if x + dx < width and y + dy < height and numbers.random() > 0.08:
                    there = (y + dy) * width + x + dx
                    seconds = numbers.randint(20, 90) // (2 if on_ring else 1)
                    streets[here].append((there, seconds))
                    if numbers.random() > 0.1:
                        streets[there].append((here, seconds + numbers.randint(0, 5)))
    return streets


def quickest(streets, start):
    """The time from `start` to each crossing, and the crossing just before it on the way."""
    times = {start: 0}
    came_from = {}
    queue = [(0, start)]
    while queue:
        time, here = heapq.heappop(queue)
        if time > times[here]:
            continue
        for there, seconds in streets[here]:
            arrival = time + seconds
            if there not in times or arrival < times[there]:
                times[there] = arrival
                came_from[there] = here
                heapq.heappush(queue, (arrival, there))
    return times, came_from


def route(came_from, goal):
    """The crossings from the start to `goal`."""
    way = [goal]
    while way[-1] in came_from:
        way.append(came_from[way[-1]])
    way.reverse()
    return way


def main():
    """Print the way across town and how long the farthest crossing takes from each corner."""
    width = int(sys.argv[1]) if len(sys.argv) > 1 else 540
    height = width * 2 // 3
    streets = build_town(width, height)
    corners = [0, width - 1, (height - 1) * width, height * width - 1]
    for start in corners:
        times, came_from = quickest(streets, start)
        farthest = max(times, key=lambda place: (times[place], place))
        way = route(came_from, farthest)
        print(f"from {start}: {len(times)} crossings, {sum(times.values())} seconds in all")
        print(f"  farthest {farthest}: {times[farthest]} s over {len(way)} crossings")
        print(f"  by way of {', '.join(str(place) for place in way[:: len(way) // 6 + 1])}")


if __name__ == "__main__":
    main()
