"""Follow the Sun and its four giant planets, and watch that their energy is kept.

Usage: python nbody.py [STEPS]
"""

import math
import sys

SOLAR_MASS = 4 * math.pi * math.pi
DAYS_PER_YEAR = 365.24
STEP = 0.01


class Body:
    """A point mass with a place and a velocity (astronomical units and years)."""

    def __init__(self, name, x, y, z, vx, vy, vz, mass):
        self.name = name
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.mass = mass


def planet(name, place, daily_velocity, mass):
    """A planet from its place, its velocity per day and its mass in suns."""
    x, y, z = place
    vx, vy, vz = (v * DAYS_PER_YEAR for v in daily_velocity)
    return Body(name, x, y, z, vx, vy, vz, mass * SOLAR_MASS)


def solar_system():
    """The Sun, Jupiter, Saturn, Uranus and Neptune."""
    bodies = [
        Body("Sun", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SOLAR_MASS),
        planet(
            "Jupiter",
            (4.84143144246472090e00, -1.16032004402742839e00, -1.03622044471123109e-01),
            (1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05),
            9.54791938424326609e-04,
        ),
        planet(
            "Saturn",
            (8.34336671824457987e00, 4.12479856412430479e00, -4.03523417114321381e-01),
            (-2.76742510726411886e-03, 4.99852801234917238e-03, 2.30417297573763929e-05),
            2.85885980666130812e-04,
        ),
        planet(
            "Uranus",
            (1.28943695621391310e01, -1.51111514016986312e01, -2.23307578892655734e-01),
            (2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05),
            4.36624404335156298e-05,
        ),
        planet(
            "Neptune",
            (1.53796971148509165e01, -2.59193146099879641e01, 1.79258772950371181e-01),
            (2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05),
            5.15138902046611451e-05,
        ),
    ]
    offset_momentum(bodies)
    return bodies


def offset_momentum(bodies):
    """Give the first body the velocity that leaves the whole system at rest."""
    sun = bodies[0]
    sun.vx = -sum(body.vx * body.mass for body in bodies[1:]) / sun.mass
    sun.vy = -sum(body.vy * body.mass for body in bodies[1:]) / sun.mass
    sun.vz = -sum(body.vz * body.mass for body in bodies[1:]) / sun.mass


def advance(bodies, dt, steps):
    """Move all bodies on by `steps` steps of `dt` years."""
    for _ in range(steps):
        for i, a in enumerate(bodies):
            for b in bodies[i + 1 :]:
                dx = a.x - b.x
                dy = a.y - b.y
                dz = a.z - b.z
                squared = dx * dx + dy * dy + dz * dz
                magnitude = dt / (squared * math.sqrt(squared))
                a.vx -= dx * b.mass * magnitude
                a.vy -= dy * b.mass * magnitude
                a.vz -= dz * b.mass * magnitude
                b.vx += dx * a.mass * magnitude
                b.vy += dy * a.mass * magnitude
                b.vz += dz * a.mass * magnitude
        for body in bodies:
            body.x += dt * body.vx
            body.y += dt * body.vy
            body.z += dt * body.vz


def energy(bodies):
    """The kinetic and the potential energy of the whole system."""
    total = 0.0
    for i, a in enumerate(bodies):
        total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
        for b in bodies[i + 1 :]:
            distance = math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2)
            total -= a.mass * b.mass / distance
    return total


def main():
    """Print the energy at the start and at the end, and where each body has got to."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 400_000
    bodies = solar_system()
    print(f"energy before {energy(bodies):.9f}")
    advance(bodies, STEP, steps)
    print(f"energy after  {energy(bodies):.9f}")
    for body in bodies:
        print(f"{body.name:<8} {body.x:14.9f} {body.y:14.9f} {body.z:14.9f}")


if __name__ == "__main__":
    main()
