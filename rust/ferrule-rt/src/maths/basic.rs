//! What needs no C library: parts, signs, angles, closeness.

use std::f64::consts::PI;

use super::wrap::{domain, range};
use crate::error::{Res, Stop};

/// `math.fabs(x)`
#[inline]
pub fn fabs(x: f64) -> f64 {
    x.abs()
}

/// `math.copysign(x, y)`
#[inline]
pub fn copysign(x: f64, y: f64) -> f64 {
    x.copysign(y)
}

/// `math.isnan(x)`
#[inline]
pub fn isnan(x: f64) -> bool {
    x.is_nan()
}

/// `math.isinf(x)`
#[inline]
pub fn isinf(x: f64) -> bool {
    x.is_infinite()
}

/// `math.isfinite(x)`
#[inline]
pub fn isfinite(x: f64) -> bool {
    x.is_finite()
}

/// `math.degrees(x)`
#[inline]
pub fn degrees(x: f64) -> f64 {
    x * (180.0 / PI)
}

/// `math.radians(x)`
#[inline]
pub fn radians(x: f64) -> f64 {
    x * (PI / 180.0)
}

/// `math.fmod(x, y)`
#[inline]
pub fn fmod(x: f64, y: f64) -> Res<f64> {
    let rest = x % y;
    if rest.is_nan() && !x.is_nan() && !y.is_nan() {
        Err(domain())
    } else {
        Ok(rest)
    }
}

/// `math.remainder(x, y)`
pub fn remainder(x: f64, y: f64) -> Res<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(if x.is_nan() { x } else { y });
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain());
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (over, under) = (x.abs(), y.abs());
    let below = over % under;
    let above = under - below;
    let rest = if below < above {
        below
    } else if below > above {
        -above
    } else {
        below - 2.0 * ((0.5 * (over - below)) % under)
    };
    Ok(1_f64.copysign(x) * rest)
}

/// `math.frexp(x)`
pub fn frexp(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let field = (x.to_bits() >> 52 & 0x7ff) as i64;
    if field == 0 {
        let (mantissa, power) = frexp(x * 2_f64.powi(64));
        return (mantissa, power - 64);
    }
    (
        f64::from_bits(x.to_bits() & !(0x7ff << 52) | 1022 << 52),
        field - 1022,
    )
}

/// `math.ldexp(x, power)`
pub fn ldexp(x: f64, power: i64) -> Res<f64> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let (mantissa, own) = frexp(x);
    let power = own.saturating_add(power);
    if power > 1024 {
        return Err(range());
    }
    if power < -1080 {
        return Ok(0_f64.copysign(x));
    }
    if power >= -1021 {
        // In two steps, for `0.5 <= mantissa` needs `2 ** 1024` at the most.
        return Ok(mantissa * 2.0 * two_to(power - 1));
    }
    // Rounded once, where the result becomes subnormal.
    Ok(mantissa * two_to(-1000) * two_to(power + 1000))
}

/// `2.0 ** power` for a normal power.
fn two_to(power: i64) -> f64 {
    f64::from_bits(((power + 1023) as u64) << 52)
}

/// `math.modf(x)`
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0_f64.copysign(x), x);
    }
    ((x - x.trunc()).copysign(x), x.trunc())
}

/// `math.ulp(x)`
pub fn ulp(x: f64) -> f64 {
    let size = x.abs();
    if !size.is_finite() {
        return size;
    }
    let next = size.next_up();
    if next.is_infinite() {
        size - size.next_down()
    } else {
        next - size
    }
}

/// `math.nextafter(x, y)`
pub fn nextafter(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        x + y
    } else if x == y {
        y
    } else if x < y {
        x.next_up()
    } else {
        x.next_down()
    }
}

/// `math.isclose(a, b, rel_tol=relative, abs_tol=absolute)`
pub fn isclose(a: f64, b: f64, relative: f64, absolute: f64) -> Res<bool> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(Stop::value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let gap = (b - a).abs();
    Ok(gap <= (relative * b).abs() || gap <= (relative * a).abs() || gap <= absolute)
}
