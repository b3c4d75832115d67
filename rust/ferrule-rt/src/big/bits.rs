//! Shifts and counts of bits.

use super::Int;
use crate::error::{Res, Stop};
use crate::int;

/// Beyond as many bits a result only hurts: Python may have it.
const MOST_BITS: i64 = 1 << 31;

impl Int {
    /// `a << b`
    pub fn lshift(&self, by: i64) -> Res<Int> {
        match by {
            ..=-1 => return int::lshift(1, by).map(Int::from),
            _ if self.is_zero() => return Ok(Int::ZERO),
            0..=126 => {
                if let Some(value) = self.narrow()
                    && value << by >> by == value
                {
                    return Ok(Int::wide(value << by));
                }
            }
            127..=MOST_BITS => {}
            _ => return Err(Stop::redo()),
        }
        Ok(Int::from(&*self.big() << by))
    }

    /// `a >> b`
    pub fn rshift(&self, by: i64) -> Res<Int> {
        match (self.narrow(), by) {
            (_, ..=-1) => int::rshift(1, by).map(Int::from),
            (Some(value), by) => Ok(Int::wide(value >> by.min(127))),
            (None, by) => Ok(Int::from(&*self.big() >> by)),
        }
    }

    /// `n.bit_length()`
    pub fn bit_length(&self) -> i64 {
        match self.narrow().map(i128::unsigned_abs) {
            Some(size) => 128 - i64::from(size.leading_zeros()),
            None => self.big().bits() as i64,
        }
    }

    /// `n.bit_count()`
    pub fn bit_count(&self) -> i64 {
        match self.narrow().map(i128::unsigned_abs) {
            Some(size) => i64::from(size.count_ones()),
            None => self.big().magnitude().count_ones() as i64,
        }
    }
}
