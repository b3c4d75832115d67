//! Lists, dicts and sets that several names hold.
//!
//! In: a container. Out: handles of it, each of which is the container itself. What Python does to
//! a container it does to whatever its name stands for; so does this, by `borrow` and `borrow_mut`.

use std::cmp::Ordering;

use super::field::Field;
use super::handle::{Linked, Same, Shared};
use super::links::Links;
use super::live::See;
use crate::deque::{self, Deque};
use crate::dict::{self, Counter, DefaultDict, Dict};
use crate::equal::PyEq;
use crate::error::Res;
use crate::hash::PyHash;
use crate::list;
use crate::order::PyOrd;
use crate::set::{self, Set};
use crate::string::StrBuf;
use crate::text::PyRepr;

/// A container that several names hold.
pub type Handle<T> = Shared<Field<T>>;

/// What can be held by several names.
pub trait Container: Links + PyEq + Default + 'static {}

impl<T: Links + PyEq + 'static> Container for Vec<T> {}
impl<T: Links + PyEq + 'static> Container for Deque<T> {}
impl<K: Links + PyHash + 'static, V: Links + PyEq + 'static> Container for Dict<K, V> {}
impl<T: Links + PyHash + 'static> Container for Set<T> {}
impl<K: Links + PyHash + 'static, V: Links + PyEq + 'static> Container for Counter<K, V> {}
impl<K, V, F> Container for DefaultDict<K, V, F>
where
    K: Links + PyHash + 'static,
    V: Links + PyEq + 'static,
    F: 'static,
{
}

impl<C: Container> Linked for Field<C> {
    const CYCLES: bool = C::CYCLES;

    fn unlink(&self) {
        self.clear();
    }

    fn visit(&self, see: &mut See<'_>) {
        self.tell(see);
    }

    fn same_content(&self, other: &Field<C>) -> Res<bool> {
        Ok(std::ptr::eq(self, other) || self.borrow().py_eq(&other.borrow())?)
    }
}

impl<C: Container> Shared<Field<C>> {
    /// A new container.
    #[inline]
    pub fn of(content: C) -> Handle<C> {
        Shared::new(Field::new(content))
    }
}

impl<C: Container + PyRepr> PyRepr for Shared<Field<C>> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        self.borrow().repr_to(out)
    }
}

impl<C: Container + PyOrd> PyOrd for Shared<Field<C>> {
    // Equal ones can be told apart.
    const IS_PLAIN: bool = false;

    #[inline]
    fn py_cmp(&self, other: &Self) -> Res<Ordering> {
        match self.is(other) && self.borrow().is_ordered() {
            true => Ok(Ordering::Equal),
            false => self.borrow().py_cmp(&other.borrow()),
        }
    }

    fn is_ordered(&self) -> bool {
        self.borrow().is_ordered()
    }
}

impl<T: Clone> Field<Vec<T>> {
    /// `next(iterator)` of a list that may change meanwhile.
    #[inline]
    pub fn next_at(&self, place: &mut usize) -> Option<T> {
        list::iter_at(&self.borrow(), place).cloned()
    }
}

impl<T: Clone> Field<Deque<T>> {
    /// `next(iterator)` of a deque, with Python's error where the deque has changed.
    #[inline]
    pub fn next_at(&self, cursor: &mut deque::Cursor) -> Res<Option<T>> {
        Ok(cursor.next(&self.borrow())?.cloned())
    }
}

impl<K: Clone, V: Clone> Field<Dict<K, V>> {
    /// `next(iterator)` of a dict's items, with Python's error where the dict has changed.
    #[inline]
    pub fn next_at(&self, cursor: &mut dict::Cursor) -> Res<Option<(K, V)>> {
        let table = self.borrow();
        let item = cursor.next(&table)?;
        Ok(item.map(|(key, value)| (key.clone(), value.clone())))
    }
}

macro_rules! kinds_of_dicts {
    ($(($($name:ident),*) $kind:ty;)*) => {$(
        impl<K: Clone, V: Clone, $($name),*> Field<$kind> {
            /// `next(iterator)` of its items, with Python's error where it has changed.
            #[inline]
            pub fn next_at(&self, cursor: &mut dict::Cursor) -> Res<Option<(K, V)>> {
                let table = self.borrow();
                let item = cursor.next(&table)?;
                Ok(item.map(|(key, value)| (key.clone(), value.clone())))
            }
        }
    )*};
}
kinds_of_dicts! {
    () Counter<K, V>;
    (F) DefaultDict<K, V, F>;
}

impl<T: Clone + PyHash> Field<Set<T>> {
    /// `next(iterator)` of a set, with Python's error where the set has changed.
    #[inline]
    pub fn next_at(&self, cursor: &mut set::Cursor) -> Res<Option<T>> {
        Ok(cursor.next(&*self.borrow())?.cloned())
    }
}
