//! `// % divmod`, towards minus infinity.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::Int;
use super::value::Form;
use crate::error::Res;
use crate::int;

impl Int {
    /// `a // b`
    pub fn floordiv(&self, other: &Int) -> Res<Int> {
        if let (Form::Small(a), Form::Small(b)) = (&self.0, &other.0)
            && (*a, *b) != (i64::MIN, -1)
        {
            return int::floordiv(*a, *b).map(Int::from);
        }
        if other.is_zero() {
            return int::floordiv(1, 0).map(Int::from);
        }
        if let (Some(a), Some(b)) = (self.narrow(), other.narrow())
            && let Some(quotient) = a.checked_div(b)
        {
            let is_above = a % b != 0 && (a < 0) != (b < 0);
            return Ok(Int::wide(quotient - i128::from(is_above)));
        }
        Ok(match (&self.0, &other.0) {
            (Form::Big(a), Form::Small(b)) if *b > 0 && a.sign() == Sign::Plus => {
                Int::from(&**a / *b)
            }
            _ => Int::from(self.big().div_floor(&other.big())),
        })
    }

    /// `a // b`
    #[inline]
    pub fn floordiv_small(&self, other: i64) -> Res<Int> {
        self.floordiv(&Int::from(other))
    }

    /// `a % b`
    pub fn modulo(&self, other: &Int) -> Res<Int> {
        if let Some(other) = other.to_i64() {
            return self.modulo_small(other).map(Int::from);
        }
        Ok(match (self.narrow(), other.narrow()) {
            (Some(a), Some(b)) => Int::wide(signed_rest(a, b)),
            _ => Int::from(self.big().mod_floor(&other.big())),
        })
    }

    /// `a % b`, which is no greater than `b`
    #[inline]
    pub fn modulo_small(&self, other: i64) -> Res<i64> {
        match &self.0 {
            Form::Small(value) => int::modulo(*value, other),
            _ if other == 0 => int::modulo(1, 0),
            Form::Wide(value) => Ok(signed_rest(value.get(), i128::from(other)) as i64),
            Form::Big(value) => Ok(big_modulo(value, other)),
        }
    }

    /// `a & b` for a `b` that is not negative, than which it is no greater
    #[inline]
    pub fn masked(&self, mask: i64) -> i64 {
        match (self.narrow(), &self.0) {
            (Some(value), _) => value as i64 & mask,
            (None, Form::Big(value)) if value.sign() == Sign::Minus => {
                low_half(value).wrapping_neg() & mask
            }
            (None, Form::Big(value)) => low_half(value) & mask,
            (None, _) => 0,
        }
    }

    /// `divmod(a, b)`
    pub fn divmod_small(&self, other: i64) -> Res<(Int, i64)> {
        if let Form::Big(value) = &self.0
            && value.sign() == Sign::Plus
            && other > 0
        {
            let (quotient, rest) = value.div_rem(&BigInt::from(other));
            return Ok((Int::from(quotient), rest.to_i64().unwrap_or(0)));
        }
        Ok((self.floordiv_small(other)?, self.modulo_small(other)?))
    }

    /// `divmod(a, b)`
    pub fn divmod(&self, other: &Int) -> Res<(Int, Int)> {
        if other.is_zero() || (self.narrow().is_some() && other.narrow().is_some()) {
            return Ok((self.floordiv(other)?, self.modulo(other)?));
        }
        let (quotient, rest) = self.big().div_mod_floor(&other.big());
        Ok((Int::from(quotient), Int::from(rest)))
    }
}

/// `a % b`, with the sign of `b`; zero divisors apart.
#[inline]
fn signed_rest(a: i128, b: i128) -> i128 {
    let rest = a.wrapping_rem(b);
    if rest != 0 && (rest < 0) != (b < 0) {
        rest + b
    } else {
        rest
    }
}

fn low_half(value: &BigInt) -> i64 {
    value.iter_u64_digits().next().unwrap_or(0) as i64
}

fn big_modulo(value: &BigInt, other: i64) -> i64 {
    let size = other.unsigned_abs();
    let rest = (value.magnitude() % size).to_u64().unwrap_or(0);
    // No greater than the divisor, so it fits; its sign is the divisor's.
    let is_across = (value.sign() == Sign::Minus) != (other < 0);
    let rest = if is_across && rest != 0 {
        size - rest
    } else {
        rest
    };
    if other < 0 {
        (rest as i64).wrapping_neg()
    } else {
        rest as i64
    }
}
