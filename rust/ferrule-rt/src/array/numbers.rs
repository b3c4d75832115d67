//! Arithmetic on single numbers of NumPy's.
//!
//! Where NumPy warns (an overflow, a division by zero) a redo lets it do so itself: whole numbers
//! are checked here, floats by the processor's own flags when the call is done.

use crate::error::{Res, Stop};
use crate::float;
use crate::maths::libm;

/// A whole number of a fixed width.
pub trait Whole: Copy + PartialEq {
    /// Zero.
    const ZERO: Self;
    /// `a + b` that fits
    fn checked_add(self, other: Self) -> Option<Self>;
    /// `a - b` that fits
    fn checked_sub(self, other: Self) -> Option<Self>;
    /// `a * b` that fits
    fn checked_mul(self, other: Self) -> Option<Self>;
    /// `-a` that fits
    fn checked_neg(self) -> Option<Self>;
    /// `abs(a)` that fits
    fn checked_abs(self) -> Option<Self>;
    /// `a // b` that fits, of a divisor that is not zero
    fn checked_floordiv(self, other: Self) -> Option<Self>;
    /// `a % b` that fits, of a divisor that is not zero
    fn checked_modulo(self, other: Self) -> Option<Self>;
    /// `a ** b` that fits
    fn checked_pow(self, power: Self) -> Option<Self>;
    /// `a << b` for a count within the width
    fn checked_shl(self, count: Self) -> Option<Self>;
    /// `a >> b` for a count within the width
    fn checked_shr(self, count: Self) -> Option<Self>;
    /// As a float.
    fn float(self) -> f64;
}

macro_rules! whole {
    ($name:ident, $abs:ident, $div:ident, $rem:ident) => {
        impl Whole for $name {
            const ZERO: $name = 0;

            #[inline(always)]
            fn checked_add(self, other: $name) -> Option<$name> {
                $name::checked_add(self, other)
            }

            #[inline(always)]
            fn checked_sub(self, other: $name) -> Option<$name> {
                $name::checked_sub(self, other)
            }

            #[inline(always)]
            fn checked_mul(self, other: $name) -> Option<$name> {
                $name::checked_mul(self, other)
            }

            #[inline(always)]
            fn checked_neg(self) -> Option<$name> {
                $name::checked_neg(self)
            }

            #[inline(always)]
            fn checked_abs(self) -> Option<$name> {
                $abs(self)
            }

            #[inline(always)]
            fn checked_floordiv(self, other: $name) -> Option<$name> {
                let quotient = $name::checked_div(self, other)?;
                let is_between = self % other != 0 && ((self ^ other) >> ($name::BITS - 1)) != 0;
                Some(if $div && is_between {
                    quotient - 1
                } else {
                    quotient
                })
            }

            #[inline(always)]
            fn checked_modulo(self, other: $name) -> Option<$name> {
                let rest = $name::checked_rem(self, other)?;
                let is_other = rest != 0 && ((rest ^ other) >> ($name::BITS - 1)) != 0;
                Some(if $rem && is_other { rest + other } else { rest })
            }

            #[inline]
            fn checked_pow(self, power: $name) -> Option<$name> {
                $name::checked_pow(self, u32::try_from(power).ok()?)
            }

            #[inline(always)]
            fn checked_shl(self, count: $name) -> Option<$name> {
                $name::checked_shl(self, u32::try_from(count).ok()?)
            }

            #[inline(always)]
            fn checked_shr(self, count: $name) -> Option<$name> {
                $name::checked_shr(self, u32::try_from(count).ok()?)
            }

            #[inline(always)]
            fn float(self) -> f64 {
                self as f64
            }
        }
    };
}

macro_rules! signed {
    ($($name:ident)*) => {$(
        whole!($name, abs_of, true, true);
        impl AbsOf for $name {
            #[inline(always)]
            fn abs_of(self) -> Option<$name> {
                $name::checked_abs(self)
            }
        }
    )*};
}

macro_rules! unsigned {
    ($($name:ident)*) => {$(
        whole!($name, Some, false, false);
    )*};
}

trait AbsOf: Sized {
    fn abs_of(self) -> Option<Self>;
}

#[inline(always)]
fn abs_of<T: AbsOf>(value: T) -> Option<T> {
    value.abs_of()
}

signed! { i64 i32 i16 i8 }
unsigned! { u64 u32 u16 u8 }

macro_rules! checked {
    ($($(#[$doc:meta])* $name:ident $method:ident;)*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<T: Whole>(first: T, second: T) -> Res<T> {
            first.$method(second).ok_or_else(Stop::redo)
        }
    )*};
}

checked! {
    /// `a + b`
    add checked_add;
    /// `a - b`
    sub checked_sub;
    /// `a * b`
    mul checked_mul;
    /// `a // b`
    floordiv checked_floordiv;
    /// `a % b`
    modulo checked_modulo;
    /// `a ** b`
    pow checked_pow;
    /// `a << b`
    lshift checked_shl;
    /// `a >> b`
    rshift checked_shr;
}

/// `-a`
#[inline(always)]
pub fn neg<T: Whole>(value: T) -> Res<T> {
    value.checked_neg().ok_or_else(Stop::redo)
}

/// `abs(a)`
#[inline(always)]
pub fn abs<T: Whole>(value: T) -> Res<T> {
    value.checked_abs().ok_or_else(Stop::redo)
}

/// `a / b` of whole numbers, which NumPy makes floats first
#[inline(always)]
pub fn truediv<T: Whole>(first: T, second: T) -> f64 {
    first.float() / second.float()
}

/// Python's int as a number of a fixed width; a redo where it does not fit
#[inline(always)]
pub fn fit<T: TryFrom<i64>>(value: i64) -> Res<T> {
    T::try_from(value).map_err(|_| Stop::redo())
}

/// A number of one width as one of another; a redo where it does not fit
#[inline(always)]
pub fn narrow<T: TryFrom<U>, U>(value: U) -> Res<T> {
    T::try_from(value).map_err(|_| Stop::redo())
}

/// `array[i] = x` of a float that goes into an array of whole numbers
#[inline]
pub fn truncated<T: TryFrom<i64>>(value: f64) -> Res<T> {
    if value.abs() < 9e18 {
        fit(value as i64)
    } else {
        Err(Stop::redo())
    }
}

/// `a // b` of `np.float64`; what is not finite is left to NumPy
#[inline]
pub fn floordiv_float(first: f64, second: f64) -> Res<f64> {
    match second != 0.0 && first.is_finite() && second.is_finite() {
        true => float::floordiv(first, second),
        false => Err(Stop::redo()),
    }
}

/// `a % b` of `np.float64`; what is not finite is left to NumPy
#[inline]
pub fn modulo_float(first: f64, second: f64) -> Res<f64> {
    match second != 0.0 && first.is_finite() && second.is_finite() {
        true => float::modulo(first, second),
        false => Err(Stop::redo()),
    }
}

/// `a ** b` of `np.float64`
#[inline]
pub fn pow_float(base: f64, power: f64) -> f64 {
    libm::pow(base, power)
}
