//! Number theory on ints: `math.gcd` and its kin, `pow(a, b, m)`, counts of bits.

use super::arith::fit;
use crate::error::{Res, Stop};

/// `a.bit_length()`
#[inline]
pub fn bit_length(a: i64) -> i64 {
    64 - i64::from(a.unsigned_abs().leading_zeros())
}

/// `a.bit_count()`
#[inline]
pub fn bit_count(a: i64) -> i64 {
    i64::from(a.unsigned_abs().count_ones())
}

fn gcd_plain(a: i64, b: i64) -> u64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b));
    }
    a << twos
}

/// `math.gcd(a, b)`
#[inline]
pub fn gcd(a: i64, b: i64) -> Res<i64> {
    fit(i64::try_from(gcd_plain(a, b)).ok())
}

/// `math.gcd(*values)`
pub fn gcd_all(values: &[i64]) -> Res<i64> {
    values.iter().try_fold(0, |all, value| gcd(all, *value))
}

/// `math.lcm(*values)`
pub fn lcm_all(values: &[i64]) -> Res<i64> {
    values.iter().try_fold(1, |all, value| lcm(all, *value))
}

/// `n.imag`
#[inline]
pub fn imag(_n: i64) -> i64 {
    0
}

/// `n.denominator`
#[inline]
pub fn denominator(_n: i64) -> i64 {
    1
}

/// `n.as_integer_ratio()`
#[inline]
pub fn as_integer_ratio(n: i64) -> (i64, i64) {
    (n, 1)
}

/// `math.lcm(a, b)`
pub fn lcm(a: i64, b: i64) -> Res<i64> {
    if a == 0 || b == 0 {
        return Ok(0);
    }
    let parts = a.unsigned_abs() / gcd_plain(a, b);
    fit(parts
        .checked_mul(b.unsigned_abs())
        .and_then(|lcm| i64::try_from(lcm).ok()))
}

/// `math.isqrt(a)`
#[inline]
pub fn isqrt(a: i64) -> Res<i64> {
    match a.checked_isqrt() {
        Some(root) => Ok(root),
        None => Err(Stop::value_error("isqrt() argument must be nonnegative")),
    }
}

/// `math.factorial(a)`
pub fn factorial(a: i64) -> Res<i64> {
    match a {
        ..=-1 => Err(Stop::value_error(
            "factorial() not defined for negative values",
        )),
        0..=20 => Ok((2..=a).product()),
        _ => Err(Stop::redo()),
    }
}

fn check_counts(n: i64, k: i64) -> Res<()> {
    if n < 0 {
        return Err(Stop::value_error("n must be a non-negative integer"));
    }
    if k < 0 {
        return Err(Stop::value_error("k must be a non-negative integer"));
    }
    Ok(())
}

/// `math.comb(n, k)`
pub fn comb(n: i64, k: i64) -> Res<i64> {
    check_counts(n, k)?;
    if k > n {
        return Ok(0);
    }
    let mut ways: i64 = 1;
    for turn in 0..k.min(n - k) {
        // Each step is itself a binomial no greater than the answer.
        let next = i128::from(ways) * i128::from(n - turn) / i128::from(turn + 1);
        ways = fit(i64::try_from(next).ok())?;
    }
    Ok(ways)
}

/// `math.perm(n, k)`
pub fn perm(n: i64, k: i64) -> Res<i64> {
    check_counts(n, k)?;
    if k > n {
        return Ok(0);
    }
    let mut ways: i64 = 1;
    for turn in 0..k {
        ways = fit(ways.checked_mul(n - turn))?;
    }
    Ok(ways)
}

/// `pow(a, b, m)`
pub fn modpow(a: i64, b: i64, m: i64) -> Res<i64> {
    if m == 0 {
        return Err(Stop::value_error("pow() 3rd argument cannot be 0"));
    }
    let modulus = m.unsigned_abs();
    let mut base = i128::from(a).rem_euclid(i128::from(modulus)) as u64;
    if b < 0 {
        base = inverse(base, modulus)?;
    }
    let power = power(base, b.unsigned_abs(), modulus);
    // The answer has the sign of the modulus; it fits, being smaller than the modulus.
    Ok(if m < 0 && power != 0 {
        (i128::from(power) - i128::from(modulus)) as i64
    } else {
        power as i64
    })
}

fn power(mut base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let mut power = 1 % modulus;
    let times = |a: u64, b: u64| match u32::try_from(modulus) {
        Ok(modulus) => a * b % u64::from(modulus),
        Err(_) => (u128::from(a) * u128::from(b) % u128::from(modulus)) as u64,
    };
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = times(power, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    power
}

fn inverse(a: u64, modulus: u64) -> Res<u64> {
    let (mut old, mut new) = ((i128::from(a), 1_i128), (i128::from(modulus), 0_i128));
    while new.0 != 0 {
        let quotient = old.0 / new.0;
        (old, new) = (new, (old.0 - quotient * new.0, old.1 - quotient * new.1));
    }
    if old.0 != 1 {
        return Err(Stop::value_error(
            "base is not invertible for the given modulus",
        ));
    }
    Ok(old.1.rem_euclid(i128::from(modulus)) as u64)
}

/// `len(range(value))`; what is negative is no length: redo.
#[inline]
pub fn as_len(value: i64) -> Res<i64> {
    if value < 0 {
        Err(Stop::redo())
    } else {
        Ok(value)
    }
}
