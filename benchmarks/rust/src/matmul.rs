//! `examples/matmul.py`: the product of two matrices.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyList;

fn read(matrix: &Bound<'_, PyList>) -> PyResult<Vec<Vec<f64>>> {
    matrix
        .iter()
        .map(|row| {
            row.cast::<PyList>()?
                .iter()
                .map(|value| value.extract())
                .collect()
        })
        .collect()
}

/// The product; ValueError where the shapes do not fit.
#[pyfunction]
pub fn multiply(a: &Bound<'_, PyList>, b: &Bound<'_, PyList>) -> PyResult<Vec<Vec<f64>>> {
    let (a, b) = (read(a)?, read(b)?);
    if a[0].len() != b.len() {
        return Err(PyValueError::new_err(format!(
            "cannot multiply {} columns by {} rows",
            a[0].len(),
            b.len()
        )));
    }
    Ok(a.iter().map(|row| row_times(row, &b)).collect())
}

/// Row by row through `b`: the sums grow in the same order as one by one, and vectorise.
fn row_times(row: &[f64], b: &[Vec<f64>]) -> Vec<f64> {
    let mut result = vec![0.0; b[0].len()];
    for (&factor, line) in row.iter().zip(b) {
        for (total, &value) in result.iter_mut().zip(line) {
            *total += factor * value;
        }
    }
    result
}
