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
    atanh singular
    cos singular
    cosh overflowing
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
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// `math.atan(x)`
#[inline]
pub fn atan(x: f64) -> f64 {
    libm::atan(x)
}

/// `math.erf(x)`
#[inline]
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// `math.erfc(x)`
#[inline]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// `math.cbrt(x)`: Rust's support library brings a `cbrt` symbol of its own, with other last bits
/// than the C library's, and which of them is linked is a matter of luck. Python has the right one.
pub fn cbrt(x: f64) -> Res<f64> {
    if x == 0.0 || !x.is_finite() {
        Ok(x)
    } else {
        Err(Stop::redo())
    }
}
