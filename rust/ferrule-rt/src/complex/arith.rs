//! Arithmetic, as `complexobject.c` does it.

use super::value::{Complex, new};
use crate::error::{Res, Stop};
use crate::maths::{libm_atan2, libm_cos, libm_exp, libm_log, libm_sin};
use crate::maths::{libm_hypot, libm_pow};
use crate::version::python_version;

/// Since 3.14 a float beside a complex is no complex any more, and infinite products are mended.
#[inline]
fn as_before(z: Complex) -> Res<Complex> {
    match python_version() > 13 && !z.is_finite() {
        true => Err(Stop::redo()),
        false => Ok(z),
    }
}

/// Since 3.14 the sign of a zero may be another one where a float stands beside a complex.
#[inline]
fn beside_real(z: Complex) -> Res<Complex> {
    match python_version() > 13 && (z.re == 0.0 || z.im == 0.0) {
        true => Err(Stop::redo()),
        false => as_before(z),
    }
}

/// `a + b`
#[inline]
pub fn add(a: Complex, b: Complex) -> Complex {
    new(a.re + b.re, a.im + b.im)
}

/// `a - b`
#[inline]
pub fn sub(a: Complex, b: Complex) -> Complex {
    new(a.re - b.re, a.im - b.im)
}

/// `z + x` and `x + z` for a float.
#[inline]
pub fn add_real(z: Complex, x: f64) -> Res<Complex> {
    beside_real(add(z, Complex::from(x)))
}

/// `z - x` for a float.
#[inline]
pub fn sub_real(z: Complex, x: f64) -> Res<Complex> {
    beside_real(sub(z, Complex::from(x)))
}

/// `x - z` for a float.
#[inline]
pub fn real_sub(x: f64, z: Complex) -> Res<Complex> {
    beside_real(sub(Complex::from(x), z))
}

/// `a * b`
#[inline]
pub fn mul(a: Complex, b: Complex) -> Res<Complex> {
    let product = plain_mul(a, b);
    match a.im == 0.0 || b.im == 0.0 {
        true => beside_real(product),
        false => as_before(product),
    }
}

#[inline]
fn plain_mul(a: Complex, b: Complex) -> Complex {
    new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
}

/// `a / b`
#[inline]
pub fn div(a: Complex, b: Complex) -> Res<Complex> {
    let quotient = if b.re.abs() >= b.im.abs() {
        if b.re == 0.0 {
            return Err(Stop::redo()); // the message depends on Python's version
        }
        let ratio = b.im / b.re;
        let whole = b.re + b.im * ratio;
        new((a.re + a.im * ratio) / whole, (a.im - a.re * ratio) / whole)
    } else if b.im.abs() >= b.re.abs() {
        let ratio = b.re / b.im;
        let whole = b.re * ratio + b.im;
        new((a.re * ratio + a.im) / whole, (a.im * ratio - a.re) / whole)
    } else {
        new(f64::NAN, f64::NAN)
    };
    match a.im == 0.0 || b.im == 0.0 {
        true => beside_real(quotient),
        false => as_before(quotient),
    }
}

/// `a ** b`
pub fn pow(a: Complex, b: Complex) -> Res<Complex> {
    const MOST: f64 = 100.0; // whole exponents up to this are products
    let is_small = b.im == 0.0 && b.re == b.re.floor() && b.re.abs() <= MOST;
    let found = if is_small {
        whole_power(a, b.re as i64)?
    } else if a.re == 0.0 && a.im == 0.0 {
        if b.im != 0.0 || b.re < 0.0 {
            return Err(Stop::redo());
        }
        new(0.0, 0.0)
    } else {
        any_power(a, b)
    };
    // What is too large raises; what is too small may, which depends on the C library.
    let is_sound = found.is_finite() && a.is_finite() && b.is_finite();
    let size = found.re.abs().max(found.im.abs());
    match is_sound && (size > 1e-290 || found == new(0.0, 0.0) && is_small) {
        true if python_version() > 13 => Err(Stop::redo()),
        true => Ok(found),
        false => Err(Stop::redo()),
    }
}

fn whole_power(a: Complex, n: i64) -> Res<Complex> {
    if n > 0 {
        return Ok(unsigned_power(a, n));
    }
    div(new(1.0, 0.0), unsigned_power(a, -n))
}

fn unsigned_power(a: Complex, n: i64) -> Complex {
    let (mut result, mut power, mut mask) = (new(1.0, 0.0), a, 1);
    while mask <= n {
        if n & mask != 0 {
            result = plain_mul(result, power);
        }
        mask <<= 1;
        power = plain_mul(power, power);
    }
    result
}

fn any_power(a: Complex, b: Complex) -> Complex {
    let size = libm_hypot(a.re, a.im);
    let mut length = libm_pow(size, b.re);
    let angle = libm_atan2(a.im, a.re);
    let mut phase = angle * b.re;
    if b.im != 0.0 {
        length /= libm_exp(angle * b.im);
        phase += b.im * libm_log(size);
    }
    new(length * libm_cos(phase), length * libm_sin(phase))
}

/// `sum(items)`; of nothing it would be the int 0: a redo.
pub fn sum_of_some(items: impl IntoIterator<Item = Complex>) -> Res<Complex> {
    let mut items = items.into_iter();
    let first = items.next().ok_or_else(Stop::redo)?;
    sum(items, add(new(0.0, 0.0), first))
}

/// `sum(items, start)`
pub fn sum(items: impl IntoIterator<Item = Complex>, start: Complex) -> Res<Complex> {
    if python_version() > 13 {
        return Err(Stop::redo()); // with compensation
    }
    Ok(items.into_iter().fold(start, add))
}
