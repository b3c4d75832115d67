//! An attribute of an instance that several names hold.
//!
//! In: a value. Out: its copies, or a look at the container that it is. Two looks that Rust does not
//! allow at once, as where a loop changes what it walks over, give the call back to Python.

use std::cell::{Cell, Ref, RefCell, RefMut};
use std::mem;

use super::give_up;

/// What became of an attribute since it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// The container is the same, its content may be another.
    Inside,
    /// Another value stands there.
    Replaced,
}

/// An attribute.
#[derive(Debug)]
pub struct Field<T> {
    value: RefCell<T>,
    change: Cell<Change>,
}

impl<T> Field<T> {
    /// The attribute of a new instance, or of one that was read.
    #[inline]
    pub fn new(value: T) -> Field<T> {
        Field {
            value: RefCell::new(value),
            change: Cell::new(Change::None),
        }
    }

    /// `instance.name`
    #[inline]
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.borrow().clone()
    }

    /// `instance.name = value`
    #[inline]
    pub fn set(&self, value: T) {
        self.change.set(Change::Replaced);
        let old = match self.value.try_borrow_mut() {
            Ok(mut place) => mem::replace(&mut *place, value),
            Err(_) => give_up(),
        };
        // After the borrow, since it may be the last of other instances.
        drop(old);
    }

    /// `instance.name`, to look at.
    #[inline]
    pub fn borrow(&self) -> Ref<'_, T> {
        match self.value.try_borrow() {
            Ok(value) => value,
            Err(_) => give_up(),
        }
    }

    /// `instance.name`, to change in place.
    #[inline]
    pub fn borrow_mut(&self) -> RefMut<'_, T> {
        if self.change.get() == Change::None {
            self.change.set(Change::Inside);
        }
        match self.value.try_borrow_mut() {
            Ok(value) => value,
            Err(_) => give_up(),
        }
    }

    /// What it holds, unless that is being changed.
    pub(super) fn look(&self) -> Option<Ref<'_, T>> {
        self.value.try_borrow().ok()
    }

    /// Did anything become of it since it was read?
    #[inline]
    pub fn is_changed(&self) -> bool {
        self.change.get() != Change::None
    }

    /// What became of it since it was read.
    pub fn change(&self) -> Change {
        self.change.get()
    }

    /// Lets go of what it holds, when the instance is no longer needed.
    #[inline]
    pub fn clear(&self)
    where
        T: Default,
    {
        if let Ok(mut place) = self.value.try_borrow_mut() {
            let old = mem::take(&mut *place);
            drop(place);
            drop(old);
        }
    }
}
