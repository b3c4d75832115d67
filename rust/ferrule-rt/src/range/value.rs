//! `range` as a value: kept, asked, walked as often as one likes.

use super::{Range, step};
use crate::equal::PyEq;
use crate::error::Res;
use crate::string::StrBuf;
use crate::text::PyRepr;

/// `range(start, stop, step)`, which keeps its three numbers.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    /// `r.start`
    pub start: i64,
    /// `r.stop`
    pub stop: i64,
    /// `r.step`
    pub step: i64,
    walk: Range,
}

impl Numbers {
    /// `range(start, stop, step)`; `ValueError` for a step of zero.
    #[inline]
    pub fn new(start: i64, stop: i64, by: i64) -> Res<Numbers> {
        let walk = step(start, stop, by)?;
        Ok(Numbers {
            start,
            stop,
            step: by,
            walk,
        })
    }

    /// `iter(r)`
    #[inline]
    pub fn iter(&self) -> Range {
        self.walk
    }

    /// `len(r)`
    #[inline]
    pub fn len(&self) -> Res<i64> {
        self.walk.len()
    }

    /// `not r`
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.walk.is_empty()
    }

    /// `r[index]`
    #[inline]
    pub fn at(&self, index: i64) -> Res<i64> {
        self.walk.at(index)
    }

    /// `value in r`
    #[inline]
    pub fn contains(&self, value: i64) -> bool {
        self.walk.contains(value)
    }

    /// `r.index(value)`
    pub fn index(&self, value: i64) -> Res<i64> {
        self.walk.index(value)
    }

    /// `r == other`: do both give the same numbers?
    pub fn is_equal(&self, other: &Numbers) -> bool {
        let (first, second) = (self.walk, other.walk);
        first.len == second.len
            && (first.len == 0 || first.start == second.start)
            && (first.len < 2 || first.step == second.step)
    }
}

impl PyEq for Numbers {
    fn py_eq(&self, other: &Self) -> Res<bool> {
        Ok(self.is_equal(other))
    }
}

impl PyRepr for Numbers {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        let (start, stop, step) = (self.start, self.stop, self.step);
        out.push_str(&match step {
            1 => format!("range({start}, {stop})"),
            _ => format!("range({start}, {stop}, {step})"),
        });
        Ok(())
    }
}
