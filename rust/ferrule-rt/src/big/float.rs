//! Between ints of any size and floats, correctly rounded.

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::Int;
use super::value::Form;
use crate::error::{Res, Stop};
use crate::int;
use crate::maths;

impl Int {
    /// `float(n)`
    pub fn to_float(&self) -> Res<f64> {
        match self.narrow() {
            Some(value) => Ok(value as f64),
            None => nearest(&self.big())
                .ok_or_else(|| Stop::overflow_error("int too large to convert to float")),
        }
    }

    /// `int(x)`
    pub fn from_float(x: f64) -> Res<Int> {
        match int::from_float(x) {
            Ok(value) => Ok(Int::from(value)),
            Err(stop) if !stop.is_redo() => Err(stop),
            Err(_) => {
                // Far from the fraction: the mantissa, shifted.
                let (mantissa, power) = maths::frexp(x);
                let mantissa = BigInt::from((mantissa * 9_007_199_254_740_992.0) as i64);
                Ok(Int::from(mantissa << (power - 53)))
            }
        }
    }

    /// `a / b`
    pub fn truediv(&self, other: &Int) -> Res<f64> {
        if let (Form::Small(a), Form::Small(b)) = (&self.0, &other.0) {
            return int::truediv(*a, *b);
        }
        if other.is_zero() {
            return int::truediv(1, 0);
        }
        // Exact quotients of floats are right; the rest is left to Python.
        let exact = |n: &Int| n.bit_length() <= 53;
        if exact(self) && exact(other) {
            return Ok(self.to_float()? / other.to_float()?);
        }
        quotient(self, other)
            .ok_or_else(|| Stop::overflow_error("integer division result too large for a float"))
    }

    /// `n <=> x`, exactly; `None` for NaN.
    pub fn cmp_float(&self, x: f64) -> Option<Ordering> {
        match &self.0 {
            Form::Small(value) => int::cmp_float(*value, x),
            _ if x.is_nan() => None,
            _ if x.is_infinite() => Some(0.0_f64.total_cmp(&x)),
            _ => {
                let whole = Int::from_float(x).ok()?;
                // A big int differs from a fraction's whole part, or the float is whole.
                Some(self.cmp(&whole))
            }
        }
    }
}

macro_rules! compares {
    ($($(#[$doc:meta])* $name:ident $(#[$mirrored:meta])* $reversed:ident $test:expr;)*) => {
        impl Int {$(
            $(#[$doc])*
            pub fn $name(&self, x: f64) -> bool {
                let test: fn(Option<Ordering>) -> bool = $test;
                test(self.cmp_float(x))
            }

            $(#[$mirrored])*
            pub fn $reversed(x: f64, n: &Int) -> bool {
                let test: fn(Option<Ordering>) -> bool = $test;
                test(n.cmp_float(x).map(Ordering::reverse))
            }
        )*}
    };
}
compares! {
    /// `n == x`
    eq_float
    /// `x == n`
    float_eq |order| order == Some(Ordering::Equal);
    /// `n != x`
    ne_float
    /// `x != n`
    float_ne |order| order != Some(Ordering::Equal);
    /// `n < x`
    lt_float
    /// `x < n`
    float_lt |order| order.is_some_and(Ordering::is_lt);
    /// `n <= x`
    le_float
    /// `x <= n`
    float_le |order| order.is_some_and(Ordering::is_le);
    /// `n > x`
    gt_float
    /// `x > n`
    float_gt |order| order.is_some_and(Ordering::is_gt);
    /// `n >= x`
    ge_float
    /// `x >= n`
    float_ge |order| order.is_some_and(Ordering::is_ge);
}

macro_rules! logarithms {
    ($($(#[$doc:meta])* $name:ident $small:ident;)*) => {
        impl Int {$(
            $(#[$doc])*
            pub fn $name(&self) -> Res<f64> {
                match &self.0 {
                    Form::Small(value) => maths::$small(*value),
                    _ if self.is_negative() => Err(Stop::redo()),
                    // What no float holds has a way of its own.
                    _ => nearest(&self.big()).map_or(Err(Stop::redo()), maths::$name),
                }
            }
        )*}
    };
}
logarithms! {
    /// `math.log(n)`
    log log_int;
    /// `math.log2(n)`
    log2 log2_int;
    /// `math.log10(n)`
    log10 log10_int;
}

/// The nearest float, half to even; `None` where there is none.
fn nearest(value: &BigInt) -> Option<f64> {
    let bits = value.bits();
    if bits > 1024 {
        return None;
    }
    let shift = bits.saturating_sub(64);
    let magnitude = value.magnitude();
    let top: u64 = (magnitude >> shift).try_into().ok()?;
    let is_sticky = magnitude
        .trailing_zeros()
        .is_some_and(|zeros| zeros < shift);
    let size = maths::ldexp((top | u64::from(is_sticky)) as f64, shift as i64).ok()?;
    Some(if value.sign() == num_bigint::Sign::Minus {
        -size
    } else {
        size
    })
}

/// The nearest float to a quotient; `None` where there is none.
fn quotient(a: &Int, b: &Int) -> Option<f64> {
    let (over, under) = (a.to_big(), b.to_big());
    let is_negative = a.is_negative() != b.is_negative();
    let (over, under) = (over.magnitude(), under.magnitude());
    // As many bits in the quotient as a rounding needs, fewer where it becomes subnormal.
    let gap = over.bits() as i64 - under.bits() as i64;
    if gap > 1025 {
        return None;
    }
    if gap < -1080 {
        return Some(if is_negative { -0.0 } else { 0.0 });
    }
    let shift = (64 - gap).min(1074 + 2);
    let (scaled, divisor) = if shift >= 0 {
        (over << shift, under.clone())
    } else {
        (over.clone(), under << -shift)
    };
    let (whole, rest) = num_integer::Integer::div_rem(&scaled, &divisor);
    let is_sticky = rest != num_bigint::BigUint::ZERO;
    let whole: u128 = whole.try_into().ok()?;
    let size = round_to(whole << 1 | u128::from(is_sticky), -shift - 1)?;
    Some(if is_negative { -size } else { size })
}

/// `whole * 2 ** power` as the nearest float, where the last bit of `whole` is sticky.
fn round_to(whole: u128, power: i64) -> Option<f64> {
    if whole == 0 {
        return Some(0.0);
    }
    let bits = i64::from(128 - whole.leading_zeros());
    // The least place that the result can have.
    let place = (bits + power - 53).max(-1074);
    let drop = place - power;
    if drop <= 0 {
        return maths::ldexp(whole as f64, power).ok();
    }
    let drop = drop as u32;
    if drop >= 128 {
        return Some(0.0);
    }
    let (kept, rest, half) = (whole >> drop, whole & ((1 << drop) - 1), 1 << (drop - 1));
    let is_up = rest > half || rest == half && kept & 1 == 1;
    maths::ldexp((kept + u128::from(is_up)) as f64, place).ok()
}
