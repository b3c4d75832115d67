//! Functions of the Python module `knapsack`.

use ferrule_rt::prelude::*;

/// The items of the best load, with its value.
pub fn pack(weights: &[i64], values: &[i64], capacity: i64) -> Res<(Vec<i64>, i64)> {
    let table = best_values(weights, values, capacity)?;
    let chosen = chosen_items(&table, weights, capacity)?;
    Ok((chosen, *list::at(list::at(&table, -1)?, capacity)?))
}

/// table[i][room]: the best value of the first `i` items in `room` kilograms.
pub fn best_values(weights: &[i64], values: &[i64], capacity: i64) -> Res<Vec<Vec<i64>>> {
    let mut table: Vec<Vec<i64>> = Vec::with_capacity(weights.len() + 1);
    table.push(list::repeat(&[0], int::add(capacity, 1)?)?);
    for i in 0..list::len(weights) {
        interrupt::poll()?;
        let weight = weights[i as usize];
        let above = list::at(&table, -1)?;
        let mut row: Vec<i64> = Vec::with_capacity(list::room(0..capacity + 1));
        for room in 0..capacity + 1 {
            let mut best = above[room as usize];
            if weight <= room {
                best = best.max(int::add(*list::at(above, int::sub(room, weight)?)?, *list::at(values, i)?)?);
            }
            row.push(best);
        }
        table.push(row);
    }
    Ok(table)
}

/// The numbers of the items that make up the best load, in order.
pub fn chosen_items(table: &[Vec<i64>], weights: &[i64], capacity: i64) -> Res<Vec<i64>> {
    let mut chosen: Vec<i64> = Vec::new();
    let mut room = capacity;
    for i in (1..=list::len(weights)).rev() {
        if *list::at(list::at(table, i)?, room)? != *list::at(&table[(i - 1) as usize], room)? {
            chosen.push(i - 1);
            room = int::sub(room, weights[(i - 1) as usize])?;
        }
    }
    list::slice_step(&chosen, None, None, Some(-1))
}
