//! Between ints and floats, exactly.

use std::cmp::Ordering;

use super::arith::zero_division;
use crate::error::{Res, Stop};

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
const EXACT: u64 = 1 << 53;

/// `float(a)`
#[inline(always)]
pub fn to_float(a: i64) -> f64 {
    a as f64
}

/// `int(x)`
#[inline]
pub fn from_float(x: f64) -> Res<i64> {
    let whole = x.trunc();
    if (-TWO_TO_63..TWO_TO_63).contains(&whole) {
        Ok(whole as i64)
    } else {
        Err(unfit(x))
    }
}

#[cold]
#[inline(never)]
fn unfit(x: f64) -> Stop {
    if x.is_nan() {
        Stop::value_error("cannot convert float NaN to integer")
    } else if x.is_infinite() {
        Stop::overflow_error("cannot convert float infinity to integer")
    } else {
        Stop::redo()
    }
}

/// `a / b`, correctly rounded.
#[inline]
pub fn truediv(a: i64, b: i64) -> Res<f64> {
    if b == 0 {
        return Err(zero_division("division by zero"));
    }
    if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        return Ok(a as f64 / b as f64);
    }
    Ok(divide_wide(a, b))
}

/// The quotient with 64 bits or more and a sticky bit, rounded once.
#[inline(never)]
fn divide_wide(a: i64, b: i64) -> f64 {
    let (over, under) = (u128::from(a.unsigned_abs()), u128::from(b.unsigned_abs()));
    if over == 0 {
        // As in Python: `0 / -1` is `-0.0`.
        return if b < 0 { -0.0 } else { 0.0 };
    }
    let shift = 64 + over.leading_zeros() - under.leading_zeros();
    let shifted = over << shift;
    let sticky = u128::from(!shifted.is_multiple_of(under));
    // The scale is a power of two, and the quotient is far from the subnormals: exact.
    let scale = f64::from_bits((1023 - u64::from(shift)) << 52);
    let quotient = ((shifted / under) | sticky) as f64 * scale;
    if (a < 0) != (b < 0) {
        -quotient
    } else {
        quotient
    }
}

/// `a <=> x`, exactly; `None` for NaN.
#[inline]
pub fn cmp_float(a: i64, x: f64) -> Option<Ordering> {
    if a.unsigned_abs() <= EXACT {
        return (a as f64).partial_cmp(&x);
    }
    cmp_wide(a, x)
}

fn cmp_wide(a: i64, x: f64) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x >= TWO_TO_63 {
        return Some(Ordering::Less);
    }
    if x < -TWO_TO_63 {
        return Some(Ordering::Greater);
    }
    let whole = x.trunc();
    let by_whole = a.cmp(&(whole as i64));
    Some(by_whole.then(whole.partial_cmp(&x)?))
}

macro_rules! compares {
    ($($(#[$doc:meta])* $name:ident $test:expr;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name(a: i64, x: f64) -> bool {
            let test: fn(Option<Ordering>) -> bool = $test;
            test(cmp_float(a, x))
        }
    )*};
}
compares! {
    /// `a == x`, exactly.
    eq_float |order| order == Some(Ordering::Equal);
    /// `a != x`, exactly.
    ne_float |order| order != Some(Ordering::Equal);
    /// `a < x`, exactly.
    lt_float |order| order.is_some_and(Ordering::is_lt);
    /// `a <= x`, exactly.
    le_float |order| order.is_some_and(Ordering::is_le);
    /// `a > x`, exactly.
    gt_float |order| order.is_some_and(Ordering::is_gt);
    /// `a >= x`, exactly.
    ge_float |order| order.is_some_and(Ordering::is_ge);
}
