//! `programs/montecarlo.py`: the price of an Asian option.

use std::f64::consts::PI;

use pyo3::prelude::*;

use crate::mersenne::Random;

fn price_path(numbers: &mut Random, spot: f64, drift: f64, spread: f64, steps: u32) -> f64 {
    let mut price = spot;
    let mut total = 0.0;
    for _ in 0..steps {
        let radius = (-2.0 * (1.0 - numbers.random()).ln()).sqrt();
        price *= (drift + spread * radius * (2.0 * PI * numbers.random()).cos()).exp();
        total += price;
    }
    total / f64::from(steps)
}

/// The mean value of the option today and its standard error.
#[pyfunction]
#[pyo3(signature = (
    paths, steps, spot = 100.0, strike = 105.0, rate = 0.03, volatility = 0.25, seed = 31
))]
pub fn option_price(
    paths: u32,
    steps: u32,
    spot: f64,
    strike: f64,
    rate: f64,
    volatility: f64,
    seed: u64,
) -> (f64, f64) {
    let mut numbers = Random::new(seed);
    let dt = 1.0 / f64::from(steps);
    let drift = (rate - 0.5 * volatility.powi(2)) * dt;
    let spread = volatility * dt.sqrt();
    let (mut total, mut squares) = (0.0, 0.0);
    for _ in 0..paths {
        let payoff = (price_path(&mut numbers, spot, drift, spread, steps) - strike).max(0.0);
        total += payoff;
        squares += payoff * payoff;
    }
    let paths = f64::from(paths);
    let mean = total / paths;
    let error = ((squares / paths - mean * mean) / paths).sqrt();
    let discount = (-rate).exp();
    (discount * mean, discount * error)
}
