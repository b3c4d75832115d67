//! `examples/particles.py`: sparks in a box.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

const GRAVITY: f64 = -9.81;
const DRAG: f64 = 0.02;
const ELASTICITY: f64 = 0.85;

#[derive(FromPyObject)]
struct Walls {
    width: f64,
    height: f64,
    hits: i64,
}

#[derive(FromPyObject)]
struct Particle {
    x: f64,
    y: f64,
    vx: f64,
    vy: f64,
    mass: f64,
}

impl Particle {
    fn speed(&self) -> f64 {
        (self.vx * self.vx + self.vy * self.vy).sqrt()
    }

    fn kinetic_energy(&self) -> f64 {
        0.5 * self.mass * self.speed().powi(2)
    }

    fn step(&mut self, dt: f64) {
        let drag = 1.0 - DRAG * self.speed() * dt;
        self.vx *= drag;
        self.vy = self.vy * drag + GRAVITY * dt;
        self.x += self.vx * dt;
        self.y += self.vy * dt;
    }

    fn bounce(&mut self, walls: &mut Walls) {
        walls.hits += reflect(&mut self.x, &mut self.vx, walls.width);
        walls.hits += reflect(&mut self.y, &mut self.vy, walls.height);
    }

    fn write_back(&self, object: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = object.py();
        object.setattr(intern!(py, "x"), self.x)?;
        object.setattr(intern!(py, "y"), self.y)?;
        object.setattr(intern!(py, "vx"), self.vx)?;
        object.setattr(intern!(py, "vy"), self.vy)
    }
}

/// Come back from one of two opposite walls; how many were hit.
fn reflect(place: &mut f64, velocity: &mut f64, far: f64) -> i64 {
    if *place < 0.0 {
        *place = -*place;
    } else if *place > far {
        *place = 2.0 * far - *place;
    } else {
        return 0;
    }
    *velocity = -*velocity * ELASTICITY;
    1
}

/// Move all sparks on; the whole kinetic energy after each step.
#[pyfunction]
#[pyo3(signature = (particles, r#box, dt, steps))]
pub fn simulate(
    particles: &Bound<'_, PyList>,
    r#box: &Bound<'_, PyAny>,
    dt: f64,
    steps: usize,
) -> PyResult<Vec<f64>> {
    let mut walls: Walls = r#box.extract()?;
    let mut sparks = particles
        .iter()
        .map(|particle| particle.extract())
        .collect::<PyResult<Vec<Particle>>>()?;
    let mut energies = Vec::with_capacity(steps);
    for _ in 0..steps {
        let mut energy = 0.0;
        for spark in &mut sparks {
            spark.step(dt);
            spark.bounce(&mut walls);
            energy += spark.kinetic_energy();
        }
        energies.push(energy);
    }
    for (spark, object) in sparks.iter().zip(particles) {
        spark.write_back(&object)?;
    }
    r#box.setattr(intern!(r#box.py(), "hits"), walls.hits)?;
    Ok(energies)
}
