//! `benchmarks/programs/scalar.py`: what a call costs.

use pyo3::prelude::*;

/// One int.
#[pyfunction]
pub fn triangle(count: i64) -> i64 {
    (0..count).map(|number| number * number % 7).sum()
}

/// An int, a float and a bool.
#[pyfunction]
pub fn slope(count: i64, scale: f64, negate: bool) -> f64 {
    let mut total = 0.0;
    for number in 0..count {
        total += number as f64 * scale;
    }
    if negate { -total } else { total }
}

/// A str and an int.
#[pyfunction]
pub fn letters(text: &str, count: i64) -> i64 {
    let mut total = 0;
    for _ in 0..count {
        for letter in text.chars() {
            if letter == 'e' {
                total += 1;
            }
        }
    }
    total
}
