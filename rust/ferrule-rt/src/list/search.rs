//! Items looked for; lists compared.

use std::cmp::Ordering;

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::order::PyOrd;
use crate::slicing::clamp;
use crate::text::{self, PyRepr};
use crate::version;

fn position<T: PyEq>(xs: &[T], item: &T) -> Res<Option<usize>> {
    for (place, other) in xs.iter().enumerate() {
        if other.py_eq(item)? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// `item in xs`
#[inline]
pub fn contains<T: PyEq>(xs: &[T], item: &T) -> Res<bool> {
    Ok(position(xs, item)?.is_some())
}

/// `item not in xs`
#[inline]
pub fn lacks<T: PyEq>(xs: &[T], item: &T) -> Res<bool> {
    Ok(!contains(xs, item)?)
}

/// `xs.count(item)`
pub fn count<T: PyEq>(xs: &[T], item: &T) -> Res<i64> {
    let mut found = 0;
    for other in xs {
        found += i64::from(other.py_eq(item)?);
    }
    Ok(found)
}

/// `xs.index(item)`
pub fn index_of<T: PyEq + PyRepr>(xs: &[T], item: &T) -> Res<i64> {
    match position(xs, item)? {
        Some(place) => Ok(place as i64),
        None => Err(not_in_list(item)),
    }
}

/// `xs.index(item, start, stop)`
pub fn index_of_in<T: PyEq + PyRepr>(
    xs: &[T],
    item: &T,
    start: Option<i64>,
    stop: Option<i64>,
) -> Res<i64> {
    let start = start.map_or(0, |start| clamp(start, xs.len()));
    let stop = stop
        .map_or(xs.len(), |stop| clamp(stop, xs.len()))
        .max(start);
    match position(&xs[start..stop], item)? {
        Some(place) => Ok((place + start) as i64),
        None => Err(not_in_list(item)),
    }
}

#[cold]
fn not_in_list<T: PyRepr>(item: &T) -> Stop {
    if !version::is_compared() {
        return Stop::redo();
    }
    match text::repr(item) {
        Ok(shown) => Stop::value_error(format!("{shown} is not in list")),
        Err(stop) => stop,
    }
}

/// `xs.remove(item)`
pub fn remove<T: PyEq>(xs: &mut Vec<T>, item: &T) -> Res<()> {
    match position(xs, item)? {
        Some(place) => {
            xs.remove(place);
            Ok(())
        }
        None => Err(Stop::value_error("list.remove(x): x not in list")),
    }
}

/// `xs == ys`
#[inline]
pub fn eq<T: PyEq>(xs: &[T], ys: &[T]) -> Res<bool> {
    xs.py_eq(ys)
}

/// `xs != ys`
#[inline]
pub fn ne<T: PyEq>(xs: &[T], ys: &[T]) -> Res<bool> {
    Ok(!xs.py_eq(ys)?)
}

/// `xs < ys` and its kin: the order of two lists.
#[inline]
pub fn cmp<T: PyOrd>(xs: &[T], ys: &[T]) -> Res<Ordering> {
    xs.py_cmp(ys)
}
