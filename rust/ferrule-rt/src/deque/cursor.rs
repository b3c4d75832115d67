//! A walk over a deque that may change meanwhile, with Python's error where it did.

use super::Deque;
use crate::error::{Res, Stop};

/// Where a walk stands.
#[derive(Clone, Copy, Debug)]
pub struct Cursor {
    place: usize,
    changes: u64,
}

impl Cursor {
    /// `next(iterator)`; `None` at the end.
    #[inline]
    pub fn next<'d, T>(&mut self, deque: &'d Deque<T>) -> Res<Option<&'d T>> {
        if self.changes != deque.changes {
            return Err(Stop::runtime_error("deque mutated during iteration"));
        }
        let item = deque.items.get(self.place);
        self.place += 1;
        Ok(item)
    }
}

impl<T> Deque<T> {
    /// `iter(d)`, for a loop whose body may change the deque.
    #[inline]
    pub fn cursor(&self) -> Cursor {
        Cursor {
            place: 0,
            changes: self.changes,
        }
    }
}
