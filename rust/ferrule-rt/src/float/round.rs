//! `round`, `math.floor`, `math.ceil`, `math.trunc`, `float.is_integer`.

use crate::error::{Res, Stop};
use crate::int::from_float;

/// `x.is_integer()`
#[inline]
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.trunc() == x
}

/// `x.imag`
#[inline]
pub fn imag(_x: f64) -> f64 {
    0.0
}

/// `x.as_integer_ratio()`
pub fn as_integer_ratio(x: f64) -> Res<(i64, i64)> {
    const BITS: i32 = 52;
    if !x.is_finite() {
        return Err(Stop::redo()); // raises, with words of Python's own
    }
    if x == 0.0 {
        return Ok((0, 1));
    }
    let bits = x.to_bits();
    let exponent = (bits >> BITS & 0x7ff) as i32;
    let fraction = (bits & ((1 << BITS) - 1)) as i64;
    let (whole, scale) = match exponent {
        0 => (fraction, -1074),
        _ => (fraction | 1 << BITS, exponent - 1075),
    };
    let zeros = whole.trailing_zeros() as i32;
    let (whole, scale) = (whole >> zeros, scale + zeros);
    let whole = if x < 0.0 { -whole } else { whole };
    let power = 1_i64
        .checked_shl(scale.unsigned_abs())
        .filter(|power| *power > 0)
        .ok_or_else(Stop::redo)?;
    match scale >= 0 {
        true => Ok((whole.checked_mul(power).ok_or_else(Stop::redo)?, 1)),
        false => Ok((whole, power)),
    }
}

/// `math.floor(x)`
#[inline]
pub fn floor(x: f64) -> Res<i64> {
    from_float(x.floor())
}

/// `math.ceil(x)`
#[inline]
pub fn ceil(x: f64) -> Res<i64> {
    from_float(x.ceil())
}

/// `math.trunc(x)`
#[inline]
pub fn trunc(x: f64) -> Res<i64> {
    from_float(x)
}

/// `round(x)`
#[inline]
pub fn round(x: f64) -> Res<i64> {
    from_float(x.round_ties_even())
}

/// `round(x, n)`
pub fn round_n(x: f64, n: i64) -> Res<f64> {
    // Beyond these a double has no digits, or none but zeros (see `float___round___impl`).
    if !x.is_finite() || n > 323 || x == 0.0 {
        return Ok(x);
    }
    if n < -308 {
        return Ok(0.0 * x);
    }
    if n < 0 {
        return round_left(x, n.unsigned_abs() as usize);
    }
    if let Some(rounded) = round_small(x, n as usize) {
        return Ok(rounded);
    }
    Ok(exactly(&format!("{x:.*}", n as usize)))
}

fn exactly(digits: &str) -> f64 {
    digits.parse().expect("digits that were just written")
}

const TENS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// Without decimal digits, where it is exact.
#[inline]
fn round_small(x: f64, n: usize) -> Option<f64> {
    // Both are exact and the quotient is rounded once: the double nearest to the decimal.
    Some((scaled(x, n)? / TENS[n]).copysign(x))
}

/// `x * 10 ** n` rounded to a whole number, where the error of the product cannot matter.
#[inline]
pub(crate) fn scaled(x: f64, n: usize) -> Option<f64> {
    let scaled = x * TENS.get(n)?;
    if scaled.abs() >= 1e15 {
        return None;
    }
    let whole = scaled.round_ties_even();
    let rest = scaled - whole;
    // Near a half the error of the product decides: leave it to the digits.
    if (rest.abs() - 0.5).abs() < 1e-3 + scaled.abs() * 1e-15 {
        None
    } else {
        Some(whole)
    }
}

/// To a multiple of `10 ** places`, half to even, on the exact value.
fn round_left(x: f64, places: usize) -> Res<f64> {
    let digits = format!("{:.0}", x.trunc().abs());
    let Some(kept) = digits.len().checked_sub(places) else {
        return Ok(0_f64.copysign(x));
    };
    let (kept, dropped) = digits.split_at(kept);
    let has_more = x.fract() != 0.0 || dropped[1..].bytes().any(|digit| digit != b'0');
    let is_odd = kept.bytes().last().is_some_and(|digit| digit & 1 == 1);
    let is_up = match dropped.as_bytes()[0] {
        b'5' => has_more || is_odd,
        first => first > b'5',
    };
    let down = if kept.is_empty() { "0" } else { kept };
    // An exact decimal of the kept digits, plus one where it goes up.
    let rounded = if is_up {
        exactly(&format!("{}e{places}", plus_one(down)))
    } else {
        exactly(&format!("{down}e{places}"))
    };
    if rounded.is_infinite() {
        return Err(Stop::overflow_error("rounded value too large to represent"));
    }
    Ok(rounded.copysign(x))
}

fn plus_one(digits: &str) -> String {
    let nines = digits.len() - digits.trim_end_matches('9').len();
    let (head, tail) = digits.split_at(digits.len() - nines);
    let zeros = "0".repeat(tail.len());
    match head.as_bytes().split_last() {
        None => format!("1{zeros}"),
        Some((last, _)) => format!("{}{}{zeros}", &head[..head.len() - 1], last - b'0' + 1),
    }
}
