//! Functions of the Python module `matmul`.

use ferrule_rt::prelude::*;

/// The product of two matrices; ValueError where their shapes do not fit.
pub fn multiply(a: &[Vec<f64>], b: &[Vec<f64>]) -> Res<Vec<Vec<f64>>> {
    if list::len(list::at(a, 0)?) != list::len(b) {
        return Err(Stop::value_error(string::concat_all(&[&Str::ascii("cannot multiply "), &int::to_str(list::len(&a[0])), &Str::ascii(" columns by "), &int::to_str(list::len(b)), &Str::ascii(" rows")])));
    }
    let mut product: Vec<Vec<f64>> = Vec::with_capacity(a.len());
    for row in a {
        interrupt::poll()?;
        let mut result: Vec<f64> = Vec::new();
        let width = list::len(list::at(b, 0)?);
        let mut totals = list::repeat(&[0.0], width)?;
        for k in 0..list::len(b) {
            interrupt::poll()?;
            let factor = *list::at(row, k)?;
            let line = &b[k as usize];
            if width > list::len(line) {
                return Err(Stop::redo());
            }
            for j in 0..width {
                totals[j as usize] += factor * line[j as usize];
            }
        }
        result.extend(totals);
        product.push(result);
    }
    Ok(product)
}

/// The sum of the diagonal.
pub fn trace(matrix: &[Vec<f64>]) -> Res<Number> {
    Ok(Number::Float({
        let mut total = builtins::FloatSum::new();
        for i in 0..list::len(matrix) {
            total.add(*list::at(&matrix[i as usize], i)?);
        }
        total.of_some()?
    }))
}
