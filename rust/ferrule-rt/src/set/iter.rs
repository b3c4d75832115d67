//! Walks over a set, in the order of its table.

use super::{Set, Slot};
use crate::error::{Res, Stop};
use crate::hash::{PyHash, is_known};

/// The keys of a set that does not change meanwhile.
#[derive(Clone, Debug)]
pub struct Iter<'s, K> {
    slots: std::slice::Iter<'s, Slot<K>>,
    left: usize,
}

impl<'s, K> Iterator for Iter<'s, K> {
    type Item = &'s K;

    #[inline]
    fn next(&mut self) -> Option<&'s K> {
        loop {
            if let Slot::Live(_, key) = self.slots.next()? {
                self.left -= 1;
                return Some(key);
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K> ExactSizeIterator for Iter<'_, K> {}

impl<K: PyHash> Set<K> {
    /// `iter(s)`; a redo where the order is not known here.
    #[inline]
    pub fn iter(&self) -> Res<Iter<'_, K>> {
        if !is_known::<K>() {
            return Err(Stop::redo());
        }
        Ok(self.iter_unordered())
    }

    /// The keys, for what does not hang on their order.
    #[inline]
    pub fn iter_unordered(&self) -> Iter<'_, K> {
        Iter {
            slots: self.slots.iter(),
            left: self.used,
        }
    }

    /// `iter(s)`, for a loop whose body may change the set.
    #[inline]
    pub fn cursor(&self) -> Cursor {
        cursor(self)
    }
}

/// Where a walk over a set that may change stands.
#[derive(Clone, Copy, Debug)]
pub struct Cursor {
    place: usize,
    used: usize,
}

/// `iter(s)`, for a loop whose body may change the set.
#[inline]
pub fn cursor<K>(set: &Set<K>) -> Cursor {
    Cursor {
        place: 0,
        used: set.used,
    }
}

impl Cursor {
    /// `next(iterator)`; `None` at the end.
    #[inline]
    pub fn next<'s, K: PyHash>(&mut self, set: &'s Set<K>) -> Res<Option<&'s K>> {
        if self.used != set.used {
            return Err(Stop::runtime_error("Set changed size during iteration"));
        }
        if !is_known::<K>() {
            return Err(Stop::redo());
        }
        while let Some(slot) = set.slots.get(self.place) {
            self.place += 1;
            if let Slot::Live(_, key) = slot {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }
}
