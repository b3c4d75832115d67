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
        match (&self.0, &other.0) {
            (Form::Small(a), Form::Small(b)) if (*a, *b) != (i64::MIN, -1) => {
                int::floordiv(*a, *b).map(Int::from)
            }
            (_, Form::Small(0)) => int::floordiv(1, 0).map(Int::from),
            (Form::Big(a), Form::Small(b)) if *b > 0 && !self.is_negative() => {
                Ok(Int::from(&**a / *b))
            }
            (Form::Big(a), Form::Big(b)) => Ok(Int::from(a.div_floor(b))),
            _ => Ok(Int::from(self.to_big().div_floor(&other.to_big()))),
        }
    }

    /// `a // b`
    #[inline]
    pub fn floordiv_small(&self, other: i64) -> Res<Int> {
        self.floordiv(&Int::from(other))
    }

    /// `a % b`
    pub fn modulo(&self, other: &Int) -> Res<Int> {
        match (&self.0, &other.0) {
            (_, Form::Small(b)) => self.modulo_small(*b).map(Int::from),
            (Form::Big(a), Form::Big(b)) => Ok(Int::from(a.mod_floor(b))),
            // Less than the other already, where the signs are alike.
            (Form::Small(_), Form::Big(_)) if self.is_negative() == other.is_negative() => {
                Ok(self.clone())
            }
            (Form::Small(0), _) => Ok(Int::ZERO),
            (Form::Small(_), Form::Big(_)) => Ok(self + other),
        }
    }

    /// `a % b`, which is no greater than `b`
    #[inline]
    pub fn modulo_small(&self, other: i64) -> Res<i64> {
        match &self.0 {
            Form::Small(value) => int::modulo(*value, other),
            Form::Big(value) => big_modulo(value, other),
        }
    }

    /// `a & b` for a `b` that is not negative, than which it is no greater
    #[inline]
    pub fn masked(&self, mask: i64) -> i64 {
        match &self.0 {
            Form::Small(value) => value & mask,
            Form::Big(value) => {
                let low = value.iter_u64_digits().next().unwrap_or(0) as i64;
                let low = if self.is_negative() {
                    low.wrapping_neg()
                } else {
                    low
                };
                low & mask
            }
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
        if let (Form::Small(_), Form::Small(_)) | (_, Form::Small(0)) = (&self.0, &other.0) {
            return Ok((self.floordiv(other)?, self.modulo(other)?));
        }
        let (quotient, rest) = self.to_big().div_mod_floor(&other.to_big());
        Ok((Int::from(quotient), Int::from(rest)))
    }
}

fn big_modulo(value: &BigInt, other: i64) -> Res<i64> {
    if other == 0 {
        return int::modulo(1, 0);
    }
    let size = other.unsigned_abs();
    let rest = (value.magnitude() % size).to_u64().unwrap_or(0);
    // No greater than the divisor, so it fits; its sign is the divisor's.
    let is_across = (value.sign() == Sign::Minus) != (other < 0);
    let rest = if is_across && rest != 0 {
        size - rest
    } else {
        rest
    };
    Ok(if other < 0 {
        (rest as i64).wrapping_neg()
    } else {
        rest as i64
    })
}
