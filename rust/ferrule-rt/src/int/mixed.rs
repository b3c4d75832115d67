//! `min` and `max` of a bool and an int: the one chosen keeps its type.
//!
//! In: one of each. Out: the int; where Python would give the bool, a redo.

use crate::error::{Res, Stop};

/// `min(a, b)`
pub fn min_bool_int(a: bool, b: i64) -> Res<i64> {
    chosen(b < i64::from(a), b)
}

/// `min(a, b)`
pub fn min_int_bool(a: i64, b: bool) -> Res<i64> {
    chosen(i64::from(b) >= a, a)
}

/// `max(a, b)`
pub fn max_bool_int(a: bool, b: i64) -> Res<i64> {
    chosen(b > i64::from(a), b)
}

/// `max(a, b)`
pub fn max_int_bool(a: i64, b: bool) -> Res<i64> {
    chosen(i64::from(b) <= a, a)
}

fn chosen(is_chosen: bool, value: i64) -> Res<i64> {
    is_chosen.then_some(value).ok_or_else(Stop::redo)
}
