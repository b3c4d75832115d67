//! Builtin functions over iterables: `sum`, `min`, `max`, `enumerate`, and unpacking.
//!
//! In: iterators. Out: values, with Python's words where there are none.

use crate::big::Int;
use crate::error::{Res, Stop};
use crate::number::Number;
use crate::order::PyOrd;
use crate::version::{is_compared, python_version};
use crate::{int, list};

/// `zip(a, b, strict=True)`: what raises in the middle is left to Python.
pub fn zip_strict<A, B>(a: A, b: B) -> Res<std::iter::Zip<A::IntoIter, B::IntoIter>>
where
    A: IntoIterator,
    B: IntoIterator,
    A::IntoIter: ExactSizeIterator,
    B::IntoIter: ExactSizeIterator,
{
    let (a, b) = (a.into_iter(), b.into_iter());
    if a.len() == b.len() {
        Ok(a.zip(b))
    } else {
        Err(Stop::redo())
    }
}

/// `next` of what has no more: Python raises `StopIteration`.
#[cold]
pub fn no_next() -> Stop {
    Stop::redo()
}

/// `sum(ints)`
#[inline]
pub fn sum(items: impl IntoIterator<Item = i64>) -> Res<i64> {
    sum_from(items, 0)
}

/// `sum(ints, start)`
#[inline]
pub fn sum_from(items: impl IntoIterator<Item = i64>, start: i64) -> Res<i64> {
    items.into_iter().try_fold(start, int::add)
}

/// `sum(ints)`, as exact as it gets.
pub fn sum_wide(items: impl IntoIterator<Item = Int>) -> Int {
    sum_wide_from(items, Int::ZERO)
}

/// `sum(ints, start)`, as exact as it gets.
pub fn sum_wide_from(items: impl IntoIterator<Item = Int>, start: Int) -> Int {
    items.into_iter().fold(start, |sum, item| sum + item)
}

/// `sum(floats)`; of none it is the int 0: redo.
pub fn sum_float(items: impl IntoIterator<Item = f64>) -> Res<f64> {
    let mut items = items.into_iter();
    match items.next() {
        Some(first) => Ok(sum_float_from(items, 0.0 + first)),
        None => Err(Stop::redo()),
    }
}

/// `sum(floats, start)` for a float `start`.
pub fn sum_float_from(items: impl IntoIterator<Item = f64>, start: f64) -> f64 {
    if python_version() < 12 {
        return items.into_iter().fold(start, |sum, item| sum + item);
    }
    let mut total = FloatSum::from(start);
    for item in items {
        total.add_exactly(item);
    }
    total.value()
}

/// `sum(floats)`, one float after the other.
#[derive(Clone, Copy, Debug)]
pub struct FloatSum {
    sum: f64,
    lost: f64,
    is_empty: bool,
}

impl FloatSum {
    /// The sum of nothing.
    #[allow(
        clippy::new_without_default,
        reason = "a sum is always begun in so many words"
    )]
    pub fn new() -> Self {
        Self::from(0.0)
    }

    /// One more float.
    #[inline]
    pub fn add(&mut self, item: f64) {
        self.is_empty = false;
        if python_version() < 12 {
            self.sum += item;
        } else {
            self.add_exactly(item);
        }
    }

    #[inline]
    fn add_exactly(&mut self, item: f64) {
        add_exactly(&mut self.sum, &mut self.lost, item);
    }

    /// The sum so far.
    pub fn value(self) -> f64 {
        with_lost(self.sum, self.lost)
    }

    /// The sum so far; of nothing it is the int 0: redo.
    pub fn of_some(self) -> Res<f64> {
        if self.is_empty {
            Err(Stop::redo())
        } else {
            Ok(self.value())
        }
    }
}

/// Since 3.12: Neumaier's variant of Kahan's summation.
#[inline(always)]
fn add_exactly(sum: &mut f64, lost: &mut f64, item: f64) {
    let next = *sum + item;
    *lost += if sum.abs() >= item.abs() {
        (*sum - next) + item
    } else {
        (item - next) + *sum
    };
    *sum = next;
}

fn with_lost(sum: f64, lost: f64) -> f64 {
    if lost != 0.0 && lost.is_finite() {
        sum + lost
    } else {
        sum
    }
}

/// Many a `sum(floats)` side by side, each as if it were alone.
#[derive(Clone, Debug)]
pub struct FloatSums {
    sums: Vec<f64>,
    lost: Vec<f64>,
    is_exact: bool,
    is_begun: bool,
}

impl FloatSums {
    /// So many sums of nothing.
    #[inline]
    pub fn new(width: i64) -> Res<Self> {
        let is_exact = python_version() >= 12;
        Ok(Self {
            sums: list::repeat(&[0.0], width)?,
            lost: list::repeat(&[0.0], if is_exact { width } else { 0 })?,
            is_exact,
            is_begun: width <= 0,
        })
    }

    /// The sums; of nothing they are the int 0: redo.
    pub fn floats(&self) -> Res<Vec<f64>> {
        if !self.is_begun {
            return Err(Stop::redo());
        }
        if !self.is_exact {
            return Ok(self.sums.clone());
        }
        let both = self.sums.iter().zip(&self.lost);
        Ok(both.map(|(&sum, &lost)| with_lost(sum, lost)).collect())
    }

    /// The sums among values that may be ints.
    pub fn numbers(&self) -> Res<Vec<Number>> {
        Ok(self.floats()?.into_iter().map(Number::Float).collect())
    }
}

/// One more float for one of the sums.
#[inline(always)]
pub fn add_to_sum(sums: &mut FloatSums, place: i64, item: f64) {
    sums.is_begun = true;
    let place = place as usize;
    if sums.is_exact {
        add_exactly(&mut sums.sums[place], &mut sums.lost[place], item);
    } else {
        sums.sums[place] += item;
    }
}

impl From<f64> for FloatSum {
    fn from(start: f64) -> Self {
        Self {
            sum: start,
            lost: 0.0,
            is_empty: true,
        }
    }
}

#[cold]
#[inline(never)]
fn empty(name: &str) -> Stop {
    match python_version() {
        _ if !is_compared() => Stop::redo(),
        11 => Stop::value_error(format!("{name}() arg is an empty sequence")),
        _ => Stop::value_error(format!("{name}() iterable argument is empty")),
    }
}

/// `min(items)`: the first of the least.
#[inline]
pub fn min<T: PyOrd>(items: impl IntoIterator<Item = T>) -> Res<T> {
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else {
        return Err(empty("min"));
    };
    for item in items {
        if item.py_lt(&best)? {
            best = item;
        }
    }
    Ok(best)
}

/// `max(items)`: the first of the greatest.
#[inline]
pub fn max<T: PyOrd>(items: impl IntoIterator<Item = T>) -> Res<T> {
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else {
        return Err(empty("max"));
    };
    for item in items {
        if best.py_lt(&item)? {
            best = item;
        }
    }
    Ok(best)
}

/// `min(items)` of what has come so far.
#[inline]
pub fn min_so_far<T: PyOrd>(least: &mut Option<T>, item: T) -> Res<()> {
    let is_less = match least {
        Some(best) => item.py_lt(best)?,
        None => true,
    };
    if is_less {
        *least = Some(item);
    }
    Ok(())
}

/// `max(items)` of what has come so far.
#[inline]
pub fn max_so_far<T: PyOrd>(most: &mut Option<T>, item: T) -> Res<()> {
    let is_more = match most {
        Some(best) => best.py_lt(&item)?,
        None => true,
    };
    if is_more {
        *most = Some(item);
    }
    Ok(())
}

/// What `min` of nothing raises.
pub fn no_min() -> Stop {
    empty("min")
}

/// What `max` of nothing raises.
pub fn no_max() -> Stop {
    empty("max")
}

/// `min(items, key=key)`
pub fn min_by_key<T, K: PyOrd>(
    items: impl IntoIterator<Item = T>,
    mut key: impl FnMut(&T) -> Res<K>,
) -> Res<T> {
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else {
        return Err(empty("min"));
    };
    let mut least = key(&best)?;
    for item in items {
        let own = key(&item)?;
        if own.py_lt(&least)? {
            (best, least) = (item, own);
        }
    }
    Ok(best)
}

/// `max(items, key=key)`
pub fn max_by_key<T, K: PyOrd>(
    items: impl IntoIterator<Item = T>,
    mut key: impl FnMut(&T) -> Res<K>,
) -> Res<T> {
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else {
        return Err(empty("max"));
    };
    let mut most = key(&best)?;
    for item in items {
        let own = key(&item)?;
        if most.py_lt(&own)? {
            (best, most) = (item, own);
        }
    }
    Ok(best)
}

/// `enumerate(items, start)`
#[inline]
pub fn enumerate<I: IntoIterator>(items: I, start: i64) -> impl Iterator<Item = (i64, I::Item)> {
    items
        .into_iter()
        .zip(start..)
        .map(|(item, place)| (place, item))
}

/// `items.enumerate_from(start)`: `enumerate(items, start)` behind an iterator.
pub trait EnumerateFrom: Iterator + Sized {
    /// `enumerate(items, start)`
    #[inline]
    fn enumerate_from(self, start: i64) -> impl Iterator<Item = (i64, Self::Item)> {
        enumerate(self, start)
    }
}

impl<I: Iterator> EnumerateFrom for I {}

/// `len(value)` of what has one length only, as a tuple has: the value is evaluated all the same.
#[inline]
pub fn known_len<T: ?Sized>(_value: &T, len: i64) -> i64 {
    len
}

/// `a, b, c = items`
#[inline]
pub fn unpack<T, const N: usize>(items: impl IntoIterator<Item = T>) -> Res<[T; N]> {
    let mut items = items.into_iter();
    let mut count = 0;
    let taken: [Option<T>; N] = std::array::from_fn(|_| {
        let item = items.next();
        count += usize::from(item.is_some());
        item
    });
    if count < N {
        return Err(not_enough(N, count));
    }
    if items.next().is_some() {
        return Err(too_many(N));
    }
    Ok(taken.map(|item| item.expect("all of them were counted")))
}

#[cold]
fn too_many(wanted: usize) -> Stop {
    if !is_compared() {
        return Stop::redo();
    }
    Stop::value_error(format!("too many values to unpack (expected {wanted})"))
}

#[cold]
fn not_enough(wanted: usize, found: usize) -> Stop {
    Stop::value_error(format!(
        "not enough values to unpack (expected {wanted}, got {found})"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(
            min_by_key([(1, 'a'), (0, 'b'), (0, 'c')], |item| Ok(item.0))
                .unwrap()
                .1,
            'b'
        );
        assert_eq!(
            max_by_key([(0, 'b'), (1, 'a'), (1, 'c')], |item| Ok(item.0))
                .unwrap()
                .1,
            'a'
        );
        assert!(min([1.0, f64::NAN]).unwrap() == 1.0);
        assert!(max([f64::NAN, 1.0]).unwrap().is_nan());
        assert_eq!(
            min::<i64>([]).unwrap_err().message(),
            "min() arg is an empty sequence"
        );
    }

    #[test]
    fn unpacking_counts() {
        assert_eq!(unpack::<i64, 2>(vec![1, 2]).unwrap(), [1, 2]);
        let words = |items: Vec<i64>| unpack::<i64, 2>(items).unwrap_err().message();
        assert_eq!(
            words(vec![1]),
            "not enough values to unpack (expected 2, got 1)"
        );
        assert_eq!(
            words(vec![1, 2, 3]),
            "too many values to unpack (expected 2)"
        );
    }

    #[test]
    fn sums_keep_what_rounding_lost_since_3_12() {
        let mut sums = FloatSums {
            sums: vec![0.0; 2],
            lost: vec![0.0; 2],
            is_exact: true,
            is_begun: false,
        };
        let mut alone = FloatSum::new();
        for item in [1e16, 1.0, -1e16] {
            add_to_sum(&mut sums, 0, item);
            alone.add_exactly(item);
        }
        for _ in 0..10 {
            add_to_sum(&mut sums, 1, 0.1);
        }
        assert_eq!(sums.floats().unwrap(), [1.0, 1.0]);
        assert_eq!(alone.value(), 1.0);
    }

    #[test]
    fn sums_of_nothing_are_left_to_python() {
        assert!(FloatSums::new(2).unwrap().floats().is_err());
        assert!(FloatSums::new(0).unwrap().floats().unwrap().is_empty());
        assert!(FloatSum::new().of_some().is_err());
    }
}
