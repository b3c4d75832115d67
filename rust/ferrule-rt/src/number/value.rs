//! The value itself: conversions, comparisons, text.

use std::cmp::Ordering;

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::order::PyOrd;
use crate::string::{Str, StrBuf};
use crate::text::{Conversion, PyFormat, PyPercent, PyRepr, Spec};
use crate::{float, int as ints};

/// `int` or `float`
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
}

use Number::{Float, Int};

impl From<i64> for Number {
    #[inline]
    fn from(value: i64) -> Number {
        Int(value)
    }
}

impl From<f64> for Number {
    #[inline]
    fn from(value: f64) -> Number {
        Float(value)
    }
}

impl From<bool> for Number {
    #[inline]
    fn from(value: bool) -> Number {
        Int(i64::from(value))
    }
}

impl Number {
    /// `float(n)`
    #[inline]
    pub fn to_float(self) -> f64 {
        match self {
            Int(value) => value as f64,
            Float(value) => value,
        }
    }

    /// `bool(n)`
    #[inline]
    pub fn truth(self) -> bool {
        match self {
            Int(value) => value != 0,
            Float(value) => value != 0.0,
        }
    }

    /// `isinstance(n, int)`
    #[inline]
    pub fn is_int(self) -> bool {
        matches!(self, Int(_))
    }

    /// The int, where the value has to be one; for a float: redo.
    #[inline]
    pub fn as_int(self) -> Res<i64> {
        match self {
            Int(value) => Ok(value),
            Float(_) => Err(Stop::redo()),
        }
    }
}

/// `int(n)`
#[inline]
pub fn to_int(n: Number) -> Res<i64> {
    match n {
        Int(value) => Ok(value),
        Float(value) => ints::from_float(value),
    }
}

/// `math.trunc(n)`
#[inline]
pub fn trunc(n: Number) -> Res<i64> {
    to_int(n)
}

/// `math.floor(n)`
#[inline]
pub fn floor(n: Number) -> Res<i64> {
    match n {
        Int(value) => Ok(value),
        Float(value) => float::floor(value),
    }
}

/// `math.ceil(n)`
#[inline]
pub fn ceil(n: Number) -> Res<i64> {
    match n {
        Int(value) => Ok(value),
        Float(value) => float::ceil(value),
    }
}

/// `round(n)`
#[inline]
pub fn round(n: Number) -> Res<i64> {
    match n {
        Int(value) => Ok(value),
        Float(value) => float::round(value),
    }
}

/// `abs(n)`
#[inline]
pub fn abs(n: Number) -> Res<Number> {
    match n {
        Int(value) => ints::abs(value).map(Int),
        Float(value) => Ok(Float(value.abs())),
    }
}

/// `float(n)`
#[inline]
pub fn to_float(n: Number) -> f64 {
    n.to_float()
}

/// `bool(n)`
#[inline]
pub fn truth(n: Number) -> bool {
    n.truth()
}

/// `repr(n)`
pub fn repr(n: Number) -> Str {
    match n {
        Int(value) => ints::to_str(value),
        Float(value) => float::repr(value),
    }
}

/// `min(a, b)`: the first, unless the second is less.
#[inline]
pub fn min2(a: Number, b: Number) -> Number {
    if b < a { b } else { a }
}

/// `max(a, b)`: the first, unless the second is greater.
#[inline]
pub fn max2(a: Number, b: Number) -> Number {
    if b > a { b } else { a }
}

macro_rules! tests {
    ($($(#[$doc:meta])* $name:ident $symbol:tt;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name(a: impl Into<Number>, b: impl Into<Number>) -> bool {
            a.into() $symbol b.into()
        }
    )*};
}
tests! {
    /// `a == b`
    eq ==;
    /// `a != b`
    ne !=;
    /// `a < b`
    lt <;
    /// `a <= b`
    le <=;
    /// `a > b`
    gt >;
    /// `a >= b`
    ge >=;
}

impl PartialEq for Number {
    #[inline]
    fn eq(&self, other: &Number) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        match (*self, *other) {
            (Int(a), Int(b)) => Some(a.cmp(&b)),
            (Float(a), Float(b)) => a.partial_cmp(&b),
            (Int(a), Float(b)) => ints::cmp_float(a, b),
            (Float(a), Int(b)) => ints::cmp_float(b, a).map(Ordering::reverse),
        }
    }
}

macro_rules! compares {
    ($($type:ty)*) => {$(
        impl PartialEq<$type> for Number {
            #[inline]
            fn eq(&self, other: &$type) -> bool {
                *self == Number::from(*other)
            }
        }

        impl PartialOrd<$type> for Number {
            #[inline]
            fn partial_cmp(&self, other: &$type) -> Option<Ordering> {
                self.partial_cmp(&Number::from(*other))
            }
        }
    )*};
}
compares! { i64 f64 }

impl PyEq for Number {
    #[inline]
    fn py_eq(&self, other: &Number) -> Res<bool> {
        match (self, other) {
            (Float(a), Float(b)) => a.py_eq(b),
            _ => Ok(self == other),
        }
    }
}

impl PyOrd for Number {
    const IS_PLAIN: bool = false;

    #[inline]
    fn py_cmp(&self, other: &Number) -> Res<Ordering> {
        self.partial_cmp(other).ok_or_else(Stop::redo)
    }

    #[inline]
    fn py_lt(&self, other: &Number) -> Res<bool> {
        Ok(self < other)
    }

    #[inline]
    fn is_ordered(&self) -> bool {
        !matches!(self, Float(value) if value.is_nan())
    }
}

impl PyRepr for Number {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        match self {
            Int(value) => value.repr_to(out),
            Float(value) => value.repr_to(out),
        }
    }
}

impl PyFormat for Number {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        match self {
            Int(value) => value.format_to(spec, out),
            Float(value) => value.format_to(spec, out),
        }
    }
}

impl PyPercent for Number {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        match self {
            Int(value) => value.percent_to(conversion, out),
            Float(value) => value.percent_to(conversion, out),
        }
    }
}
