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
        for j in 0..list::len(list::at(b, 0)?) {
            interrupt::poll()?;
            let mut total = 0.0;
            for k in 0..list::len(b) {
                total += *list::at(row, k)? * *list::at(&b[k as usize], j)?;
            }
            result.push(total);
        }
        product.push(result);
    }
    Ok(product)
}

/// The sum of the diagonal.
pub fn trace(matrix: &[Vec<f64>]) -> Res<Number> {
    Ok(Number::Float(builtins::sum_float({
        let mut items: Vec<f64> = Vec::new();
        for i in 0..list::len(matrix) {
            items.push(*list::at(&matrix[i as usize], i)?);
        }
        items
    })?))
}
