//! Sums and products of ints in 128 bits, of which only a remainder is wanted, and ints from 0 to
//! `2**64 - 1` as `u64`.

use super::arith::{fit, modulo, zero_division};
use crate::error::Res;

/// `a + b`
#[inline(always)]
pub fn long_add(a: i128, b: i128) -> Res<i128> {
    fit(a.checked_add(b))
}

/// `a - b`
#[inline(always)]
pub fn long_sub(a: i128, b: i128) -> Res<i128> {
    fit(a.checked_sub(b))
}

/// `a * b`
#[inline(always)]
pub fn long_mul(a: i128, b: i128) -> Res<i128> {
    fit(a.checked_mul(b))
}

/// `-a`
#[inline(always)]
pub fn long_neg(a: i128) -> Res<i128> {
    fit(a.checked_neg())
}

/// `a % b` where `a` is a sum or product that may need more than 64 bits.
#[inline]
pub fn modulo_long(a: i128, b: i64) -> Res<i64> {
    if let Ok(a) = i64::try_from(a) {
        return modulo(a, b);
    }
    if b == 0 {
        return Err(zero_division("integer modulo by zero"));
    }
    if let (Ok(a), Ok(b)) = (u128::try_from(a), u64::try_from(b)) {
        // The quickest of its kind, and what is met nearly always.
        return Ok((a % u128::from(b)) as i64);
    }
    let rest = (a % i128::from(b)) as i64;
    Ok(if rest != 0 && (rest < 0) != (b < 0) {
        rest + b
    } else {
        rest
    })
}

/// `a % b` of an int from 0 to `2**64 - 1`
#[inline]
pub fn modulo_word(a: u64, b: i64) -> Res<i64> {
    match u64::try_from(b) {
        Ok(0) => Err(zero_division("integer modulo by zero")),
        Ok(b) => Ok((a % b) as i64),
        Err(_) => modulo_long(i128::from(a), b),
    }
}

/// An int as a `u64`; a redo where it is negative.
#[inline(always)]
pub fn word(value: i64) -> Res<u64> {
    fit(u64::try_from(value).ok())
}

/// A `u64` as an int; a redo where it does not fit.
#[inline(always)]
pub fn of_word(value: u64) -> Res<i64> {
    fit(i64::try_from(value).ok())
}
