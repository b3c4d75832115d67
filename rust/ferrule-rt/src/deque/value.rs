//! The deque itself: making, looking, walking.

use std::collections::{VecDeque, vec_deque};

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::order::PyOrd;
use crate::slicing;
use crate::string::StrBuf;
use crate::text::{self, PyRepr};
use crate::version;

/// `collections.deque`
#[derive(Clone, Debug)]
pub struct Deque<T> {
    pub(crate) items: VecDeque<T>,
    /// `maxlen`
    pub(crate) limit: Option<usize>,
    /// How often items were put in or taken out: a walk must not see that.
    pub(crate) changes: u64,
}

#[cold]
#[inline(never)]
fn out_of_range() -> Stop {
    Stop::index_error("deque index out of range")
}

impl<T> Deque<T> {
    /// `deque()`
    pub const fn new() -> Deque<T> {
        Deque {
            items: VecDeque::new(),
            limit: None,
            changes: 0,
        }
    }

    /// `deque(items, maxlen)`
    pub fn limited(items: impl Into<VecDeque<T>>, limit: Option<i64>) -> Res<Deque<T>> {
        let limit = match limit {
            None => None,
            Some(limit) => Some(
                usize::try_from(limit)
                    .map_err(|_| Stop::value_error("maxlen must be non-negative"))?,
            ),
        };
        let mut made = Deque {
            items: items.into(),
            limit,
            changes: 0,
        };
        made.cut_front();
        Ok(made)
    }

    /// `len(d)`
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// `not d`
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// `d.maxlen`
    pub fn maxlen(&self) -> Option<i64> {
        self.limit.map(|limit| limit as i64)
    }

    pub(super) fn place(&self, index: i64) -> Res<usize> {
        slicing::place(index, self.items.len()).ok_or_else(out_of_range)
    }

    /// `d[index]`
    #[inline]
    pub fn at(&self, index: i64) -> Res<&T> {
        let place = self.place(index)?;
        Ok(&self.items[place])
    }

    /// `d[index]`, to change the item in place.
    #[inline]
    pub fn at_mut(&mut self, index: i64) -> Res<&mut T> {
        let place = self.place(index)?;
        Ok(&mut self.items[place])
    }

    /// `d[index]`, of a deque that nobody sees again.
    pub fn take(mut self, index: i64) -> Res<T> {
        let place = self.place(index)?;
        self.items.swap_remove_back(place).ok_or_else(out_of_range)
    }

    /// `iter(d)`
    #[inline]
    pub fn iter(&self) -> vec_deque::Iter<'_, T> {
        self.items.iter()
    }

    /// `iter(d)`, for items that are changed in place.
    #[inline]
    pub fn iter_mut(&mut self) -> vec_deque::IterMut<'_, T> {
        self.items.iter_mut()
    }
}

impl<T: PyEq> Deque<T> {
    pub(super) fn position(&self, item: &T) -> Res<Option<usize>> {
        for (place, other) in self.items.iter().enumerate() {
            if other.py_eq(item)? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// `item in d`
    pub fn contains(&self, item: &T) -> Res<bool> {
        Ok(self.position(item)?.is_some())
    }

    /// `item not in d`
    pub fn lacks(&self, item: &T) -> Res<bool> {
        Ok(!self.contains(item)?)
    }

    /// `d.count(item)`
    pub fn count(&self, item: &T) -> Res<i64> {
        let mut found = 0;
        for other in &self.items {
            found += i64::from(other.py_eq(item)?);
        }
        Ok(found)
    }

    /// `d.index(item)`
    pub fn index_of(&self, item: &T) -> Res<i64>
    where
        T: PyRepr,
    {
        match self.position(item)? {
            Some(place) => Ok(place as i64),
            None if version::is_compared() => {
                let shown = text::repr(item)?;
                Err(Stop::value_error(format!("{shown} is not in deque")))
            }
            None => Err(Stop::redo()),
        }
    }
}

impl<T> Default for Deque<T> {
    fn default() -> Self {
        Deque::new()
    }
}

impl<T> From<Vec<T>> for Deque<T> {
    fn from(items: Vec<T>) -> Self {
        Deque {
            items: items.into(),
            limit: None,
            changes: 0,
        }
    }
}

impl<T, const N: usize> From<[T; N]> for Deque<T> {
    fn from(items: [T; N]) -> Self {
        Deque {
            items: items.into(),
            limit: None,
            changes: 0,
        }
    }
}

impl<T> IntoIterator for Deque<T> {
    type Item = T;
    type IntoIter = vec_deque::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Deque<T> {
    type Item = &'a T;
    type IntoIter = vec_deque::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut Deque<T> {
    type Item = &'a mut T;
    type IntoIter = vec_deque::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter_mut()
    }
}

impl<T: PyEq> PyEq for Deque<T> {
    fn py_eq(&self, other: &Self) -> Res<bool> {
        if self.len() != other.len() {
            return Ok(false);
        }
        for (a, b) in self.iter().zip(other) {
            if !a.py_eq(b)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl<T: PyOrd> PyOrd for Deque<T> {
    const IS_PLAIN: bool = false;

    fn py_cmp(&self, other: &Self) -> Res<std::cmp::Ordering> {
        for (a, b) in self.iter().zip(other) {
            let order = a.py_cmp(b)?;
            if order.is_ne() {
                return Ok(order);
            }
        }
        Ok(self.len().cmp(&other.len()))
    }

    fn is_ordered(&self) -> bool {
        self.iter().all(T::is_ordered)
    }
}

impl<T: PyRepr> PyRepr for Deque<T> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_str("deque([");
        text::items_to(self.iter(), out)?;
        match self.limit {
            Some(limit) => out.push_str(&format!("], maxlen={limit})")),
            None => out.push_str("])"),
        }
        Ok(())
    }
}
