//! The columns of a list of rows.

/// `[list(column) for column in zip(*rows)]`
pub fn columns<T: Clone>(rows: &[Vec<T>]) -> Vec<Vec<T>> {
    let width = rows.iter().map(Vec::len).min().unwrap_or(0);
    (0..width)
        .map(|place| rows.iter().map(|row| row[place].clone()).collect())
        .collect()
}
