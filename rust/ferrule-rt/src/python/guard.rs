//! What a slice relied on outside of its arguments: globals, and attributes of classes.
//!
//! In: a namespace or a class, a name, and the object that was meant; or a function. Out: does it
//! still hold? The check is by identity; a namespace is asked by hash, a class by its version.
#![allow(unsafe_code, reason = "looks names up without making references")]

use std::cell::Cell;
use std::ptr::{addr_of_mut, null_mut};

use pyo3::ffi::{self, Py_hash_t, PyObject, PyTypeObject};

use super::gil::Guarded;
use super::raw;
use super::unchanged::Unchanged;
use super::value::{Owned, Value};
use crate::version;

/// One thing that must not have changed.
#[derive(Debug)]
pub(super) struct Guard(Guarded<Kind>);

#[derive(Debug)]
enum Kind {
    /// `namespace[name] is expected`; nothing stands for "not there".
    Name(Name),
    /// `class.name is expected`, found through the bases, as last seen at a version of the class.
    Attribute {
        class: Owned,
        name: Owned,
        expected: Option<Owned>,
        version: Cell<u32>,
    },
    /// The function still has its code and its defaults.
    Function(Unchanged),
}

#[derive(Debug)]
struct Name {
    namespace: Owned,
    name: Owned,
    hash: Py_hash_t,
    expected: Option<Owned>,
    /// The version of the namespace at which it was last seen to hold; 0 where there are none.
    version: Cell<u64>,
}

impl Name {
    #[inline]
    fn holds(&self) -> bool {
        let version = dict_version(self.namespace.pointer());
        if version != 0 && version == self.version.get() {
            return true;
        }
        let holds = self.is_there();
        if holds {
            self.version.set(version);
        }
        holds
    }

    fn is_there(&self) -> bool {
        let (namespace, name) = (self.namespace.pointer(), self.name.pointer());
        // SAFETY: a dict, a str and its hash; the result is borrowed and only compared. A failed
        // lookup must not leave an error behind.
        unsafe {
            let found = raw::_PyDict_GetItem_KnownHash(namespace, name, self.hash);
            if found.is_null() {
                ffi::PyErr_Clear();
            }
            found == pointer(self.expected.as_ref())
        }
    }
}

/// The version of a dict, which changes with each change of the dict; 0 from Python 3.13 on.
#[inline]
#[allow(deprecated, reason = "it is there and kept up to date until 3.12")]
fn dict_version(dict: *mut PyObject) -> u64 {
    match version::python_version() {
        // SAFETY: a live dict; the tag has this place in these versions.
        11 | 12 => unsafe { (*dict.cast::<ffi::PyDictObject>()).ma_version_tag },
        _ => 0,
    }
}

fn pointer(expected: Option<&Owned>) -> *mut PyObject {
    expected.map_or(null_mut(), Owned::pointer)
}

/// The version of a class; 0 where it has none now.
#[inline]
pub(super) fn class_version(class: *mut PyTypeObject) -> u32 {
    // SAFETY: a live class.
    unsafe { (*class).tp_version_tag }
}

impl Guard {
    /// `holder` is a namespace dict or a class; `None` where it is neither.
    pub(super) fn new(
        holder: Value<'_>,
        name: Value<'_>,
        expected: Option<Owned>,
    ) -> Option<Guard> {
        if !name.is_exactly(addr_of_mut!(ffi::PyUnicode_Type)) {
            return None;
        }
        let name = intern(name.hold());
        // SAFETY: type checks and the hash of an exact str.
        let kind = unsafe {
            if ffi::PyDict_Check(holder.pointer()) != 0 {
                let hash = ffi::PyObject_Hash(name.pointer());
                let (namespace, version) = (holder.hold(), Cell::new(0));
                Kind::Name(Name {
                    namespace,
                    name,
                    hash,
                    expected,
                    version,
                })
            } else if ffi::PyType_Check(holder.pointer()) != 0 {
                let class = holder.hold();
                Kind::Attribute {
                    class,
                    name,
                    expected,
                    version: Cell::new(0),
                }
            } else {
                return None;
            }
        };
        Some(Guard(Guarded::new(kind)))
    }

    /// That a function keeps its code and its defaults; `None` where it is no function.
    pub(super) fn of_function(function: Value<'_>, code: Value<'_>) -> Option<Guard> {
        let unchanged = Unchanged::new(function, code)?;
        Some(Guard(Guarded::new(Kind::Function(unchanged))))
    }

    /// Is it still the object that was meant?
    #[inline]
    pub(super) fn holds(&self) -> bool {
        match &*self.0 {
            Kind::Name(name) => name.holds(),
            Kind::Function(function) => function.holds(),
            Kind::Attribute {
                class,
                name,
                expected,
                version,
            } => {
                let class = class.pointer().cast();
                let now = class_version(class);
                if now != 0 && now == version.get() {
                    return true;
                }
                // SAFETY: a class and an interned name; the result is borrowed and only compared.
                let found = unsafe { raw::_PyType_Lookup(class, name.pointer()) };
                let holds = found == pointer(expected.as_ref());
                if holds {
                    version.set(class_version(class));
                }
                holds
            }
        }
    }
}

/// The interned form of a text.
pub(super) fn intern(name: Owned) -> Owned {
    let mut pointer = name.into_pointer();
    // SAFETY: exactly a str of which we hold a reference; the call replaces it by the interned one.
    unsafe {
        ffi::PyUnicode_InternInPlace(&mut pointer);
        Owned::from_new(pointer).expect("interning never gives null")
    }
}
