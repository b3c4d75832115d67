"""Sparks that fall and bounce in a box until they have lost their swing.

Usage: python particles.py [STEPS]
"""

import math
import random
import sys

GRAVITY = -9.81
DRAG = 0.02
ELASTICITY = 0.85


class Box:
    """A box, and how often its walls have been hit."""

    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.hits = 0


class Particle:
    """A spark with a place and a velocity."""

    def __init__(self, x, y, vx, vy, mass):
        self.x = x
        self.y = y
        self.vx = vx
        self.vy = vy
        self.mass = mass

    def speed(self):
        """Metres in a second."""
        return math.sqrt(self.vx * self.vx + self.vy * self.vy)

    def kinetic_energy(self):
        """Joules, from the mass and the speed."""
        return 0.5 * self.mass * self.speed() ** 2

    def move(self, dt):
        """Fall, lose some speed to the air and go on for `dt` seconds."""
        drag = 1.0 - DRAG * self.speed() * dt
        self.vx *= drag
        self.vy = self.vy * drag + GRAVITY * dt
        self.x += self.vx * dt
        self.y += self.vy * dt

    def bounce(self, box):
        """Come back from the walls of the box."""
        if self.x < 0.0:
            self.x = -self.x
            self.vx = -self.vx * ELASTICITY
            box.hits += 1
        elif self.x > box.width:
            self.x = 2.0 * box.width - self.x
            self.vx = -self.vx * ELASTICITY
            box.hits += 1
        if self.y < 0.0:
            self.y = -self.y
            self.vy = -self.vy * ELASTICITY
            box.hits += 1
        elif self.y > box.height:
            self.y = 2.0 * box.height - self.y
            self.vy = -self.vy * ELASTICITY
            box.hits += 1


def shower(count, box, seed=29):
    """`count` sparks thrown from the middle of the box."""
    numbers = random.Random(seed)
    particles = []
    for _ in range(count):
        angle = numbers.uniform(0.0, 2.0 * math.pi)
        speed = numbers.uniform(1.0, 12.0)
        vx, vy = speed * math.cos(angle), speed * math.sin(angle)
        mass = numbers.uniform(0.1, 0.9)
        particles.append(Particle(box.width / 2, box.height / 2, vx, vy, mass))
    return particles


def simulate(particles, box, dt, steps):
    """Move all sparks on; the whole kinetic energy after each step."""
    energies = []
    for _ in range(steps):
        energy = 0.0
        for particle in particles:
            particle.move(dt)
            particle.bounce(box)
            energy += particle.kinetic_energy()
        energies.append(energy)
    return energies


def main():
    """Print how the energy fades, how often walls were hit and where the sparks lie."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    box = Box(12.0, 8.0)
    particles = shower(1000, box)
    energies = simulate(particles, box, 0.002, steps)
    for step in range(0, steps, max(1, steps // 8)):
        print(f"step {step:6}: {energies[step]:12.6f} J")
    print(f"{box.hits} hits, {energies[-1]:.9f} J left")
    middle_x = sum(particle.x for particle in particles) / len(particles)
    middle_y = sum(particle.y for particle in particles) / len(particles)
    print(f"middle ({middle_x:.9f}, {middle_y:.9f})")


if __name__ == "__main__":
    main()
