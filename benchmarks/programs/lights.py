"""Put all lights out with the fewest presses: each switch also toggles its neighbours.

Usage: python lights.py [SIDE]
"""

import sys


def switches(side):
    """For each switch a mask of the lights that it toggles."""
    masks = []
    for row in range(side):
        for column in range(side):
            mask = 0
            for down, right in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)):
                r, c = row + down, column + right
                if 0 <= r < side and 0 <= c < side:
                    mask |= 1 << (r * side + c)
            masks.append(mask)
    return masks


def popcount(bits):
    """How many bits are set."""
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


def solve(side):
    """The fewest presses that put all lights out, which ones, and how dark it got on average."""
    masks = switches(side)
    lights = (1 << side * side) - 1
    best = None
    pressed = 0
    lit = 0
    # In the order of a Gray code each step presses a single switch.
    for i in range(1, 1 << len(masks)):
        lowest = i & -i
        index = lowest.bit_length() - 1
        pressed ^= lowest
        lights ^= masks[index]
        if i % 16 == 0:
            lit += popcount(lights)
        if lights == 0 and (best is None or popcount(pressed) < popcount(best)):
            best = pressed
    return best, lit


def main():
    """Print the presses row by row."""
    side = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    best, lit = solve(side)
    print(f"lit {lit}")
    for row in range(side):
        bits = best >> (row * side)
        print("".join("x" if bits >> column & 1 else "." for column in range(side)))


if __name__ == "__main__":
    main()
