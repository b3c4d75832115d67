//! The value itself: its parts, its size, equality, text.

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::float;
use crate::int;
use crate::maths::libm_hypot;
use crate::string::{Str, StrBuf};
use crate::text::{PyFormat, PyRepr, Spec};

/// `complex`
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    /// `z.real`
    pub re: f64,
    /// `z.imag`
    pub im: f64,
}

/// `complex(re, im)` of two floats.
#[inline]
pub const fn new(re: f64, im: f64) -> Complex {
    Complex { re, im }
}

impl From<f64> for Complex {
    #[inline]
    fn from(re: f64) -> Complex {
        new(re, 0.0)
    }
}

impl Complex {
    /// `z.conjugate()`
    #[inline]
    pub fn conjugate(self) -> Complex {
        new(self.re, -self.im)
    }

    /// `bool(z)`
    #[inline]
    pub fn truth(self) -> bool {
        self.re != 0.0 || self.im != 0.0
    }

    pub(super) fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
}

impl std::ops::Neg for Complex {
    type Output = Complex;

    #[inline]
    fn neg(self) -> Complex {
        new(-self.re, -self.im)
    }
}

/// `abs(z)`
#[inline]
pub fn abs(z: Complex) -> Res<f64> {
    if z.re.is_infinite() || z.im.is_infinite() {
        return Ok(f64::INFINITY);
    }
    let size = libm_hypot(z.re, z.im);
    if size.is_infinite() {
        return Err(Stop::redo());
    }
    Ok(size)
}

/// `z == x` for a float.
#[inline]
pub fn eq_float(z: Complex, x: f64) -> bool {
    z.re == x && z.im == 0.0
}

/// `z == n` for an int.
#[inline]
pub fn eq_int(z: Complex, n: i64) -> bool {
    z.im == 0.0 && int::eq_float(n, z.re)
}

/// `repr(z)`
pub fn repr(z: Complex) -> Str {
    let mut out = StrBuf::new();
    write(z, &mut out);
    out.finish()
}

fn write(z: Complex, out: &mut StrBuf) {
    if z.re == 0.0 && z.re.is_sign_positive() {
        write_part(z.im, out);
        out.push_str("j");
        return;
    }
    out.push_str("(");
    write_part(z.re, out);
    if z.im.is_nan() || z.im.is_sign_positive() {
        out.push_str("+");
    }
    write_part(z.im, out);
    out.push_str("j)");
}

/// As `repr(x)`, without the `.0` of a whole number.
fn write_part(x: f64, out: &mut StrBuf) {
    let mut text = [0; 32];
    let len = float::write_repr(x, &mut text);
    let text = std::str::from_utf8(&text[..len]).expect("digits are ASCII");
    out.push_str(text.strip_suffix(".0").unwrap_or(text));
}

impl PyEq for Complex {
    #[inline]
    fn py_eq(&self, other: &Complex) -> Res<bool> {
        if self.re.is_nan() || self.im.is_nan() {
            return Err(Stop::redo()); // the same object, or another one?
        }
        Ok(self == other)
    }
}

impl PyRepr for Complex {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        write(*self, out);
        Ok(())
    }
}

impl PyFormat for Complex {
    fn format_to(&self, _spec: &Spec, _out: &mut StrBuf) -> Res<()> {
        Err(Stop::redo())
    }
}
