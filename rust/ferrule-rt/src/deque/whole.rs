//! Deques made of whole deques.

use super::Deque;
use crate::error::{Res, Stop};

impl<T: Clone> Deque<T> {
    /// `d.copy()`
    pub fn copy(&self) -> Deque<T> {
        Deque {
            items: self.items.clone(),
            limit: self.limit,
            changes: 0,
        }
    }

    /// `d + other`
    pub fn concat(&self, other: &Deque<T>) -> Deque<T> {
        let mut whole = self.copy();
        whole.extend(other.iter().cloned());
        whole.changes = 0;
        whole
    }

    /// `d * times`; what there may be no memory for is left to Python.
    pub fn repeat(&self, times: i64) -> Res<Deque<T>> {
        let times = if self.is_empty() {
            0
        } else {
            usize::try_from(times).unwrap_or(0)
        };
        let len = self.len().checked_mul(times).ok_or_else(Stop::redo)?;
        let mut whole = Deque {
            items: Default::default(),
            limit: self.limit,
            changes: 0,
        };
        if self.limit.is_none() {
            whole.items.try_reserve(len).map_err(|_| Stop::redo())?;
        } else if len > 1 << 24 {
            return Err(Stop::redo());
        }
        for _ in 0..times {
            whole.extend(self.iter().cloned());
        }
        whole.changes = 0;
        Ok(whole)
    }

    /// `list(d)`
    pub fn to_vec(&self) -> Vec<T> {
        self.iter().cloned().collect()
    }
}
