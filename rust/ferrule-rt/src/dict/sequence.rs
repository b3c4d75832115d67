//! Keys that are ints in a row: `first`, `first + 1`, … in the order in which they came.
//!
//! Numbered things are often kept in such a dict. As long as its keys go on so, the place of a key
//! is its distance from the first, and the dict needs no index.

use crate::hash::PyHash;

/// Whether the keys of a dict are in a row, and where it starts.
#[derive(Clone, Copy, Debug)]
pub struct Sequence {
    is_kept: bool,
    first: i64,
}

impl Sequence {
    /// Of a dict without entries.
    pub const NEW: Sequence = Sequence {
        is_kept: true,
        first: 0,
    };

    /// Are keys of this type found by their distance?
    #[inline(always)]
    pub fn is_kept<K: PyHash>(self) -> bool {
        K::COUNTS && self.is_kept
    }

    /// The place that a key has if it is there at all.
    #[inline(always)]
    pub fn place<K: PyHash>(self, key: &K) -> usize {
        key.count().wrapping_sub(self.first) as usize
    }

    /// Takes the key for the next place, if it is the next in the row.
    #[inline(always)]
    pub fn goes_on<K: PyHash>(&mut self, key: &K, next: usize) -> bool {
        if next == 0 {
            self.first = key.count();
        }
        self.place(key) == next
    }

    /// From now on the keys stand in an index.
    pub fn end(&mut self) {
        self.is_kept = false;
    }
}
