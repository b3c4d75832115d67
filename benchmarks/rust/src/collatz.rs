//! `programs/collatz.py`: the longest Collatz sequence.

use pyo3::prelude::*;

fn chain_length(mut n: u64) -> u64 {
    let mut length = 1;
    while n != 1 {
        if n.is_multiple_of(2) {
            n /= 2;
        } else {
            n = 3 * n + 1;
        }
        length += 1;
    }
    length
}

/// The start below the limit with the longest chain, its length and the sum of all lengths.
#[pyfunction]
pub fn longest_chain(limit: u64) -> (u64, u64, u64) {
    let (mut best_start, mut best_length, mut total) = (1, 1, 0);
    for start in 1..limit {
        let length = chain_length(start);
        total += length;
        if length > best_length {
            (best_start, best_length) = (start, length);
        }
    }
    (best_start, best_length, total)
}
