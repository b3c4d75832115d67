//! `programs/lorenz.py`: a Runge-Kutta step built from closures.

use pyo3::prelude::*;

type Point = (f64, f64, f64);

fn lorenz(sigma: f64, rho: f64, beta: f64) -> impl Fn(f64, f64, f64) -> Point {
    move |x, y, z| (sigma * (y - x), x * (rho - z) - y, x * y - beta * z)
}

fn rk4(slope: impl Fn(f64, f64, f64) -> Point, h: f64) -> impl Fn(Point) -> Point {
    move |(x, y, z)| {
        let half = h / 2.0;
        let sixth = h / 6.0;
        let (ax, ay, az) = slope(x, y, z);
        let (bx, by, bz) = slope(x + half * ax, y + half * ay, z + half * az);
        let (cx, cy, cz) = slope(x + half * bx, y + half * by, z + half * bz);
        let (dx, dy, dz) = slope(x + h * cx, y + h * cy, z + h * cz);
        (
            x + sixth * (ax + 2.0 * bx + 2.0 * cx + dx),
            y + sixth * (ay + 2.0 * by + 2.0 * cy + dy),
            z + sixth * (az + 2.0 * bz + 2.0 * cz + dz),
        )
    }
}

/// Where the point is in the end, the highest z and how often x changed its sign.
#[pyfunction]
#[pyo3(signature = (steps, h = 0.005))]
pub fn trace(steps: u64, h: f64) -> (Point, f64, u64) {
    let step = rk4(lorenz(10.0, 28.0, 8.0 / 3.0), h);
    let mut point = (1.0, 1.0, 1.0);
    let mut highest = 1.0_f64;
    let mut crossings = 0;
    for _ in 0..steps {
        let before = point.0;
        point = step(point);
        highest = highest.max(point.2);
        if before * point.0 < 0.0 {
            crossings += 1;
        }
    }
    (point, highest, crossings)
}
