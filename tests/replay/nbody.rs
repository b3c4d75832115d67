//! Functions of the Python module `nbody`.

use ferrule_rt::prelude::*;

#[derive(Debug)]
pub struct Body {
    pub x: f64,
    pub y: f64,
    pub z: f64,
    pub vx: f64,
    pub vy: f64,
    pub vz: f64,
    pub mass: f64,
}

/// Move all bodies on by `steps` steps of `dt` years.
pub fn advance(bodies: &mut [Body], dt: f64, steps: i64) -> Res<()> {
    for _ in 0..steps {
        interrupt::poll()?;
        for (i, a) in (0_i64..).zip(0..bodies.len()) {
            interrupt::poll()?;
            let (first, last) = slicing::bounds(Some(i + 1), None, bodies.len());
            for b in first..last {
                let dx = bodies[a].x - bodies[b].x;
                let dy = bodies[a].y - bodies[b].y;
                let dz = bodies[a].z - bodies[b].z;
                let squared = dx * dx + dy * dy + dz * dz;
                let magnitude = float::div(dt, squared * maths::sqrt(squared)?)?;
                bodies[a].vx -= dx * bodies[b].mass * magnitude;
                bodies[a].vy -= dy * bodies[b].mass * magnitude;
                bodies[a].vz -= dz * bodies[b].mass * magnitude;
                bodies[b].vx += dx * bodies[a].mass * magnitude;
                bodies[b].vy += dy * bodies[a].mass * magnitude;
                bodies[b].vz += dz * bodies[a].mass * magnitude;
            }
        }
        for body in bodies.iter_mut() {
            body.x += dt * body.vx;
            body.y += dt * body.vy;
            body.z += dt * body.vz;
        }
    }
    Ok(())
}

/// The kinetic and the potential energy of the whole system.
pub fn energy(bodies: &[Body]) -> Res<f64> {
    let mut total = 0.0;
    for (i, a) in (0_i64..).zip(bodies) {
        interrupt::poll()?;
        total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
        for b in list::slice_ref(bodies, Some(i + 1), None) {
            let distance = maths::sqrt(float::pow(a.x - b.x, 2.0)? + float::pow(a.y - b.y, 2.0)? + float::pow(a.z - b.z, 2.0)?)?;
            total -= float::div(a.mass * b.mass, distance)?;
        }
    }
    Ok(total)
}
