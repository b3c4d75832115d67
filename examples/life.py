"""Conway's game of life on a plane without edges.

Usage: python life.py [GENERATIONS]
"""

import sys

ACORN = """
.O.....
...O...
OO..OOO
"""

GLIDER_GUN = """
........................O...........
......................O.O...........
............OO......OO............OO
...........O...O....OO............OO
OO........O.....O...OO..............
OO........O...O.OO....O.O...........
..........O.....O.......O...........
...........O...O....................
............OO......................
"""


def parse(picture, left=0, top=0):
    """The living cells of a picture, as a set of (x, y)."""
    cells = set()
    for y, line in enumerate(picture.strip().splitlines(), top):
        for x, mark in enumerate(line, left):
            if mark == "O":
                cells.add((x, y))
    return cells


def step(cells):
    """The cells that live one generation later."""
    neighbours = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx != 0 or dy != 0:
                    cell = (x + dx, y + dy)
                    neighbours[cell] = neighbours.get(cell, 0) + 1
    born = set()
    for cell, count in neighbours.items():
        if count == 3 or (count == 2 and cell in cells):
            born.add(cell)
    return born


def run(cells, generations):
    """The cells after some generations, and how many lived in each."""
    history = [len(cells)]
    for _ in range(generations):
        cells = step(cells)
        history.append(len(cells))
    return cells, history


def draw(cells, left, top, width, height):
    """A window of the plane as lines of text."""
    lines = []
    for y in range(top, top + height):
        line = "".join("O" if (x, y) in cells else "." for x in range(left, left + width))
        lines.append(line)
    return lines


def main():
    """Print how the population grows, where it lies and a look at the gun."""
    generations = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    cells = parse(ACORN, 60, 40) | parse(GLIDER_GUN, -60, -60)
    cells, history = run(cells, generations)
    for line in draw(cells, -62, -62, 40, 14):
        print(line)
    xs = [x for x, _ in cells]
    ys = [y for _, y in cells]
    print(f"{len(cells)} cells after {generations} generations, at most {max(history)}")
    print(f"from ({min(xs)}, {min(ys)}) to ({max(xs)}, {max(ys)})")
    print(f"sum {sum(xs)} {sum(ys)}, all that ever lived {sum(history)}")


if __name__ == "__main__":
    main()
