//! `+ - * / // % **` on numbers: two ints stay ints, anything else is done on floats.

use super::Number::{self, Float, Int};
use crate::error::Res;
use crate::{float, int};

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident $ints:path, $floats:expr;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name(a: impl Into<Number>, b: impl Into<Number>) -> Res<Number> {
            match (a.into(), b.into()) {
                (Int(a), Int(b)) => $ints(a, b).map(Int),
                (a, b) => {
                    let result: Res<f64> = $floats(a.to_float(), b.to_float());
                    result.map(Float)
                }
            }
        }
    )*};
}
operators! {
    /// `a + b`
    add int::add, |a, b| Ok(a + b);
    /// `a - b`
    sub int::sub, |a, b| Ok(a - b);
    /// `a * b`
    mul int::mul, |a, b| Ok(a * b);
    /// `a // b`
    floordiv int::floordiv, float::floordiv;
    /// `a % b`
    modulo int::modulo, float::modulo;
}

macro_rules! beside_a_float {
    ($($left:ident $right:ident $symbol:tt;)*) => {$(
        #[doc = concat!("`n ", stringify!($symbol), " x` for a float `x`")]
        #[inline]
        pub fn $left(n: Number, x: f64) -> Res<f64> {
            Ok(n.to_float() $symbol x)
        }

        #[doc = concat!("`x ", stringify!($symbol), " n` for a float `x`")]
        #[inline]
        pub fn $right(x: f64, n: Number) -> Res<f64> {
            Ok(x $symbol n.to_float())
        }
    )*};
}
beside_a_float! {
    add_float float_add +;
    sub_float float_sub -;
    mul_float float_mul *;
}

/// `a / b`
#[inline]
pub fn truediv(a: impl Into<Number>, b: impl Into<Number>) -> Res<f64> {
    match (a.into(), b.into()) {
        (Int(a), Int(b)) => int::truediv(a, b),
        (a, b) => float::div(a.to_float(), b.to_float()),
    }
}

/// `divmod(a, b)`
#[inline]
pub fn divmod(a: impl Into<Number>, b: impl Into<Number>) -> Res<(Number, Number)> {
    match (a.into(), b.into()) {
        (Int(a), Int(b)) => int::divmod(a, b).map(|(div, rest)| (Int(div), Int(rest))),
        (a, b) => {
            let (div, rest) = float::divmod(a.to_float(), b.to_float())?;
            Ok((Float(div), Float(rest)))
        }
    }
}

/// `-a`
#[inline]
pub fn neg(a: impl Into<Number>) -> Res<Number> {
    match a.into() {
        Int(a) => int::neg(a).map(Int),
        Float(a) => Ok(Float(-a)),
    }
}

/// `a ** b` of two ints: a float where the exponent is negative.
#[inline]
pub fn pow_ints(a: i64, b: i64) -> Res<Number> {
    if b < 0 {
        float::pow(a as f64, b as f64).map(Float)
    } else {
        int::pow(a, b).map(Int)
    }
}

/// `a ** b`
#[inline]
pub fn pow(a: impl Into<Number>, b: impl Into<Number>) -> Res<Number> {
    match (a.into(), b.into()) {
        (Int(a), Int(b)) => pow_ints(a, b),
        (a, b) => float::pow(a.to_float(), b.to_float()).map(Float),
    }
}

/// `round(a, n)`
#[inline]
pub fn round_n(a: impl Into<Number>, n: i64) -> Res<Number> {
    match a.into() {
        Int(a) => int::round_n(a, n).map(Int),
        Float(a) => float::round_n(a, n).map(Float),
    }
}
