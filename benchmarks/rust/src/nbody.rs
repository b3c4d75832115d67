//! `examples/nbody.py`: planets around the Sun.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

#[derive(FromPyObject)]
struct Body {
    x: f64,
    y: f64,
    z: f64,
    vx: f64,
    vy: f64,
    vz: f64,
    mass: f64,
}

impl Body {
    fn write_back(&self, object: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = object.py();
        object.setattr(intern!(py, "x"), self.x)?;
        object.setattr(intern!(py, "y"), self.y)?;
        object.setattr(intern!(py, "z"), self.z)?;
        object.setattr(intern!(py, "vx"), self.vx)?;
        object.setattr(intern!(py, "vy"), self.vy)?;
        object.setattr(intern!(py, "vz"), self.vz)
    }
}

/// Move all bodies on by `steps` steps of `dt` years.
#[pyfunction]
pub fn advance(bodies: &Bound<'_, PyList>, dt: f64, steps: u64) -> PyResult<()> {
    let mut system = bodies
        .iter()
        .map(|body| body.extract())
        .collect::<PyResult<Vec<Body>>>()?;
    for _ in 0..steps {
        step(&mut system, dt);
    }
    for (body, object) in system.iter().zip(bodies) {
        body.write_back(&object)?;
    }
    Ok(())
}

fn step(bodies: &mut [Body], dt: f64) {
    let mut rest = &mut *bodies;
    while let Some((a, others)) = rest.split_first_mut() {
        for b in others.iter_mut() {
            attract(a, b, dt);
        }
        rest = others;
    }
    for body in bodies {
        body.x += dt * body.vx;
        body.y += dt * body.vy;
        body.z += dt * body.vz;
    }
}

fn attract(a: &mut Body, b: &mut Body, dt: f64) {
    let dx = a.x - b.x;
    let dy = a.y - b.y;
    let dz = a.z - b.z;
    let squared = dx * dx + dy * dy + dz * dz;
    let magnitude = dt / (squared * squared.sqrt());
    a.vx -= dx * b.mass * magnitude;
    a.vy -= dy * b.mass * magnitude;
    a.vz -= dz * b.mass * magnitude;
    b.vx += dx * a.mass * magnitude;
    b.vy += dy * a.mass * magnitude;
    b.vz += dz * a.mass * magnitude;
}
