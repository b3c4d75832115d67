//! Python objects, borrowed and owned, without a token: the GIL is held wherever they exist.
//!
//! In: pointers from CPython. Out: `Value`, good for the call it was borrowed in, and `Owned`.
#![allow(
    unsafe_code,
    reason = "reference counts and type pointers are CPython's own"
)]

use std::marker::PhantomData;
use std::ptr::NonNull;

use pyo3::ffi::{self, PyObject, PyTypeObject};

/// A Python object borrowed from somebody who keeps it alive.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct Value<'a>(NonNull<PyObject>, PhantomData<&'a PyObject>);

impl<'a> Value<'a> {
    /// The object behind a pointer.
    ///
    /// # Safety
    /// The pointer is not null and its object lives for `'a`.
    #[inline(always)]
    pub(super) unsafe fn new(pointer: *mut PyObject) -> Value<'a> {
        debug_assert!(!pointer.is_null());
        // SAFETY: the caller's promise.
        Value(unsafe { NonNull::new_unchecked(pointer) }, PhantomData)
    }

    #[inline(always)]
    pub(super) fn pointer(self) -> *mut PyObject {
        self.0.as_ptr()
    }

    #[inline(always)]
    pub(super) fn class(self) -> *mut PyTypeObject {
        // SAFETY: a live object has a type.
        unsafe { ffi::Py_TYPE(self.pointer()) }
    }

    /// `type(self) is class`
    #[inline(always)]
    pub(super) fn is_exactly(self, class: *mut PyTypeObject) -> bool {
        self.class() == class
    }

    /// `self is None`
    #[inline(always)]
    pub fn is_none(self) -> bool {
        // SAFETY: None lives as long as the interpreter.
        self.pointer() == unsafe { ffi::Py_None() }
    }

    /// A new reference to the same object.
    #[inline]
    pub fn hold(self) -> Owned {
        // SAFETY: the object is alive; the new reference belongs to the result.
        unsafe { ffi::Py_INCREF(self.pointer()) };
        Owned(self.0)
    }

    /// The value as a `T`, if it is exactly that.
    #[inline]
    pub fn get<T: super::convert::FromPython>(self) -> Option<T> {
        T::from_python(self)
    }
}

/// A Python object of which we hold a reference.
#[derive(Debug)]
#[repr(transparent)]
pub struct Owned(NonNull<PyObject>);

// SAFETY: reference counts are only touched with the GIL held, see the head of `python`.
unsafe impl Send for Owned {}
// SAFETY: as above.
unsafe impl Sync for Owned {}

impl Owned {
    /// Takes over a reference; `None` when CPython reported an error with a null pointer.
    ///
    /// # Safety
    /// The pointer is null or a reference that the caller gives away.
    #[inline(always)]
    pub(super) unsafe fn from_new(pointer: *mut PyObject) -> Option<Owned> {
        NonNull::new(pointer).map(Owned)
    }

    /// Gives the reference away.
    #[inline(always)]
    pub(super) fn into_pointer(self) -> *mut PyObject {
        let pointer = self.0.as_ptr();
        std::mem::forget(self);
        pointer
    }

    #[inline(always)]
    pub(super) fn pointer(&self) -> *mut PyObject {
        self.0.as_ptr()
    }

    /// The object, borrowed.
    #[inline(always)]
    pub fn value(&self) -> Value<'_> {
        Value(self.0, PhantomData)
    }
}

impl Clone for Owned {
    #[inline(always)]
    fn clone(&self) -> Owned {
        self.value().hold()
    }
}

impl Drop for Owned {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: we hold this reference and the GIL.
        unsafe { ffi::Py_DECREF(self.pointer()) };
    }
}
