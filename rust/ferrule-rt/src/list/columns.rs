//! The columns of a list of rows.

use crate::shared::{Container, Handle};

/// `[list(column) for column in zip(*rows)]`
pub fn columns<T: Clone>(rows: &[Vec<T>]) -> Vec<Vec<T>> {
    (0..width(rows) as usize)
        .map(|place| rows.iter().map(|row| row[place].clone()).collect())
        .collect()
}

/// `[list(column) for column in zip(*rows)]`, of rows that several names hold.
pub fn columns_of<T: Clone>(rows: &[Handle<Vec<T>>]) -> Vec<Vec<T>>
where
    Vec<T>: Container,
{
    let rows: Vec<_> = rows.iter().map(|row| row.borrow()).collect();
    let width = rows.iter().map(|row| row.len()).min().unwrap_or(0);
    (0..width)
        .map(|place| rows.iter().map(|row| row[place].clone()).collect())
        .collect()
}

/// `len(list(zip(*rows)))`
pub fn width<T>(rows: &[Vec<T>]) -> i64 {
    rows.iter().map(Vec::len).min().unwrap_or(0) as i64
}
