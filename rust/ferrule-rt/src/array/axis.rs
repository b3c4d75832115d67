//! Views of a part: rows, columns and slices. No element is copied.

use super::item::Item;
use super::view::Array;
use crate::error::{Res, Stop};
use crate::slicing;

impl<T: Item, const N: usize> Array<T, N> {
    /// `a.shape[k]` of an axis that there is
    #[inline(always)]
    pub fn len_of(&self, axis: usize) -> i64 {
        self.shape[axis]
    }

    /// `len(a)`
    #[inline(always)]
    pub fn len(&self) -> i64 {
        self.shape[0]
    }

    /// `len(a) == 0`
    pub fn is_empty(&self) -> bool {
        self.shape[0] == 0
    }

    /// `a.T`
    pub fn transposed(&self) -> Array<T, N> {
        let (mut shape, mut steps) = (self.shape, self.steps);
        shape.reverse();
        steps.reverse();
        Array {
            start: self.start,
            shape,
            steps,
            base: self.base.part(),
        }
    }

    /// `a[start:stop:step]` along one axis
    pub fn slice(
        &self,
        axis: usize,
        start: Option<i64>,
        stop: Option<i64>,
        step: Option<i64>,
    ) -> Res<Array<T, N>> {
        let size = self.shape[axis] as usize;
        let (mut shape, mut steps) = (self.shape, self.steps);
        let first = match step {
            None | Some(1) => {
                let (first, last) = slicing::bounds(start, stop, size);
                shape[axis] = (last - first) as i64;
                first
            }
            Some(_) => {
                let walk = slicing::walk(start, stop, step, size)?;
                shape[axis] = walk.count as i64;
                steps[axis] *= walk.step as isize;
                walk.start as usize
            }
        };
        // A view without elements begins wherever it likes, but in the array.
        let first = if shape[axis] == 0 { 0 } else { first as isize };
        Ok(Array {
            start: self.start.wrapping_offset(first * self.steps[axis]),
            shape,
            steps,
            base: self.base.part(),
        })
    }
}

macro_rules! thinner {
    ($($from:literal $to:literal)*) => {$(
        impl<T: Item> Array<T, $from> {
            /// `a[:, i]`, with as many `:` before the index as the axis says
            #[inline]
            pub fn pick(&self, axis: usize, index: i64) -> Res<Array<T, $to>> {
                let size = self.shape[axis];
                let place = if index < 0 { index + size } else { index };
                if place < 0 || place >= size {
                    return Err(Stop::index_error(format!(
                        "index {index} is out of bounds for axis {axis} with size {size}"
                    )));
                }
                let (mut shape, mut steps) = ([0; $to], [0; $to]);
                for (to, from) in (0..$from).filter(|&from| from != axis).enumerate() {
                    shape[to] = self.shape[from];
                    steps[to] = self.steps[from];
                }
                Ok(Array {
                    start: self.start.wrapping_offset(place as isize * self.steps[axis]),
                    shape,
                    steps,
                    base: self.base.part(),
                })
            }

            /// `a[i]`
            #[inline]
            pub fn row(&self, index: i64) -> Res<Array<T, $to>> {
                self.pick(0, index)
            }

            /// `for row in a`
            pub fn iter(&self) -> impl DoubleEndedIterator<Item = Array<T, $to>> + '_ {
                (0..self.shape[0]).map(|place| self.row(place).expect("in range"))
            }
        }
    )*};
}
thinner! { 2 1 3 2 4 3 }
