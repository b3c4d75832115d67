//! Shifts and counts of bits.

use super::Int;
use super::value::Form;
use crate::error::{Res, Stop};
use crate::int;

impl Int {
    /// `a << b`
    pub fn lshift(&self, by: i64) -> Res<Int> {
        if let Form::Small(value) = self.0 {
            match int::lshift(value, by) {
                Err(stop) if stop.is_redo() => {}
                result => return result.map(Int::from),
            }
        }
        match by {
            0..=0x8000_0000 => Ok(Int::from(self.to_big() << by)),
            ..=-1 => int::lshift(1, by).map(Int::from),
            _ => Err(Stop::redo()),
        }
    }

    /// `a >> b`
    pub fn rshift(&self, by: i64) -> Res<Int> {
        match (&self.0, by) {
            (Form::Small(value), by) => int::rshift(*value, by).map(Int::from),
            (_, by @ ..=-1) => int::rshift(1, by).map(Int::from),
            (Form::Big(value), by) => Ok(Int::from(&**value >> by)),
        }
    }

    /// `n.bit_length()`
    pub fn bit_length(&self) -> i64 {
        match &self.0 {
            Form::Small(value) => int::bit_length(*value),
            Form::Big(value) => value.bits() as i64,
        }
    }

    /// `n.bit_count()`
    pub fn bit_count(&self) -> i64 {
        match &self.0 {
            Form::Small(value) => int::bit_count(*value),
            Form::Big(value) => value.magnitude().count_ones() as i64,
        }
    }
}
