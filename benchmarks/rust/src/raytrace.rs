//! `programs/raytrace.py`: balls above a chequered floor.

use std::ops::{Add, Mul, Sub};

use pyo3::prelude::*;

#[derive(Clone, Copy, FromPyObject)]
pub struct Vector {
    x: f64,
    y: f64,
    z: f64,
}

impl Add for Vector {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            x: self.x + other.x,
            y: self.y + other.y,
            z: self.z + other.z,
        }
    }
}

impl Sub for Vector {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            x: self.x - other.x,
            y: self.y - other.y,
            z: self.z - other.z,
        }
    }
}

impl Mul<f64> for Vector {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self {
            x: self.x * factor,
            y: self.y * factor,
            z: self.z * factor,
        }
    }
}

impl Vector {
    fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    fn unit(self) -> Self {
        self * (1.0 / self.dot(self).sqrt())
    }
}

struct Ray {
    origin: Vector,
    direction: Vector,
}

impl Ray {
    fn at(&self, distance: f64) -> Vector {
        self.origin + self.direction * distance
    }
}

#[derive(FromPyObject)]
pub struct Sphere {
    centre: Vector,
    radius: f64,
    brightness: f64,
    mirror: f64,
}

impl Sphere {
    fn hit(&self, ray: &Ray) -> Option<f64> {
        let away = self.centre - ray.origin;
        let along = away.dot(ray.direction);
        let inside = self.radius * self.radius - away.dot(away) + along * along;
        if inside < 0.0 {
            return None;
        }
        let distance = along - inside.sqrt();
        (distance > 1e-6).then_some(distance)
    }
}

fn nearest<'a>(spheres: &'a [Sphere], ray: &Ray) -> Option<(&'a Sphere, f64)> {
    let mut best: Option<(&Sphere, f64)> = None;
    for sphere in spheres {
        if let Some(distance) = sphere.hit(ray)
            && best.is_none_or(|(_, shortest)| distance < shortest)
        {
            best = Some((sphere, distance));
        }
    }
    best
}

fn floor_shade(point: Vector, spheres: &[Sphere], sun: Vector) -> f64 {
    let field = point.x.floor() as i64 + point.z.floor() as i64;
    let shade = if field % 2 == 0 { 0.8 } else { 0.3 };
    let way = Ray {
        origin: point,
        direction: sun,
    };
    if nearest(spheres, &way).is_some() {
        shade * 0.4
    } else {
        shade
    }
}

fn trace(spheres: &[Sphere], sun: Vector, ray: &Ray, depth: u32) -> f64 {
    let Some((sphere, distance)) = nearest(spheres, ray) else {
        if ray.direction.y < -1e-6 {
            let distance = -ray.origin.y / ray.direction.y;
            return floor_shade(ray.at(distance), spheres, sun);
        }
        return 0.2 + 0.3 * ray.direction.y.max(0.0);
    };
    let point = ray.at(distance);
    let normal = (point - sphere.centre).unit();
    let light = 0.1 + 0.9 * normal.dot(sun).max(0.0) * sphere.brightness;
    if sphere.mirror == 0.0 || depth == 0 {
        return light;
    }
    let along = ray.direction.dot(normal);
    let mirrored = Ray {
        origin: point,
        direction: ray.direction - normal * (2.0 * along),
    };
    light * (1.0 - sphere.mirror) + sphere.mirror * trace(spheres, sun, &mirrored, depth - 1)
}

/// The brightness of each point of a picture, row by row.
#[pyfunction]
pub fn render(spheres: Vec<Sphere>, sun: Vector, width: u32, height: u32) -> Vec<Vec<f64>> {
    let origin = Vector {
        x: 0.0,
        y: 1.2,
        z: 0.0,
    };
    let (wide, high) = (f64::from(width), f64::from(height));
    (0..height)
        .map(|row| {
            let y = (high / 2.0 - f64::from(row)) / wide;
            (0..width)
                .map(|column| {
                    let x = (f64::from(column) - wide / 2.0) / wide;
                    let direction = Vector { x, y, z: 0.8 }.unit();
                    trace(&spheres, sun, &Ray { origin, direction }, 3)
                })
                .collect()
        })
        .collect()
}
