//! The columns of a list of rows.

/// `[list(column) for column in zip(*rows)]`
pub fn columns<T: Clone>(rows: &[Vec<T>]) -> Vec<Vec<T>> {
    (0..width(rows) as usize)
        .map(|place| rows.iter().map(|row| row[place].clone()).collect())
        .collect()
}

/// `len(list(zip(*rows)))`
pub fn width<T>(rows: &[Vec<T>]) -> i64 {
    rows.iter().map(Vec::len).min().unwrap_or(0) as i64
}
