//! `examples/life.py`: the game of life.

use pyo3::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

type Cell = (i64, i64);

fn step(cells: &FxHashSet<Cell>, neighbours: &mut FxHashMap<Cell, u8>) -> FxHashSet<Cell> {
    neighbours.clear();
    for &(x, y) in cells {
        for dx in -1..=1 {
            for dy in -1..=1 {
                if dx != 0 || dy != 0 {
                    *neighbours.entry((x + dx, y + dy)).or_insert(0) += 1;
                }
            }
        }
    }
    neighbours
        .iter()
        .filter(|&(cell, &count)| count == 3 || (count == 2 && cells.contains(cell)))
        .map(|(&cell, _)| cell)
        .collect()
}

/// The cells after some generations, and how many lived in each.
#[pyfunction]
pub fn run(mut cells: FxHashSet<Cell>, generations: usize) -> (FxHashSet<Cell>, Vec<usize>) {
    let mut history = vec![cells.len()];
    let mut neighbours = FxHashMap::default();
    for _ in 0..generations {
        cells = step(&cells, &mut neighbours);
        history.push(cells.len());
    }
    (cells, history)
}
