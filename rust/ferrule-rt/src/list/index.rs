//! Items by index.

use crate::error::{Res, Stop};
use crate::slicing::place;

#[cold]
#[inline(never)]
fn out_of_range() -> Stop {
    Stop::index_error("list index out of range")
}

/// `len(xs)`
#[inline(always)]
pub fn len<T>(xs: &[T]) -> i64 {
    xs.len() as i64
}

/// `xs[index]`
#[inline(always)]
pub fn at<T>(xs: &[T], index: i64) -> Res<&T> {
    match place(index, xs.len()) {
        Some(place) => Ok(&xs[place]),
        None => Err(out_of_range()),
    }
}

/// `xs[index]`, for items that are copied.
#[inline(always)]
pub fn copy_at<T: Copy>(xs: &[T], index: i64) -> Res<T> {
    Ok(*at(xs, index)?)
}

/// `xs[index]`, to change the item in place.
#[inline(always)]
pub fn at_mut<T>(xs: &mut [T], index: i64) -> Res<&mut T> {
    match place(index, xs.len()) {
        Some(place) => Ok(&mut xs[place]),
        None => Err(out_of_range()),
    }
}
