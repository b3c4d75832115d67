//! Functions of the Python module `life`.

use ferrule_rt::prelude::*;

/// The cells after some generations, and how many lived in each.
pub fn run(mut cells: Set<(i64, i64)>, generations: i64) -> Res<(Set<(i64, i64)>, Vec<i64>)> {
    let mut cells_is_own = false;
    let mut history: Vec<i64> = Vec::with_capacity(list::room(0..generations) + 1);
    history.push(cells.len() as i64);
    for _ in 0..generations {
        interrupt::poll()?;
        cells = step(&cells)?;
        cells_is_own = true;
        history.push(cells.len() as i64);
    }
    if !cells_is_own {
        return Err(Stop::redo());
    }
    Ok((cells, history))
}

/// The cells that live one generation later.
pub fn step(cells: &Set<(i64, i64)>) -> Res<Set<(i64, i64)>> {
    let mut neighbours: Dict<(i64, i64), i64> = Dict::new();
    for &(x, y) in cells.iter()? {
        interrupt::poll()?;
        for dx in [-1, 0, 1] {
            for dy in [-1, 0, 1] {
                if dx != 0 || dy != 0 {
                    let cell = (int::add(x, dx)?, int::add(y, dy)?);
                    let entry = neighbours.or_insert(cell, 0);
                    *entry = int::add(*entry, 1)?;
                }
            }
        }
    }
    let mut born: Set<(i64, i64)> = Set::new();
    for (&cell, &count) in neighbours.items() {
        if count == 3 || count == 2 && cells.contains(&cell) {
            born.add(cell);
        }
    }
    Ok(born)
}
