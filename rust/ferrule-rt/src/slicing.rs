//! Index and slice arithmetic, as `PySlice_AdjustIndices` does it.
//!
//! In: a length and Python's index or slice parts. Out: places that are inside the sequence.

use crate::error::{Res, Stop};

/// The place of a Python index in a sequence of `len` items, if it is inside.
#[inline(always)]
pub fn place(index: i64, len: usize) -> Option<usize> {
    let at = if index < 0 {
        index.wrapping_add(len as i64)
    } else {
        index
    } as usize;
    (at < len).then_some(at)
}

/// The bounds of `[lo:hi]` in a sequence of `len` items: start ≤ stop ≤ len.
#[inline]
pub fn bounds(lo: Option<i64>, hi: Option<i64>, len: usize) -> (usize, usize) {
    let start = lo.map_or(0, |lo| clamp(lo, len));
    let stop = hi.map_or(len, |hi| clamp(hi, len));
    (start, stop.max(start))
}

/// A slice bound brought inside `0..=len`, as Python does for a step of one.
#[inline]
pub fn clamp(bound: i64, len: usize) -> usize {
    let len = len as i64;
    let from_start = if bound < 0 {
        bound.wrapping_add(len).max(0)
    } else {
        bound
    };
    from_start.min(len) as usize
}

/// A slice as a walk: the first place, how many items, and the step between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The first place; meaningless when `count` is zero, but never above the length.
    pub start: i64,
    /// How many places are visited.
    pub count: usize,
    /// From one place to the next.
    pub step: i64,
}

impl Walk {
    /// The places in order.
    #[inline]
    pub fn places(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + Clone {
        (0..self.count).map(move |turn| (self.start + turn as i64 * self.step) as usize)
    }
}

/// `range(*slice(lo, hi, step).indices(len))` as a walk; `ValueError` for a step of zero.
pub fn walk(lo: Option<i64>, hi: Option<i64>, step: Option<i64>, len: usize) -> Res<Walk> {
    let step = step.unwrap_or(1);
    if step == 0 {
        return Err(Stop::value_error("slice step cannot be zero"));
    }
    // As in CPython: a step that can be negated.
    let step = step.max(-i64::MAX);
    let length = len as i64;
    let (low, high) = if step < 0 {
        (-1, length - 1)
    } else {
        (0, length)
    };
    let fit = |bound: i64| {
        let bound = if bound < 0 {
            bound.wrapping_add(length)
        } else {
            bound
        };
        bound.clamp(low, high)
    };
    let start = lo.map_or(if step < 0 { high } else { low }, fit);
    let stop = hi.map_or(if step < 0 { low } else { high }, fit);
    let count = if step < 0 && stop < start {
        (start - stop - 1) / -step + 1
    } else if step > 0 && start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    Ok(Walk {
        start,
        count: count as usize,
        step,
    })
}
