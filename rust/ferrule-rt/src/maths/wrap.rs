//! Functions that the C library computes, with the rules of `math_1` for errors: a NaN from what
//! was none is a domain error; an infinity from what was finite is a range or a domain error.

use super::libm;
use crate::error::{Res, Stop};
use crate::version;

/// `ValueError: math domain error`
#[cold]
#[inline(never)]
pub(super) fn domain() -> Stop {
    if version::is_compared() {
        Stop::value_error("math domain error")
    } else {
        Stop::redo()
    }
}

/// `OverflowError: math range error`
#[cold]
#[inline(never)]
pub(super) fn range() -> Stop {
    Stop::overflow_error("math range error")
}

/// A result that cannot overflow: infinite means a singularity.
#[inline]
pub(super) fn singular(x: f64, result: f64) -> Res<f64> {
    if result.is_nan() && !x.is_nan() || result.is_infinite() && x.is_finite() {
        return Err(domain());
    }
    Ok(result)
}

/// A result that can overflow.
#[inline]
pub(super) fn overflowing(x: f64, result: f64) -> Res<f64> {
    if result.is_infinite() && x.is_finite() {
        return Err(range());
    }
    singular(x, result)
}

macro_rules! functions {
    ($($name:ident $rule:ident)*) => {$(
        #[doc = concat!("`math.", stringify!($name), "(x)`")]
        #[inline]
        pub fn $name(x: f64) -> Res<f64> {
            $rule(x, libm::$name(x))
        }
    )*};
}
functions! {
    acos singular
    acosh singular
    asin singular
    asinh singular
    atan singular
    atanh singular
    cbrt singular
    cos singular
    cosh overflowing
    erf singular
    erfc singular
    sin singular
    sinh overflowing
    tan singular
    tanh singular
}

/// `math.sqrt(x)`
#[inline]
pub fn sqrt(x: f64) -> Res<f64> {
    if x < 0.0 { Err(domain()) } else { Ok(x.sqrt()) }
}

/// `math.atan2(y, x)`
#[inline]
pub fn atan2(y: f64, x: f64) -> Res<f64> {
    Ok(libm::atan2(y, x))
}
