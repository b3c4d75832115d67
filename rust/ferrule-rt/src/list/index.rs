//! Items by index.

use crate::error::{Res, Stop};
use crate::slicing;

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

/// The place of `xs[index]`, for an item that is looked at more than once.
#[inline(always)]
pub fn place<T>(xs: &[T], index: i64) -> Res<usize> {
    match slicing::place(index, xs.len()) {
        Some(place) => Ok(place),
        None => Err(out_of_range()),
    }
}

/// `xs[index]`
#[inline(always)]
pub fn at<T>(xs: &[T], index: i64) -> Res<&T> {
    Ok(&xs[place(xs, index)?])
}

/// `xs[index]`, of a list that nobody sees again.
#[inline]
pub fn take<T>(mut xs: Vec<T>, index: i64) -> Res<T> {
    let place = place(&xs, index)?;
    Ok(xs.swap_remove(place))
}

/// `xs[index]`, to change the item in place.
#[inline(always)]
pub fn at_mut<T>(xs: &mut [T], index: i64) -> Res<&mut T> {
    let place = place(xs, index)?;
    Ok(&mut xs[place])
}
