//! `examples/knapsack.py`: the best load.

use pyo3::prelude::*;

fn best_values(weights: &[usize], values: &[i64], capacity: usize) -> Vec<Vec<i64>> {
    let mut table = Vec::with_capacity(weights.len() + 1);
    table.push(vec![0; capacity + 1]);
    for (i, (&weight, &value)) in weights.iter().zip(values).enumerate() {
        let above = &table[i];
        let mut row = above.clone();
        if weight <= capacity {
            for (best, without) in row[weight..].iter_mut().zip(above) {
                *best = (*best).max(without + value);
            }
        }
        table.push(row);
    }
    table
}

fn chosen_items(table: &[Vec<i64>], weights: &[usize], capacity: usize) -> Vec<usize> {
    let mut chosen = Vec::new();
    let mut room = capacity;
    for i in (1..=weights.len()).rev() {
        if table[i][room] != table[i - 1][room] {
            chosen.push(i - 1);
            room -= weights[i - 1];
        }
    }
    chosen.reverse();
    chosen
}

/// The items of the best load, with its value.
#[pyfunction]
pub fn pack(weights: Vec<usize>, values: Vec<i64>, capacity: usize) -> (Vec<usize>, i64) {
    let table = best_values(&weights, &values, capacity);
    let chosen = chosen_items(&table, &weights, capacity);
    (chosen, table[weights.len()][capacity])
}
