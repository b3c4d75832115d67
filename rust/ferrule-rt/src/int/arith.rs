//! `+ - * // % ** << >>` on ints.

use crate::error::{Res, Stop};
use crate::version;

/// The value, or a redo where it does not fit.
#[inline(always)]
pub(super) fn fit<T>(value: Option<T>) -> Res<T> {
    match value {
        Some(value) => Ok(value),
        None => Err(Stop::redo()),
    }
}

/// A raise whose words were only compared up to some version; a redo beyond it.
#[cold]
#[inline(never)]
pub(crate) fn zero_division(words: &'static str) -> Stop {
    if version::is_compared() {
        Stop::zero_division(words)
    } else {
        Stop::redo()
    }
}

/// `a + b`
#[inline(always)]
pub fn add(a: i64, b: i64) -> Res<i64> {
    fit(a.checked_add(b))
}

/// `a - b`
#[inline(always)]
pub fn sub(a: i64, b: i64) -> Res<i64> {
    fit(a.checked_sub(b))
}

/// `a * b`
#[inline(always)]
pub fn mul(a: i64, b: i64) -> Res<i64> {
    fit(a.checked_mul(b))
}

/// `-a`
#[inline(always)]
pub fn neg(a: i64) -> Res<i64> {
    fit(a.checked_neg())
}

/// `abs(a)`
#[inline(always)]
pub fn abs(a: i64) -> Res<i64> {
    fit(a.checked_abs())
}

/// `a // b`
#[inline]
pub fn floordiv(a: i64, b: i64) -> Res<i64> {
    if b == 0 {
        return Err(zero_division("integer division or modulo by zero"));
    }
    let quotient = fit(a.checked_div(b))?;
    Ok(quotient - i64::from(a % b != 0 && (a < 0) != (b < 0)))
}

/// `a % b`
#[inline]
pub fn modulo(a: i64, b: i64) -> Res<i64> {
    if b == 0 {
        return Err(zero_division("integer modulo by zero"));
    }
    let rest = a.wrapping_rem(b);
    Ok(if rest != 0 && (rest < 0) != (b < 0) {
        rest + b
    } else {
        rest
    })
}

/// `divmod(a, b)`
#[inline]
pub fn divmod(a: i64, b: i64) -> Res<(i64, i64)> {
    Ok((floordiv(a, b)?, modulo(a, b)?))
}

/// `a ** b`; a negative exponent gives a float in Python: redo.
#[inline]
pub fn pow(a: i64, b: i64) -> Res<i64> {
    match (a, b) {
        (_, ..=-1) => Err(Stop::redo()),
        (0 | 1, _) => Ok(if b == 0 { 1 } else { a }),
        (-1, _) => Ok(if b & 1 == 0 { 1 } else { -1 }),
        _ => fit(u32::try_from(b)
            .ok()
            .and_then(|exponent| a.checked_pow(exponent))),
    }
}

#[cold]
#[inline(never)]
fn negative_shift() -> Stop {
    Stop::value_error("negative shift count")
}

/// `a << b`
#[inline]
pub fn lshift(a: i64, b: i64) -> Res<i64> {
    match b {
        ..=-1 => Err(negative_shift()),
        _ if a == 0 => Ok(0),
        0..=62 if a << b >> b == a => Ok(a << b),
        63 if a == -1 => Ok(i64::MIN),
        _ => Err(Stop::redo()),
    }
}

/// `a >> b`
#[inline]
pub fn rshift(a: i64, b: i64) -> Res<i64> {
    if b < 0 {
        return Err(negative_shift());
    }
    Ok(a >> b.min(63))
}

/// `round(a, n)`: to a multiple of `10 ** -n`, half to even.
pub fn round_n(a: i64, n: i64) -> Res<i64> {
    if n >= 0 {
        return Ok(a);
    }
    let Some(unit) = u32::try_from(n.unsigned_abs())
        .ok()
        .and_then(|n| 10_i128.checked_pow(n))
    else {
        return Ok(0);
    };
    let (down, rest) = (
        i128::from(a).div_euclid(unit),
        i128::from(a).rem_euclid(unit),
    );
    let is_up = rest * 2 > unit || rest * 2 == unit && down & 1 == 1;
    fit(i64::try_from((down + i128::from(is_up)) * unit).ok())
}
