//! Functions of the Python module `queens`.

use ferrule_rt::prelude::*;

/// The number of solutions and the first of them.
pub fn solve(size: i64) -> Res<(i64, Vec<i64>)> {
    let mut first: Vec<i64> = Vec::new();
    let count = place(&mut Vec::new(), size, &mut first)?;
    Ok((count, first))
}

/// Count the ways to go on from `queens`; the first one found is left in `first`.
pub fn place(queens: &mut Vec<i64>, size: i64, first: &mut Vec<i64>) -> Res<i64> {
    let _depth = depth::enter()?;
    if list::len(queens) == size {
        if first.is_empty() {
            first.extend_from_slice(queens);
        }
        return Ok(1);
    }
    let mut count: i64 = 0;
    for column in 0..size {
        interrupt::poll()?;
        if is_safe(queens, column)? {
            queens.push(column);
            count = int::add(count, place(queens, size, first)?)?;
            list::pop(queens)?;
        }
    }
    Ok(count)
}

/// Can a queen stand in `column` of the next row? `queens[row]` is the column of each before.
pub fn is_safe(queens: &[i64], column: i64) -> Res<bool> {
    let row = list::len(queens);
    for (other_row, &other_column) in (0_i64..).zip(queens) {
        if other_column == column || int::abs(int::sub(other_column, column)?)? == row - other_row {
            return Ok(false);
        }
    }
    Ok(true)
}
