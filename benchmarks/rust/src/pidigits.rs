//! `programs/pidigits.py`: Gibbons's spigot.

use num_bigint::BigInt;
use pyo3::prelude::*;

/// The first `count` decimal digits of pi.
#[pyfunction]
pub fn pi_digits(count: usize) -> PyResult<Vec<u32>> {
    let mut digits = Vec::with_capacity(count);
    let (mut q, mut r, mut t) = (BigInt::from(1), BigInt::from(0), BigInt::from(1));
    let (mut k, mut n, mut l) = (1_u32, BigInt::from(3), 3_u32);
    while digits.len() < count {
        let whole: BigInt = &n * &t;
        if &q * 4 + &r - &t < whole {
            digits.push(u32::try_from(&n).expect("a digit"));
            n = (&q * 3 + &r) * 10 / &t - n * 10;
            q *= 10;
            r = (r - whole) * 10;
        } else {
            t *= l;
            n = (&q * (7 * k + 2) + &r * l) / &t;
            r = (&q * 2 + r) * l;
            q *= k;
            k += 1;
            l += 2;
        }
    }
    Ok(digits)
}
