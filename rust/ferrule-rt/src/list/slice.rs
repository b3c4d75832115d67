//! Slices read, set and deleted.

use std::ops::Range;

use crate::error::{Res, Stop};
use crate::slicing::{self, Walk};

/// `xs[lo:hi]`, borrowed.
#[inline]
pub fn slice_ref<T>(xs: &[T], lo: Option<i64>, hi: Option<i64>) -> &[T] {
    let (start, stop) = slicing::bounds(lo, hi, xs.len());
    &xs[start..stop]
}

/// The places of `xs[lo:hi]`.
#[inline]
pub fn places<T>(xs: &[T], lo: Option<i64>, hi: Option<i64>) -> Range<usize> {
    let (start, stop) = slicing::bounds(lo, hi, xs.len());
    start..stop
}

/// `xs[lo:hi]`
#[inline]
pub fn slice<T: Clone>(xs: &[T], lo: Option<i64>, hi: Option<i64>) -> Vec<T> {
    slice_ref(xs, lo, hi).to_vec()
}

/// `xs[lo:hi:step]`
pub fn slice_step<T: Clone>(
    xs: &[T],
    lo: Option<i64>,
    hi: Option<i64>,
    step: Option<i64>,
) -> Res<Vec<T>> {
    let places = slicing::walk(lo, hi, step, xs.len())?.places();
    Ok(places.map(|place| xs[place].clone()).collect())
}

/// `xs[lo:hi] = values`
pub fn set_slice<T>(
    xs: &mut Vec<T>,
    lo: Option<i64>,
    hi: Option<i64>,
    values: impl IntoIterator<Item = T>,
) {
    let (start, stop) = slicing::bounds(lo, hi, xs.len());
    drop(xs.splice(start..stop, values));
}

/// `xs[lo:hi:step] = values`
pub fn set_slice_step<T>(
    xs: &mut Vec<T>,
    lo: Option<i64>,
    hi: Option<i64>,
    step: Option<i64>,
    values: Vec<T>,
) -> Res<()> {
    let walk = slicing::walk(lo, hi, step, xs.len())?;
    if walk.step == 1 {
        set_slice(xs, lo, hi, values);
        return Ok(());
    }
    if walk.count != values.len() {
        return Err(wrong_size(values.len(), walk.count));
    }
    for (place, value) in walk.places().zip(values) {
        xs[place] = value;
    }
    Ok(())
}

#[cold]
fn wrong_size(given: usize, wanted: usize) -> Stop {
    Stop::value_error(format!(
        "attempt to assign sequence of size {given} to extended slice of size {wanted}"
    ))
}

/// `del xs[lo:hi]`
#[inline]
pub fn del_slice<T>(xs: &mut Vec<T>, lo: Option<i64>, hi: Option<i64>) {
    let (start, stop) = slicing::bounds(lo, hi, xs.len());
    xs.drain(start..stop);
}

/// `del xs[lo:hi:step]`
pub fn del_slice_step<T>(
    xs: &mut Vec<T>,
    lo: Option<i64>,
    hi: Option<i64>,
    step: Option<i64>,
) -> Res<()> {
    let walk = slicing::walk(lo, hi, step, xs.len())?;
    if walk.step == 1 {
        del_slice(xs, lo, hi);
    } else if walk.count > 0 {
        drop_places(xs, walk);
    }
    Ok(())
}

fn drop_places<T>(xs: &mut Vec<T>, walk: Walk) {
    let last = walk.start + (walk.count as i64 - 1) * walk.step;
    let (low, high) = (walk.start.min(last), walk.start.max(last));
    let mut place = -1;
    xs.retain(|_| {
        place += 1;
        place < low || place > high || (place - low) % walk.step != 0
    });
}

/// `xs + ys`
pub fn concat<T: Clone>(xs: &[T], ys: &[T]) -> Vec<T> {
    let mut joined = Vec::with_capacity(xs.len() + ys.len());
    joined.extend_from_slice(xs);
    joined.extend_from_slice(ys);
    joined
}
