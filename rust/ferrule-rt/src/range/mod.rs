//! `range`: walks and questions, without overflow at the ends.
//!
//! In: start, stop and step. Out: iterators over `i64`. For a step of one, Rust's own `a..b`.

mod value;

use crate::error::{Res, Stop};

pub use value::Numbers;

/// `range(start, stop, step)`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    start: i64,
    step: i64,
    len: u64,
}

/// `range(start, stop, step)`; `ValueError` for a step of zero.
#[inline]
pub fn step(start: i64, stop: i64, step: i64) -> Res<Range> {
    if step == 0 {
        return Err(zero_step());
    }
    let (span, size) = if step > 0 {
        (i128::from(stop) - i128::from(start), step)
    } else {
        (i128::from(start) - i128::from(stop), step.wrapping_neg())
    };
    let len = if span <= 0 {
        0
    } else {
        (span as u64 - 1) / size as u64 + 1
    };
    Ok(Range { start, step, len })
}

/// `value in range(start, stop, by)`
#[inline]
pub fn in_range(value: i64, start: i64, stop: i64, by: i64) -> Res<bool> {
    Ok(step(start, stop, by)?.contains(value))
}

#[cold]
#[inline(never)]
fn zero_step() -> Stop {
    Stop::value_error("range() arg 3 must not be zero")
}

impl Range {
    /// `range(start, stop)`
    #[inline]
    pub fn new(start: i64, stop: i64) -> Range {
        let len = if stop > start {
            stop.wrapping_sub(start) as u64
        } else {
            0
        };
        Range {
            start,
            step: 1,
            len,
        }
    }

    /// `len(r)`
    #[inline]
    pub fn len(&self) -> Res<i64> {
        i64::try_from(self.len).map_err(|_| Stop::redo())
    }

    /// `not r`
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline]
    fn item(&self, place: u64) -> i64 {
        self.start
            .wrapping_add(self.step.wrapping_mul(place as i64))
    }

    fn place(&self, value: i64) -> Option<u64> {
        let gap = i128::from(value) - i128::from(self.start);
        let place = gap / i128::from(self.step);
        let is_on = gap % i128::from(self.step) == 0 && (0..i128::from(self.len)).contains(&place);
        is_on.then_some(place as u64)
    }

    /// `value in r`
    #[inline]
    pub fn contains(&self, value: i64) -> bool {
        self.place(value).is_some()
    }

    /// `r.index(value)`
    pub fn index(&self, value: i64) -> Res<i64> {
        match self.place(value) {
            Some(place) => Ok(place as i64),
            None => Err(Stop::value_error(format!("{value} is not in range"))),
        }
    }

    /// `r[index]`
    pub fn at(&self, index: i64) -> Res<i64> {
        let place = i128::from(index) + if index < 0 { i128::from(self.len) } else { 0 };
        if (0..i128::from(self.len)).contains(&place) {
            return Ok(self.item(place as u64));
        }
        Err(Stop::index_error("range object index out of range"))
    }
}

impl Iterator for Range {
    type Item = i64;

    #[inline]
    fn next(&mut self) -> Option<i64> {
        if self.len == 0 {
            return None;
        }
        let item = self.start;
        self.start = self.start.wrapping_add(self.step);
        self.len -= 1;
        Some(item)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len as usize, Some(self.len as usize))
    }
}

impl DoubleEndedIterator for Range {
    #[inline]
    fn next_back(&mut self) -> Option<i64> {
        self.len = self.len.checked_sub(1)?;
        Some(self.item(self.len))
    }
}

impl ExactSizeIterator for Range {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_numbers_do_not_overflow() {
        let all = step(i64::MIN, i64::MAX, i64::MAX).unwrap();
        assert_eq!(all.collect::<Vec<i64>>(), [i64::MIN, -1, i64::MAX - 1]);
        let down = step(i64::MAX, i64::MIN, i64::MIN).unwrap();
        assert_eq!(down.collect::<Vec<i64>>(), [i64::MAX, -1]);
        assert!(Range::new(i64::MIN, i64::MAX).len().is_err());
        assert_eq!(
            step(10, 0, -3).unwrap().rev().collect::<Vec<i64>>(),
            [1, 4, 7, 10]
        );
        assert_eq!(step(0, 10, 3).unwrap().at(-1).unwrap(), 9);
        assert!(!step(0, 10, 3).unwrap().contains(10));
    }
}
