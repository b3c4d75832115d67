"""The shortest ways between all towns, with Floyd and Warshall's algorithm.

Usage: python roads.py [TOWNS]
"""

import math
import random
import sys


def sample_roads(towns, seed=37):
    """A table of distances: infinite where there is no road."""
    numbers = random.Random(seed)
    table = [[math.inf] * towns for _ in range(towns)]
    for town in range(towns):
        table[town][town] = 0.0
        for other in numbers.sample(range(towns), 4):
            if other != town:
                table[town][other] = table[other][town] = round(numbers.uniform(2.0, 80.0), 1)
    return table


def shortest_ways(roads):
    """The length of the shortest way between any two towns, and the town to go to next."""
    n = len(roads)
    distance = [row[:] for row in roads]
    following = [[j if roads[i][j] < math.inf else -1 for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                through = distance[i][k] + distance[k][j]
                if through < distance[i][j]:
                    distance[i][j] = through
                    following[i][j] = following[i][k]
    return distance, following


def way(following, start, end):
    """The towns on the way."""
    towns = [start]
    while start != end:
        start = following[start][end]
        towns.append(start)
    return towns


def main():
    """Print the two towns that are farthest apart and the way between them."""
    towns = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    distance, following = shortest_ways(sample_roads(towns))
    length, start, end = max((distance[i][j], i, j) for i in range(towns) for j in range(towns))
    print(f"{start} to {end}: {length:.1f} by {way(following, start, end)}")


if __name__ == "__main__":
    main()
