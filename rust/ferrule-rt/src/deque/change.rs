//! Items put in, taken out, moved round.

use super::Deque;
use crate::equal::PyEq;
use crate::error::{Res, Stop};

#[cold]
#[inline(never)]
fn is_empty() -> Stop {
    Stop::index_error("pop from an empty deque")
}

impl<T> Deque<T> {
    pub(super) fn cut_front(&mut self) {
        if let Some(limit) = self.limit
            && self.items.len() > limit
        {
            let over = self.items.len() - limit;
            self.items.drain(..over);
        }
    }

    /// `d.append(item)`
    #[inline]
    pub fn push_back(&mut self, item: T) {
        self.items.push_back(item);
        self.changes += 1;
        if self.limit.is_some() {
            self.cut_front();
        }
    }

    /// `d.appendleft(item)`
    #[inline]
    pub fn push_front(&mut self, item: T) {
        self.items.push_front(item);
        self.changes += 1;
        if let Some(limit) = self.limit {
            self.items.truncate(limit);
        }
    }

    /// `d.pop()`
    #[inline]
    pub fn pop(&mut self) -> Res<T> {
        let item = self.items.pop_back().ok_or_else(is_empty)?;
        self.changes += 1;
        Ok(item)
    }

    /// `d.popleft()`
    #[inline]
    pub fn popleft(&mut self) -> Res<T> {
        let item = self.items.pop_front().ok_or_else(is_empty)?;
        self.changes += 1;
        Ok(item)
    }

    /// `d.extend(items)`
    pub fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        for item in items {
            self.push_back(item);
        }
    }

    /// `d.extendleft(items)`
    pub fn extendleft(&mut self, items: impl IntoIterator<Item = T>) {
        for item in items {
            self.push_front(item);
        }
    }

    /// `d.clear()`
    pub fn clear(&mut self) {
        if !self.items.is_empty() {
            self.items.clear();
            self.changes += 1;
        }
    }

    /// `d.rotate(steps)`
    pub fn rotate(&mut self, steps: i64) {
        let len = self.items.len();
        if len > 1 {
            self.items
                .rotate_right(steps.rem_euclid(len as i64) as usize);
            self.changes += 1;
        }
    }

    /// `d.reverse()`
    pub fn reverse(&mut self) {
        self.items.make_contiguous().reverse();
    }

    /// `d[index] = item`
    #[inline]
    pub fn set(&mut self, index: i64, item: T) -> Res<()> {
        let place = self.place(index)?;
        self.items[place] = item;
        Ok(())
    }

    /// `del d[index]`
    pub fn del_at(&mut self, index: i64) -> Res<()> {
        let place = self.place(index)?;
        self.items.remove(place);
        self.changes += 1;
        Ok(())
    }

    /// `d.insert(index, item)`
    pub fn insert(&mut self, index: i64, item: T) -> Res<()> {
        if self.limit.is_some_and(|limit| self.items.len() >= limit) {
            return Err(Stop::index_error("deque already at its maximum size"));
        }
        let place = crate::slicing::clamp(index, self.items.len());
        self.items.insert(place, item);
        self.changes += 1;
        Ok(())
    }

    /// `d.remove(item)`
    pub fn remove(&mut self, item: &T) -> Res<()>
    where
        T: PyEq,
    {
        match self.position(item)? {
            Some(place) => self.del_at(place as i64),
            // Its words are not the same in all versions.
            None => Err(Stop::redo()),
        }
    }
}
