"""Trace rays through a scene of balls above a chequered floor.

Usage: python raytrace.py [WIDTH]
"""

import math
import sys
from dataclasses import dataclass

SHADES = " .:-=+*#%@"


@dataclass
class Vector:
    """A vector in space."""

    x: float
    y: float
    z: float

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        """The scalar product."""
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        """The vector of length one in this direction."""
        return self * (1.0 / math.sqrt(self.dot(self)))


@dataclass
class Ray:
    """A half-line."""

    origin: Vector
    direction: Vector

    def at(self, distance):
        """The point at a distance from the origin."""
        return self.origin + self.direction * distance


@dataclass
class Sphere:
    """A ball with a brightness and a share of light that it mirrors."""

    centre: Vector
    radius: float
    brightness: float
    mirror: float

    def hit(self, ray):
        """The distance to the first point that the ray meets, or None."""
        away = self.centre - ray.origin
        along = away.dot(ray.direction)
        inside = self.radius * self.radius - away.dot(away) + along * along
        if inside < 0.0:
            return None
        distance = along - math.sqrt(inside)
        return distance if distance > 1e-6 else None


def sample_scene():
    """Three balls and the direction of the sun."""
    spheres = [
        Sphere(Vector(0.0, 1.0, 6.0), 1.0, 0.9, 0.4),
        Sphere(Vector(-2.2, 0.7, 5.0), 0.7, 0.7, 0.1),
        Sphere(Vector(1.9, 0.6, 4.4), 0.6, 0.8, 0.2),
        Sphere(Vector(0.7, 0.3, 3.4), 0.3, 1.0, 0.0),
    ]
    return spheres, Vector(-0.5, 0.8, -0.6).unit()


def nearest(spheres, ray):
    """The sphere that the ray meets first and how far it is; None if there is none."""
    best, best_distance = None, math.inf
    for sphere in spheres:
        distance = sphere.hit(ray)
        if distance is not None and distance < best_distance:
            best, best_distance = sphere, distance
    return best, best_distance


def floor_shade(point, spheres, sun):
    """The brightness of the floor at a point."""
    shade = 0.8 if (math.floor(point.x) + math.floor(point.z)) % 2 == 0 else 0.3
    blocker, _ = nearest(spheres, Ray(point, sun))
    return shade * 0.4 if blocker is not None else shade


def trace(spheres, sun, ray, depth):
    """The brightness that comes along a ray."""
    sphere, distance = nearest(spheres, ray)
    if sphere is None:
        if ray.direction.y < -1e-6:
            distance = -ray.origin.y / ray.direction.y
            return floor_shade(ray.at(distance), spheres, sun)
        return 0.2 + 0.3 * max(0.0, ray.direction.y)
    point = ray.at(distance)
    normal = (point - sphere.centre).unit()
    light = 0.1 + 0.9 * max(0.0, normal.dot(sun)) * sphere.brightness
    if sphere.mirror == 0.0 or depth == 0:
        return light
    along = ray.direction.dot(normal)
    mirrored = Ray(point, ray.direction - normal * (2.0 * along))
    return light * (1.0 - sphere.mirror) + sphere.mirror * trace(spheres, sun, mirrored, depth - 1)


def render(spheres, sun, width, height):
    """The brightness of each point of a picture, row by row."""
    eye = Vector(0.0, 1.2, 0.0)
    picture = []
    for row in range(height):
        line = []
        for column in range(width):
            x = (column - width / 2) / width
            y = (height / 2 - row) / width
            ray = Ray(eye, Vector(x, y, 0.8).unit())
            line.append(trace(spheres, sun, ray, 3))
        picture.append(line)
    return picture


def main():
    """Print the picture in letters and its mean brightness."""
    width = int(sys.argv[1]) if len(sys.argv) > 1 else 240
    height = width * 5 // 8
    spheres, sun = sample_scene()
    picture = render(spheres, sun, width, height)
    step = max(1, width // 72)
    for line in picture[:: 2 * step]:
        print("".join(SHADES[min(9, int(10 * shade))] for shade in line[::step]))
    print(f"mean {sum(map(sum, picture)) / (width * height):.6f}")


if __name__ == "__main__":
    main()
