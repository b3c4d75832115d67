//! `examples/sieve.py`: the sieve of Eratosthenes.

use pyo3::prelude::*;

/// The primes smaller than `limit`.
#[pyfunction]
pub fn primes_below(limit: usize) -> Vec<usize> {
    if limit <= 2 {
        return Vec::new();
    }
    let mut is_prime = vec![true; limit];
    is_prime[0] = false;
    is_prime[1] = false;
    for number in 2..=(limit - 1).isqrt() {
        if is_prime[number] {
            for multiple in (number * number..limit).step_by(number) {
                is_prime[multiple] = false;
            }
        }
    }
    is_prime
        .iter()
        .enumerate()
        .filter_map(|(number, &prime)| prime.then_some(number))
        .collect()
}
