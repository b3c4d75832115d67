//! Single elements: `a[i]`, `a[i, j]`, read and written.
#![allow(
    clippy::needless_range_loop,
    reason = "plain loops over the axes are unrolled early, so that checks can be hoisted"
)]

use super::item::Item;
use super::view::Array;
use crate::error::{Res, Stop};

#[cold]
#[inline(never)]
fn out_of_bounds(index: &[i64], shape: &[i64]) -> Stop {
    for (axis, (index, size)) in index.iter().zip(shape).enumerate() {
        if *index < -size || index >= size {
            return Stop::index_error(format!(
                "index {index} is out of bounds for axis {axis} with size {size}"
            ));
        }
    }
    Stop::redo()
}

impl<T: Item, const N: usize> Array<T, N> {
    /// How far the element is from the first; a negative index counts from the end.
    #[inline(always)]
    fn offset(&self, index: [i64; N]) -> Option<isize> {
        let mut offset = 0;
        for axis in 0..N {
            let (mut place, size) = (index[axis], self.shape[axis]);
            if place < 0 {
                place += size;
            }
            if place as u64 >= size as u64 {
                return None;
            }
            offset += place as isize * self.steps[axis];
        }
        Some(offset)
    }

    /// `a[i, j]`
    #[inline(always)]
    pub fn at(&self, index: [i64; N]) -> Res<T> {
        match self.offset(index) {
            Some(offset) => Ok(self.load(offset)),
            None => Err(out_of_bounds(&index, &self.shape)),
        }
    }

    /// `a[i, j] = item`
    #[inline(always)]
    pub fn put(&self, index: [i64; N], item: T) -> Res<()> {
        match self.offset(index) {
            Some(offset) => {
                self.store(offset, item);
                Ok(())
            }
            None => Err(out_of_bounds(&index, &self.shape)),
        }
    }

    /// The same with indexes that are known to lie in the array, counted from its start.
    #[inline(always)]
    fn known(&self, index: [i64; N]) -> isize {
        let mut offset = 0;
        for axis in 0..N {
            assert!(index[axis] >= 0 && index[axis] < self.shape[axis]);
            offset += index[axis] as isize * self.steps[axis];
        }
        offset
    }

    /// `a[i, j]`, of an index from 0 up that is in range; panics where it is not.
    #[inline(always)]
    pub fn get(&self, index: [i64; N]) -> T {
        self.load(self.known(index))
    }

    /// `a[i, j] = item`, of an index from 0 up that is in range; panics where it is not.
    #[inline(always)]
    pub fn set(&self, index: [i64; N], item: T) {
        self.store(self.known(index), item);
    }
}

impl<T: Item> Array<T, 1> {
    /// `for x in a`
    #[inline]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + '_ {
        (0..self.shape[0] as usize).map(|place| self.load(place as isize * self.steps[0]))
    }
}
