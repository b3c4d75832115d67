//! Powers and logarithms.

use super::libm;
use super::wrap::{domain, overflowing, range, singular};
use crate::error::Res;
use crate::float;

/// `math.exp(x)`
#[inline]
pub fn exp(x: f64) -> Res<f64> {
    overflowing(x, libm::exp(x))
}

/// `math.exp2(x)`
#[inline]
pub fn exp2(x: f64) -> Res<f64> {
    overflowing(x, libm::exp2(x))
}

/// `math.expm1(x)`
#[inline]
pub fn expm1(x: f64) -> Res<f64> {
    overflowing(x, libm::expm1(x))
}

/// `math.log1p(x)`
#[inline]
pub fn log1p(x: f64) -> Res<f64> {
    // A zero keeps its sign, whatever the C library does.
    singular(x, if x == 0.0 { x } else { libm::log1p(x) })
}

#[inline]
fn logarithm(x: f64, log: fn(f64) -> f64) -> Res<f64> {
    if x > 0.0 && x.is_finite() {
        return Ok(log(x));
    }
    if x.is_nan() || x > 0.0 {
        Ok(x)
    } else {
        Err(domain())
    }
}

/// `math.log(x)`
#[inline]
pub fn log(x: f64) -> Res<f64> {
    logarithm(x, libm::log)
}

/// `math.log(x, base)`
#[inline]
pub fn log_base(x: f64, base: f64) -> Res<f64> {
    let over = log(x)?;
    float::div(over, log(base)?)
}

/// `math.log2(x)`
#[inline]
pub fn log2(x: f64) -> Res<f64> {
    logarithm(x, libm::log2)
}

/// `math.log10(x)`
#[inline]
pub fn log10(x: f64) -> Res<f64> {
    logarithm(x, libm::log10)
}

/// `math.log(a)` of an int.
#[inline]
pub fn log_int(a: i64) -> Res<f64> {
    log(a as f64)
}

/// `math.log2(a)` of an int.
#[inline]
pub fn log2_int(a: i64) -> Res<f64> {
    log2(a as f64)
}

/// `math.log10(a)` of an int.
#[inline]
pub fn log10_int(a: i64) -> Res<f64> {
    log10(a as f64)
}

/// `math.pow(x, y)`
pub fn pow(x: f64, y: f64) -> Res<f64> {
    if x.is_finite() && y.is_finite() {
        let power = libm::pow(x, y);
        return match power {
            _ if power.is_finite() => Ok(power),
            _ if power.is_nan() || x == 0.0 => Err(domain()),
            _ => Err(range()),
        };
    }
    special(x, y)
}

fn special(x: f64, y: f64) -> Res<f64> {
    if x.is_nan() {
        return Ok(if y == 0.0 { 1.0 } else { x });
    }
    if y.is_nan() {
        return Ok(if x == 1.0 { 1.0 } else { y });
    }
    if x.is_infinite() {
        let is_odd = y.is_finite() && y.abs() % 2.0 == 1.0;
        let sign = if is_odd { x } else { 1.0 };
        return Ok(match y {
            0.0 => 1.0,
            _ if y > 0.0 => f64::INFINITY.copysign(sign),
            _ => 0.0_f64.copysign(sign),
        });
    }
    match x.abs() {
        1.0 => Ok(1.0),
        size if y > 0.0 => Ok(if size > 1.0 { y } else { 0.0 }),
        size if size > 1.0 => Ok(0.0),
        // Python 3.10 and older raised for `pow(0, -inf)`.
        _ => Ok(-y),
    }
}
