//! Where an instance keeps its attributes: CPython's own layout, read without a lookup.
//!
//! In: an instance with a managed dict, and the name of an attribute. Out: the attribute, borrowed.
//! The layout is that of 3.11, 3.12 and 3.13; in others, and where a first comparison with the
//! regular way shows a difference, the regular way is taken.
#![allow(unsafe_code, reason = "reads CPython's instances directly")]

use std::cell::Cell;
use std::ffi::c_ulong;
use std::ptr::null_mut;

use pyo3::ffi::{self, Py_hash_t, PyObject, PyTypeObject};

use super::raw;
use super::value::{Owned, Value};
use crate::version;

const MANAGED_DICT: c_ulong = 1 << 4;
const INLINE_VALUES: c_ulong = 1 << 2;

/// The head of the names that the instances of a class share.
#[repr(C)]
struct Keys {
    references: isize,
    log_size: u8,
    log_index_bytes: u8,
    kind: u8,
    version: u32,
    usable: isize,
    entries: isize,
}

#[repr(C)]
struct Entry {
    name: *mut PyObject,
    value: *mut PyObject,
}

/// How an attribute of the instances of one class is found.
#[derive(Debug)]
pub(super) struct Locator {
    name: Owned,
    hash: Py_hash_t,
    /// Among the shared names, once it is known there.
    place: Cell<Option<usize>>,
    way: Cell<Way>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// Not compared with the regular way yet.
    Untried,
    Direct,
    Regular,
}

/// What the direct way found.
enum Found {
    /// The object, or null where the attribute is not set.
    Object(*mut PyObject),
    /// This is no place for the direct way.
    Unknown,
}

impl Locator {
    pub(super) fn new(name: Owned) -> Locator {
        // SAFETY: exactly a str, which has a hash.
        let hash = unsafe { ffi::PyObject_Hash(name.pointer()) };
        Locator {
            name,
            hash,
            place: Cell::new(None),
            way: Cell::new(Way::Untried),
        }
    }

    pub(super) fn name(&self) -> *mut PyObject {
        self.name.pointer()
    }

    /// Calls `read` with the attribute in the instance's dict, if it is set there.
    ///
    /// # Safety
    /// The class of the instance has no attribute of that name that goes before the instance's.
    #[inline]
    pub(super) unsafe fn with<R>(
        &self,
        instance: Value<'_>,
        read: impl FnOnce(Value<'_>) -> R,
    ) -> Option<R> {
        if self.way.get() == Way::Direct
            && let Found::Object(object) = self.direct(instance)
        {
            // SAFETY: borrowed from the instance; `read` runs no code of the user's.
            return (!object.is_null()).then(|| unsafe { read(Value::new(object)) });
        }
        // SAFETY: the caller's promise.
        let found = unsafe { self.regular(instance) };
        if self.way.get() == Way::Untried {
            self.compare(instance, found.as_ref());
        }
        found.map(|found| read(found.value()))
    }

    /// Does the instance have no attribute of that name of its own?
    #[inline]
    pub(super) fn is_absent(&self, instance: Value<'_>) -> bool {
        match self.direct(instance) {
            Found::Object(object) => object.is_null(),
            Found::Unknown => self.is_not_in_dict(instance),
        }
    }

    #[cold]
    fn is_not_in_dict(&self, instance: Value<'_>) -> bool {
        // SAFETY: a live instance and an interned name; the new reference is dropped. A class
        // whose instances have no dict raises, which is taken back.
        unsafe {
            let dict = ffi::PyObject_GenericGetDict(instance.pointer(), null_mut());
            let Some(dict) = Owned::from_new(dict) else {
                ffi::PyErr_Clear();
                return true;
            };
            ffi::PyDict_Contains(dict.pointer(), self.name()) == 0
        }
    }

    unsafe fn regular(&self, instance: Value<'_>) -> Option<Owned> {
        let (instance, name) = (instance.pointer(), self.name());
        // SAFETY: a live instance and an interned name; a missing attribute is null without an
        // error, and a plain one runs no code.
        unsafe {
            Owned::from_new(raw::_PyObject_GenericGetAttrWithDict(
                instance,
                name,
                null_mut(),
                1,
            ))
        }
    }

    #[cold]
    fn compare(&self, instance: Value<'_>, regular: Option<&Owned>) {
        let regular = regular.map_or(null_mut(), Owned::pointer);
        match self.direct(instance) {
            // An unset attribute says too little.
            Found::Object(object) if object == regular && object.is_null() => {}
            Found::Object(object) if object == regular => self.way.set(Way::Direct),
            _ => self.way.set(Way::Regular),
        }
    }

    #[inline]
    fn direct(&self, instance: Value<'_>) -> Found {
        let class = instance.class();
        // SAFETY: a live class; the layout is that of the version.
        unsafe {
            if (*class).tp_flags & MANAGED_DICT == 0 {
                return Found::Unknown;
            }
            let Some((values, dict)) = parts(instance, class) else {
                return Found::Unknown;
            };
            if !values.is_null() {
                return match self.place(class) {
                    Some(place) => Found::Object(*values.add(place)),
                    None => Found::Object(null_mut()),
                };
            }
            if dict.is_null() {
                return Found::Object(null_mut());
            }
            Found::Object(raw::_PyDict_GetItem_KnownHash(dict, self.name(), self.hash))
        }
    }

    /// Where the name stands among those that the instances of the class share.
    #[inline]
    unsafe fn place(&self, class: *mut PyTypeObject) -> Option<usize> {
        // SAFETY: a class with a managed dict is a heap type and has shared names; names are only
        // ever appended to them.
        unsafe {
            let keys = (*class.cast::<ffi::PyHeapTypeObject>())
                .ht_cached_keys
                .cast::<Keys>();
            let entries = keys.byte_add(size_of::<Keys>() + (1 << (*keys).log_index_bytes));
            let entries = entries.cast::<Entry>();
            let count = (*keys).entries as usize;
            if let Some(place) = self.place.get()
                && place < count
                && (*entries.add(place)).name == self.name()
            {
                return Some(place);
            }
            let found = (0..count).find(|place| (*entries.add(*place)).name == self.name());
            self.place.set(found);
            found
        }
    }
}

/// The values that an instance keeps by the places of the shared names, and its dict; one of them
/// is null. `None` in versions whose layout is not known here.
#[inline]
unsafe fn parts(
    instance: Value<'_>,
    class: *mut PyTypeObject,
) -> Option<(*mut *mut PyObject, *mut PyObject)> {
    let words = instance.pointer().cast::<*mut PyObject>();
    // SAFETY: an instance with a managed dict has these words before it.
    unsafe {
        let word = *words.sub(3);
        match version::python_version() {
            11 => Some(((*words.sub(4)).cast(), word)),
            12 if word as usize & 1 == 1 => Some((word.byte_add(1).cast(), null_mut())),
            12 => Some((null_mut(), word)),
            13 if (*class).tp_flags & INLINE_VALUES != 0 => {
                let inline = words.add(2);
                match *inline.cast::<u8>().add(3) {
                    0 => Some((null_mut(), word)),
                    _ => Some((inline.add(1), null_mut())),
                }
            }
            13 => Some((null_mut(), word)),
            _ => None,
        }
    }
}
