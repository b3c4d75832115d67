//! The handle of an instance.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use super::live::See;
use super::{give_up, last, live};
use crate::equal::PyEq;
use crate::error::Res;

/// A struct whose instances several names hold.
pub trait Linked: Sized + 'static {
    /// Can an instance come to hold itself?
    const CYCLES: bool = false;
    /// Is `a == b` the same as `a is b`, as in every class that does not say otherwise?
    const BY_IDENTITY: bool = false;

    /// Lets go of all other instances.
    fn unlink(&self) {}

    /// Tells of all other instances that it holds.
    fn visit(&self, _see: &mut See<'_>) {}

    /// `a == b` of two that are not one; a redo where the class has its own idea of it.
    fn same_content(&self, _other: &Self) -> Res<bool> {
        give_up()
    }
}

/// An instance, and the object that it stands for.
pub struct Held<T> {
    origin: Cell<usize>,
    load: Option<fn(usize) -> Option<T>>,
    body: OnceCell<T>,
}

impl<T: Linked> Held<T> {
    /// An object that is read when it is first looked at; `load` gets its address.
    pub fn unread(origin: usize, load: fn(usize) -> Option<T>) -> Held<T> {
        Held {
            origin: Cell::new(origin),
            load: Some(load),
            body: OnceCell::new(),
        }
    }

    /// The address of the object that this stands for; zero for an instance of the slice's own.
    #[inline]
    pub fn origin(&self) -> usize {
        self.origin.get()
    }

    /// From now on this stands for the object at that address.
    pub fn set_origin(&self, origin: usize) {
        self.origin.set(origin);
    }

    /// The instance, if it was read.
    #[inline]
    pub fn body(&self) -> Option<&T> {
        self.body.get()
    }

    /// Reads it now; false where it is not what it should be.
    pub fn is_readable(&self) -> bool {
        if self.body.get().is_some() {
            return true;
        }
        let read = self.load.and_then(|load| load(self.origin.get()));
        read.is_some_and(|body| self.body.set(body).is_ok())
    }

    #[cold]
    #[inline(never)]
    fn read(&self) -> &T {
        let read = self.load.and_then(|load| load(self.origin.get()));
        match read {
            Some(body) => self.body.get_or_init(|| body),
            None => give_up(),
        }
    }
}

impl<T> fmt::Debug for Held<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Held({:#x})", self.origin.get())
    }
}

/// An instance that several names may hold; nothing is held only while the handle goes.
pub struct Shared<T: Linked>(Option<Rc<Held<T>>>);

impl<T: Linked> Shared<T> {
    /// A new instance.
    #[inline]
    pub fn new(body: T) -> Shared<T> {
        let held = Rc::new(Held {
            origin: Cell::new(0),
            load: None,
            body: OnceCell::from(body),
        });
        if T::CYCLES {
            live::note(&held);
        }
        Shared(Some(held))
    }

    /// The handle of what is held already.
    pub fn from_held(held: Rc<Held<T>>) -> Shared<T> {
        Shared(Some(held))
    }

    /// Which instance it is.
    pub(super) fn address(&self) -> usize {
        Rc::as_ptr(self.held()).cast::<()>() as usize
    }

    /// What is held.
    #[inline]
    pub fn held(&self) -> &Rc<Held<T>> {
        match &self.0 {
            Some(held) => held,
            None => give_up(),
        }
    }
}

impl<T: Linked> Clone for Shared<T> {
    #[inline]
    fn clone(&self) -> Shared<T> {
        Shared(Some(Rc::clone(self.held())))
    }
}

impl<T: Linked> Deref for Shared<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        let held = self.held();
        match held.body.get() {
            Some(body) => body,
            None => held.read(),
        }
    }
}

impl<T: Linked> Drop for Shared<T> {
    #[inline]
    fn drop(&mut self) {
        if let Some(held) = self.0.take()
            && Rc::strong_count(&held) == 1
        {
            last::drop_last(held);
        }
    }
}

impl<T: Linked> fmt::Debug for Shared<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.held().fmt(out)
    }
}

/// Values that are one instance or two.
pub trait Same {
    /// `self is other`
    fn is(&self, other: &Self) -> bool;
}

impl<T: Linked> Same for Shared<T> {
    #[inline]
    fn is(&self, other: &Shared<T>) -> bool {
        Rc::ptr_eq(self.held(), other.held())
    }
}

impl<T: Same> Same for Option<T> {
    #[inline]
    fn is(&self, other: &Option<T>) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.is(other),
            (None, None) => true,
            _ => false,
        }
    }
}

/// `a is b`
#[inline]
pub fn is<T: Same>(a: &T, b: &T) -> bool {
    a.is(b)
}

impl<T: Linked> PyEq for Shared<T> {
    #[inline]
    fn py_eq(&self, other: &Shared<T>) -> Res<bool> {
        if T::BY_IDENTITY {
            Ok(self.is(other))
        } else {
            self.same_content(other)
        }
    }
}
