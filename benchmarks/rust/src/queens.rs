//! `examples/queens.py`: queens that leave each other alone.

use pyo3::prelude::*;

fn is_safe(queens: &[usize], column: usize) -> bool {
    let row = queens.len();
    queens
        .iter()
        .enumerate()
        .all(|(other_row, &other)| other != column && other.abs_diff(column) != row - other_row)
}

fn place(queens: &mut Vec<usize>, size: usize, first: &mut Vec<usize>) -> u64 {
    if queens.len() == size {
        if first.is_empty() {
            first.extend_from_slice(queens);
        }
        return 1;
    }
    let mut count = 0;
    for column in 0..size {
        if is_safe(queens, column) {
            queens.push(column);
            count += place(queens, size, first);
            queens.pop();
        }
    }
    count
}

/// The number of solutions and the first of them.
#[pyfunction]
pub fn solve(size: usize) -> (u64, Vec<usize>) {
    let mut first = Vec::new();
    let count = place(&mut Vec::with_capacity(size), size, &mut first);
    (count, first)
}
