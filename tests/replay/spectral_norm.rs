//! Functions of the Python module `spectral_norm`.

use ferrule_rt::prelude::*;

/// The norm of the matrix cut off at `size`, after `rounds` rounds of the power method.
pub fn spectral_norm(size: i64, rounds: i64) -> Res<f64> {
    let mut u = list::repeat(&[1.0], size)?;
    let mut v = u.to_vec();
    for _ in 0..rounds {
        interrupt::poll()?;
        v = transposed_times(&times(&u)?)?;
        u = transposed_times(&times(&v)?)?;
    }
    let numerator = Number::Float(builtins::sum_float(u.iter().zip(&v).map(|(&a, &b)| a * b))?);
    let denominator = Number::Float(builtins::sum_float(v.iter().map(|&b_1| b_1 * b_1))?);
    maths::sqrt(number::truediv(numerator, denominator)?)
}

/// The matrix times `vector`.
pub fn times(vector: &[f64]) -> Res<Vec<f64>> {
    if list::len(vector) > 1073741824 {
        return Err(Stop::redo());
    }
    let mut result: Vec<f64> = Vec::with_capacity(vector.len());
    for i in 0..list::len(vector) {
        interrupt::poll()?;
        let mut total = 0.0;
        for (j, &value) in (0_i64..).zip(vector) {
            total += entry(i, j) * value;
        }
        result.push(total);
    }
    Ok(result)
}

/// The matrix at row `i` and column `j`.
pub fn entry(i: i64, j: i64) -> f64 {
    1.0 / int::to_float((i + j) * (i + j + 1) / 2 + i + 1)
}

/// The transposed matrix times `vector`.
pub fn transposed_times(vector: &[f64]) -> Res<Vec<f64>> {
    if list::len(vector) > 1073741824 {
        return Err(Stop::redo());
    }
    let mut result: Vec<f64> = Vec::with_capacity(vector.len());
    for i in 0..list::len(vector) {
        interrupt::poll()?;
        let mut total = 0.0;
        for (j, &value) in (0_i64..).zip(vector) {
            total += entry(j, i) * value;
        }
        result.push(total);
    }
    Ok(result)
}
