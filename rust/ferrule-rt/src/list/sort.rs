//! `list.sort` and `sorted`: stable, by Python's `<`.

use std::cmp::Ordering;

use crate::error::{Res, Stop};
use crate::order::PyOrd;

/// `xs.sort()`
pub fn sort<T: PyOrd>(xs: &mut [T]) -> Res<()> {
    check(xs.iter())?;
    if T::IS_PLAIN {
        xs.sort_unstable_by(order);
    } else {
        xs.sort_by(order);
    }
    Ok(())
}

/// `xs.sort(reverse=True)`: equal items keep their order.
pub fn sort_reverse<T: PyOrd>(xs: &mut [T]) -> Res<()> {
    check(xs.iter())?;
    if T::IS_PLAIN {
        xs.sort_unstable_by(|a, b| order(b, a));
    } else {
        xs.sort_by(|a, b| order(b, a));
    }
    Ok(())
}

/// `sorted(items)`
pub fn sorted<T: PyOrd>(items: impl IntoIterator<Item = T>) -> Res<Vec<T>> {
    let mut xs: Vec<T> = items.into_iter().collect();
    sort(&mut xs)?;
    Ok(xs)
}

/// `xs.sort(key=key, reverse=is_reverse)`
pub fn sort_by_key<T, K: PyOrd>(
    xs: &mut [T],
    is_reverse: bool,
    mut key: impl FnMut(&T) -> Res<K>,
) -> Res<()> {
    let keys = xs.iter().map(&mut key).collect::<Res<Vec<K>>>()?;
    check(keys.iter())?;
    let mut places: Vec<usize> = (0..xs.len()).collect();
    if is_reverse {
        places.sort_by(|a, b| order(&keys[*b], &keys[*a]));
    } else {
        places.sort_by(|a, b| order(&keys[*a], &keys[*b]));
    }
    permute(xs, &mut places);
    Ok(())
}

/// Brings each item to its place: `xs[i]` becomes what `xs[places[i]]` was.
fn permute<T>(xs: &mut [T], places: &mut [usize]) {
    for to in 0..xs.len() {
        let mut from = places[to];
        // What stood there has been swapped away: follow it.
        while from < to {
            from = places[from];
        }
        places[to] = from;
        xs.swap(to, from);
    }
}

/// Among items without an order the result hangs on the algorithm: leave it to Python's.
fn check<'a, T: PyOrd + 'a>(mut items: impl Iterator<Item = &'a T>) -> Res<()> {
    if items.all(T::is_ordered) {
        Ok(())
    } else {
        Err(Stop::redo())
    }
}

/// Checked before: every pair has an order.
#[inline]
fn order<T: PyOrd>(a: &T, b: &T) -> Ordering {
    a.py_cmp(b).unwrap_or(Ordering::Equal)
}
