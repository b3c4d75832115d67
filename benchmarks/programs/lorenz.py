"""Follow the Lorenz attractor with a Runge-Kutta step built from closures.

Usage: python lorenz.py [STEPS]
"""

import sys


def lorenz(sigma, rho, beta):
    """The right-hand side of the equations for given parameters."""

    def slope(x, y, z):
        return sigma * (y - x), x * (rho - z) - y, x * y - beta * z

    return slope


def rk4(slope, h):
    """A function that makes one step of length h."""

    def step(x, y, z):
        ax, ay, az = slope(x, y, z)
        bx, by, bz = slope(x + h / 2 * ax, y + h / 2 * ay, z + h / 2 * az)
        cx, cy, cz = slope(x + h / 2 * bx, y + h / 2 * by, z + h / 2 * bz)
        dx, dy, dz = slope(x + h * cx, y + h * cy, z + h * cz)
        return (
            x + h / 6 * (ax + 2 * bx + 2 * cx + dx),
            y + h / 6 * (ay + 2 * by + 2 * cy + dy),
            z + h / 6 * (az + 2 * bz + 2 * cz + dz),
        )

    return step


def trace(steps, h=0.005):
    """Where the point is in the end, the highest z and how often x changed its sign."""
    step = rk4(lorenz(10.0, 28.0, 8.0 / 3.0), h)
    x, y, z = 1.0, 1.0, 1.0
    highest = z
    crossings = 0
    for _ in range(steps):
        before = x
        x, y, z = step(x, y, z)
        highest = max(highest, z)
        if before * x < 0:
            crossings += 1
    return (x, y, z), highest, crossings


def main():
    """Print the end of the path."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    (x, y, z), highest, crossings = trace(steps)
    print(f"at {x:.6f} {y:.6f} {z:.6f}, highest {highest:.6f}, {crossings} crossings")


if __name__ == "__main__":
    main()
