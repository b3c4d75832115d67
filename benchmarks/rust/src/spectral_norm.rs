//! `examples/spectral_norm.py`: the power method.

use pyo3::prelude::*;

fn entry(i: usize, j: usize) -> f64 {
    1.0 / ((i + j) * (i + j + 1) / 2 + i + 1) as f64
}

fn times(vector: &[f64]) -> Vec<f64> {
    (0..vector.len())
        .map(|i| {
            vector
                .iter()
                .enumerate()
                .map(|(j, value)| entry(i, j) * value)
                .sum()
        })
        .collect()
}

fn transposed_times(vector: &[f64]) -> Vec<f64> {
    (0..vector.len())
        .map(|i| {
            vector
                .iter()
                .enumerate()
                .map(|(j, value)| entry(j, i) * value)
                .sum()
        })
        .collect()
}

/// Python's `sum` of floats, which keeps what rounding loses since 3.12.
fn sum(py: Python<'_>, values: impl Iterator<Item = f64>) -> f64 {
    if py.version_info() < (3, 12) {
        return values.sum();
    }
    let (mut total, mut lost) = (0.0_f64, 0.0);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() {
            (total - next) + value
        } else {
            (value - next) + total
        };
        total = next;
    }
    if lost.is_finite() {
        total + lost
    } else {
        total
    }
}

/// The norm of the matrix cut off at `size`, after `rounds` rounds of the power method.
#[pyfunction]
#[pyo3(signature = (size, rounds = 10))]
pub fn spectral_norm(py: Python<'_>, size: usize, rounds: usize) -> f64 {
    let mut u = vec![1.0; size];
    let mut v = u.clone();
    for _ in 0..rounds {
        v = transposed_times(&times(&u));
        u = transposed_times(&times(&v));
    }
    let numerator = sum(py, u.iter().zip(&v).map(|(a, b)| a * b));
    let denominator = sum(py, v.iter().map(|b| b * b));
    (numerator / denominator).sqrt()
}
