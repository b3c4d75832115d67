//! `programs/lights.py`: all lights out with the fewest presses.

use pyo3::prelude::*;

fn switches(side: usize) -> Vec<u64> {
    let mut masks = Vec::with_capacity(side * side);
    for row in 0..side {
        for column in 0..side {
            let mut mask = 0;
            for (down, right) in [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)] {
                if let Some(r) = row.checked_add_signed(down)
                    && let Some(c) = column.checked_add_signed(right)
                    && r < side
                    && c < side
                {
                    mask |= 1 << (r * side + c);
                }
            }
            masks.push(mask);
        }
    }
    masks
}

fn popcount(mut bits: u64) -> u64 {
    let mut count = 0;
    while bits != 0 {
        bits &= bits - 1;
        count += 1;
    }
    count
}

/// The fewest presses that put all lights out, which ones, and how dark it got on average.
#[pyfunction]
pub fn solve(side: usize) -> (Option<u64>, u64) {
    let masks = switches(side);
    let mut lights = (1_u64 << (side * side)) - 1;
    let mut best: Option<u64> = None;
    let (mut pressed, mut lit) = (0, 0);
    for i in 1..1_u64 << masks.len() {
        let index = i.trailing_zeros();
        pressed ^= 1 << index;
        lights ^= masks[index as usize];
        if i % 16 == 0 {
            lit += popcount(lights);
        }
        if lights == 0 && best.is_none_or(|best| popcount(pressed) < popcount(best)) {
            best = Some(pressed);
        }
    }
    (best, lit)
}
