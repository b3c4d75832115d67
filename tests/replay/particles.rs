//! Functions of the Python module `particles`.

use ferrule_rt::prelude::*;

#[derive(Debug)]
pub struct Particle {
    pub x: f64,
    pub y: f64,
    pub vx: f64,
    pub vy: f64,
    pub mass: f64,
}

#[derive(Debug)]
pub struct BoxRecord {
    pub width: f64,
    pub height: f64,
    pub hits: i64,
}

/// Move all sparks on; the whole kinetic energy after each step.
pub fn simulate(
    particles: &mut [Particle],
    box_: &mut BoxRecord,
    dt: f64,
    steps: i64,
) -> Res<Vec<f64>> {
    let mut energies: Vec<f64> = Vec::with_capacity(list::room(0..steps));
    for _ in 0..steps {
        interrupt::poll()?;
        let mut energy = 0.0;
        for particle in particles.iter_mut() {
            particle_move(particle, dt)?;
            particle_bounce(particle, box_)?;
            energy += particle_kinetic_energy(particle)?;
        }
        energies.push(energy);
    }
    Ok(energies)
}

/// Come back from the walls of the box.
#[inline]
pub fn particle_bounce(this: &mut Particle, box_: &mut BoxRecord) -> Res<()> {
    if this.x < 0.0 {
        this.x = -this.x;
        this.vx = -this.vx * 0.85;
        box_.hits = int::add(box_.hits, 1)?;
    } else if this.x > box_.width {
        this.x = 2.0 * box_.width - this.x;
        this.vx = -this.vx * 0.85;
        box_.hits = int::add(box_.hits, 1)?;
    }
    if this.y < 0.0 {
        this.y = -this.y;
        this.vy = -this.vy * 0.85;
        box_.hits = int::add(box_.hits, 1)?;
    } else if this.y > box_.height {
        this.y = 2.0 * box_.height - this.y;
        this.vy = -this.vy * 0.85;
        box_.hits = int::add(box_.hits, 1)?;
    }
    Ok(())
}

/// Joules, from the mass and the speed.
pub fn particle_kinetic_energy(this: &Particle) -> Res<f64> {
    Ok(0.5 * this.mass * float::pow(particle_speed(this)?, 2.0)?)
}

/// Metres in a second.
pub fn particle_speed(this: &Particle) -> Res<f64> {
    maths::sqrt(this.vx * this.vx + this.vy * this.vy)
}

/// Fall, lose some speed to the air and go on for `dt` seconds.
#[inline]
pub fn particle_move(this: &mut Particle, dt: f64) -> Res<()> {
    let drag = 1.0 - 0.02 * particle_speed(this)? * dt;
    this.vx *= drag;
    this.vy = this.vy * drag + -9.81 * dt;
    this.x += this.vx * dt;
    this.y += this.vy * dt;
    Ok(())
}
