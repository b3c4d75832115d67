//! Items set, put in, taken out.

use crate::error::{Res, Stop};
use crate::slicing::{clamp, place};

#[cold]
#[inline(never)]
pub(super) fn assignment_out_of_range() -> Stop {
    Stop::index_error("list assignment index out of range")
}

/// `xs[index] = value`
#[inline(always)]
pub fn set<T>(xs: &mut [T], index: i64, value: T) -> Res<()> {
    match place(index, xs.len()) {
        Some(place) => {
            xs[place] = value;
            Ok(())
        }
        None => Err(assignment_out_of_range()),
    }
}

/// `del xs[index]`
#[inline]
pub fn del_at<T>(xs: &mut Vec<T>, index: i64) -> Res<()> {
    match place(index, xs.len()) {
        Some(place) => {
            xs.remove(place);
            Ok(())
        }
        None => Err(assignment_out_of_range()),
    }
}

#[cold]
#[inline(never)]
fn cannot_pop(is_empty: bool) -> Stop {
    Stop::index_error(if is_empty {
        "pop from empty list"
    } else {
        "pop index out of range"
    })
}

/// `xs.pop()`
#[inline(always)]
pub fn pop<T>(xs: &mut Vec<T>) -> Res<T> {
    match xs.pop() {
        Some(item) => Ok(item),
        None => Err(cannot_pop(true)),
    }
}

/// `xs.pop(index)`
#[inline]
pub fn pop_at<T>(xs: &mut Vec<T>, index: i64) -> Res<T> {
    match place(index, xs.len()) {
        Some(place) => Ok(xs.remove(place)),
        None => Err(cannot_pop(xs.is_empty())),
    }
}

/// `xs.insert(to, xs.pop(index))`
#[inline]
pub fn shift<T>(xs: &mut [T], index: i64, to: i64) -> Res<()> {
    let Some(from) = place(index, xs.len()) else {
        return Err(cannot_pop(xs.is_empty()));
    };
    let to = clamp(to, xs.len() - 1);
    if from < to {
        xs[from..=to].rotate_left(1);
    } else {
        xs[to..=from].rotate_right(1);
    }
    Ok(())
}

/// `xs.insert(index, value)`
#[inline]
pub fn insert<T>(xs: &mut Vec<T>, index: i64, value: T) {
    xs.insert(clamp(index, xs.len()), value);
}

/// `xs.reverse()`
#[inline]
pub fn reverse<T>(xs: &mut [T]) {
    xs.reverse();
}

/// Memory that surely is there; beyond it Rust would end the process where Python raises.
const SAFE_BYTES: usize = 1 << 30;

/// `xs * times`; what there may be no memory for is left to Python.
pub fn repeat<T: Clone>(xs: &[T], times: i64) -> Res<Vec<T>> {
    let times = match xs {
        [] => 0,
        _ => usize::try_from(times).unwrap_or(0),
    };
    let len = xs.len().checked_mul(times).ok_or_else(Stop::redo)?;
    if let [item] = xs
        && len.saturating_mul(size_of::<T>()) <= SAFE_BYTES
    {
        // Zeros come from the system as they are.
        return Ok(vec![item.clone(); times]);
    }
    let mut repeated = Vec::new();
    repeated.try_reserve_exact(len).map_err(|_| Stop::redo())?;
    for _ in 0..times {
        repeated.extend_from_slice(xs);
    }
    Ok(repeated)
}

/// `xs *= times`
pub fn repeat_in_place<T: Clone>(xs: &mut Vec<T>, times: i64) -> Res<()> {
    *xs = repeat(xs, times)?;
    Ok(())
}

/// The most elements that room is made for beforehand; beyond, a list grows as it fills.
const MOST_ROOM: i64 = 1 << 20;

/// Room for as many elements as a range has, within reason.
#[inline]
pub fn room(turns: std::ops::Range<i64>) -> usize {
    turns.end.saturating_sub(turns.start).clamp(0, MOST_ROOM) as usize
}

/// `next(iter)` of a walk over a list that may change: the item at a place, while there is one.
#[inline]
pub fn iter_at<'a, T>(xs: &'a [T], place: &mut usize) -> Option<&'a T> {
    let item = xs.get(*place)?;
    *place += 1;
    Some(item)
}
