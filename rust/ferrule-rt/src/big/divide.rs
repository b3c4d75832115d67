//! `// % divmod`, towards minus infinity.

use num_integer::Integer;

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
            _ => Ok(Int::from(self.to_big().div_floor(&other.to_big()))),
        }
    }

    /// `a % b`
    pub fn modulo(&self, other: &Int) -> Res<Int> {
        match (&self.0, &other.0) {
            (Form::Small(a), Form::Small(b)) => int::modulo(*a, *b).map(Int::from),
            (_, Form::Small(0)) => int::modulo(1, 0).map(Int::from),
            (Form::Big(a), Form::Big(b)) => Ok(Int::from(a.mod_floor(b))),
            _ => Ok(Int::from(self.to_big().mod_floor(&other.to_big()))),
        }
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
