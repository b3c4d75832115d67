"""Draw the Mandelbrot set in letters.

Usage: python mandelbrot.py [WIDTH [LIMIT]]
"""

import sys

SHADES = " .:-=+*%@#"


def escape_time(cx, cy, limit):
    """How many turns of z = z * z + c the point lasts inside the circle of radius two."""
    x = y = 0.0
    for turn in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return turn
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return limit


def escape_times(width, height, limit):
    """The escape time of every point of a picture, row by row."""
    rows = []
    for row in range(height):
        cy = 2.5 * row / height - 1.25
        rows.append([escape_time(3.0 * column / width - 2.2, cy, limit) for column in range(width)])
    return rows


def draw(rows, limit, columns=72):
    """The rows as text, thinned out to at most `columns` letters a line."""
    step = max(1, len(rows[0]) // columns)
    lines = []
    for row in rows[:: 2 * step]:
        line = ""
        for turns in row[::step]:
            shade = len(SHADES) - 1 if turns == limit else turns % (len(SHADES) - 1)
            line += SHADES[shade]
        lines.append(line.rstrip())
    return lines


def main():
    """Print the picture, the share of points in the set and the sum of all turns."""
    width = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    height = width * 5 // 6
    rows = escape_times(width, height, limit)
    for line in draw(rows, limit):
        print(line)
    inside = sum(row.count(limit) for row in rows)
    print(f"{inside} of {width * height} points inside, {sum(map(sum, rows))} turns")


if __name__ == "__main__":
    main()
