//! Powers and number theory.

use num_bigint::BigInt;
use num_integer::Integer;

use super::Int;
use super::value::Form;
use crate::error::{Res, Stop};
use crate::int;

/// Beyond as many bits a result only hurts: Python may have it.
const MOST_BITS: u64 = 1 << 31;

impl Int {
    /// `abs(n)`
    pub fn abs(&self) -> Int {
        if self.is_negative() {
            -self
        } else {
            self.clone()
        }
    }

    /// `a ** b`; a negative exponent gives a float in Python: redo.
    pub fn pow(&self, exponent: i64) -> Res<Int> {
        if let Form::Small(base) = self.0 {
            if exponent < 0 || matches!(base, -1..=1) {
                return int::pow(base, exponent).map(Int::from);
            }
            if let Some(power) = u32::try_from(exponent)
                .ok()
                .and_then(|exponent| base.checked_pow(exponent))
            {
                return Ok(Int::from(power));
            }
        }
        if let (Some(base), Ok(exponent)) = (self.narrow(), u32::try_from(exponent))
            && let Some(power) = base.checked_pow(exponent)
        {
            return Ok(Int::wide(power));
        }
        let exponent = u32::try_from(exponent).map_err(|_| Stop::redo())?;
        if self.bit_length() as u64 * u64::from(exponent) > MOST_BITS {
            return Err(Stop::redo());
        }
        Ok(Int::from(self.to_big().pow(exponent)))
    }

    /// `pow(a, b, m)`
    pub fn modpow(&self, exponent: &Int, modulus: &Int) -> Res<Int> {
        if let (Some(a), Some(b), Some(m)) = (self.to_i64(), exponent.to_i64(), modulus.to_i64()) {
            return int::modpow(a, b, m).map(Int::from);
        }
        if modulus.is_zero() {
            return Err(Stop::value_error("pow() 3rd argument cannot be 0"));
        }
        let (mut base, modulus) = (self.to_big(), modulus.to_big());
        if exponent.is_negative() {
            let inverse = base.modinv(&modulus);
            base = inverse
                .ok_or_else(|| Stop::value_error("base is not invertible for the given modulus"))?;
        }
        Ok(Int::from(base.modpow(&exponent.abs().to_big(), &modulus)))
    }

    /// `math.gcd(a, b)`
    pub fn gcd(&self, other: &Int) -> Int {
        if let (Some(a), Some(b)) = (self.to_i64(), other.to_i64())
            && let Ok(gcd) = int::gcd(a, b)
        {
            return Int::from(gcd);
        }
        Int::from(self.to_big().gcd(&other.to_big()))
    }

    /// `math.lcm(a, b)`
    pub fn lcm(&self, other: &Int) -> Int {
        Int::from(self.to_big().lcm(&other.to_big()))
    }

    /// `math.isqrt(n)`
    pub fn isqrt(&self) -> Res<Int> {
        match &self.0 {
            Form::Small(value) => int::isqrt(*value).map(Int::from),
            _ if self.is_negative() => int::isqrt(-1).map(Int::from),
            _ => Ok(Int::from(self.big().sqrt())),
        }
    }

    /// `math.prod(ints)`
    pub fn product(items: &[i64]) -> Int {
        items.iter().fold(Int::ONE, |product, item| product * *item)
    }

    /// `math.prod(ints)`
    pub fn product_wide(items: &[Int]) -> Int {
        items.iter().fold(Int::ONE, |product, item| product * item)
    }

    /// `math.factorial(n)`
    pub fn factorial(n: i64) -> Res<Int> {
        match n {
            ..=20 => int::factorial(n).map(Int::from),
            21..=200_000 => Ok(Int::from(product(2, n))),
            _ => Err(Stop::redo()),
        }
    }

    /// `math.comb(n, k)`
    pub fn comb(n: i64, k: i64) -> Res<Int> {
        if n < 0 || k < 0 || k > n || n <= 60 {
            return int::comb(n, k).map(Int::from);
        }
        let k = k.min(n - k);
        if k > 100_000 {
            return Err(Stop::redo());
        }
        Ok(Int::from(falling(n, k) / falling(k, k)))
    }

    /// `math.perm(n, k)`
    pub fn perm(n: i64, k: i64) -> Res<Int> {
        if n < 0 || k < 0 || k > n || n <= 20 {
            return int::perm(n, k).map(Int::from);
        }
        if k > 100_000 {
            return Err(Stop::redo());
        }
        Ok(Int::from(falling(n, k)))
    }
}

/// `high * (high - 1) * …`, so many factors of it.
fn falling(high: i64, count: i64) -> BigInt {
    match count {
        0 => BigInt::ONE,
        _ => product(high - (count - 1), high),
    }
}

/// `low * (low + 1) * … * high`, by halves, so that both factors stay alike in size.
fn product(low: i64, high: i64) -> BigInt {
    if high - low < 8 {
        return (low..=high).map(BigInt::from).product();
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle + 1, high)
}
