//! `/ // % **` on floats, as `floatobject.c` has them.

use super::square::square;
use crate::error::{Res, Stop};
use crate::int::zero_division;
use crate::maths::libm_pow;
use crate::version;

/// `a / b`
#[inline(always)]
pub fn div(a: f64, b: f64) -> Res<f64> {
    if b == 0.0 {
        Err(zero_division("float division by zero"))
    } else {
        Ok(a / b)
    }
}

/// `a // b`
#[inline]
pub fn floordiv(a: f64, b: f64) -> Res<f64> {
    if b == 0.0 {
        return Err(zero_division("float floor division by zero"));
    }
    Ok(parts(a, b).0)
}

/// `a % b`
#[inline]
pub fn modulo(a: f64, b: f64) -> Res<f64> {
    if b == 0.0 {
        let is_new = version::python_version() >= 13;
        return Err(zero_division(if is_new {
            "float modulo by zero"
        } else {
            "float modulo"
        }));
    }
    let rest = a % b;
    Ok(if rest == 0.0 {
        0_f64.copysign(b)
    } else if (b < 0.0) != (rest < 0.0) {
        rest + b
    } else {
        rest
    })
}

/// `divmod(a, b)`
#[inline]
pub fn divmod(a: f64, b: f64) -> Res<(f64, f64)> {
    if b == 0.0 {
        return Err(zero_division("float divmod()"));
    }
    Ok(parts(a, b))
}

fn parts(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0_f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0_f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    (
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        },
        rest,
    )
}

fn is_odd(x: f64) -> bool {
    (x.abs() % 2.0) == 1.0
}

/// `a ** b`; where Python gives a complex number: redo.
#[inline]
pub fn pow(a: f64, b: f64) -> Res<f64> {
    if b == 2.0 { square(a) } else { power(a, b) }
}

pub(super) fn power(a: f64, b: f64) -> Res<f64> {
    if a.is_finite() && b.is_finite() && a > 0.0 {
        return in_range(libm_pow(a, b));
    }
    if b == 0.0 || a == 1.0 {
        return Ok(1.0);
    }
    if a.is_nan() || b.is_nan() {
        return Ok(if a.is_nan() { a } else { b });
    }
    if b.is_infinite() {
        return Ok(match a.abs() {
            1.0 => 1.0,
            size if (b > 0.0) == (size > 1.0) => b.abs(),
            _ => 0.0,
        });
    }
    let sign = if is_odd(b) { a } else { 1.0 };
    if a.is_infinite() {
        return Ok(if b > 0.0 { f64::INFINITY } else { 0.0_f64 }.copysign(sign));
    }
    if a == 0.0 {
        if b < 0.0 {
            return Err(zero_division("0.0 cannot be raised to a negative power"));
        }
        return Ok(0_f64.copysign(sign));
    }
    if b != b.floor() {
        return Err(Stop::redo());
    }
    Ok(in_range(libm_pow(-a, b))?.copysign(sign))
}

/// C's `errno` after `pow`: infinite is out of range; the least subnormal may be. Let Python say.
fn in_range(power: f64) -> Res<f64> {
    if power.is_infinite() {
        return Err(out_of_range());
    }
    if power == f64::from_bits(1) {
        Err(Stop::redo())
    } else {
        Ok(power)
    }
}

#[cold]
#[inline(never)]
fn out_of_range() -> Stop {
    // The words are those of the C library.
    if cfg!(all(target_os = "linux", target_env = "gnu")) {
        Stop::overflow_error("(34, 'Numerical result out of range')")
    } else {
        Stop::redo()
    }
}
