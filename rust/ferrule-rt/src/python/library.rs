//! Classes of the standard library that the runtime knows, looked up when first needed.
//!
//! In: a class that a value may be of. Out: the class object, or none where Python has no such.
#![allow(unsafe_code, reason = "imports modules and reads their attributes")]

use std::cell::OnceCell;
use std::ffi::CStr;

use pyo3::ffi::{self, PyTypeObject};

use super::gil::Guarded;
use super::value::{Owned, Value};

/// A class by the names of its module and itself.
pub(super) struct Class {
    module: &'static CStr,
    name: &'static CStr,
    found: Guarded<OnceCell<Option<Owned>>>,
}

/// `collections.deque`
pub(super) static DEQUE: Class = Class::new(c"collections", c"deque");

/// `collections.Counter`
pub(super) static COUNTER: Class = Class::new(c"collections", c"Counter");
/// `collections.defaultdict`
pub(super) static DEFAULT_DICT: Class = Class::new(c"collections", c"defaultdict");

impl Class {
    pub(super) const fn new(module: &'static CStr, name: &'static CStr) -> Class {
        Class {
            module,
            name,
            found: Guarded::new(OnceCell::new()),
        }
    }

    /// The class itself.
    pub(super) fn object(&self) -> Option<Value<'_>> {
        let found = self.found.get_or_init(|| import(self.module, self.name));
        found.as_ref().map(Owned::value)
    }

    /// `type(value) is self`
    #[inline]
    pub(super) fn is_of(&self, value: Value<'_>) -> bool {
        self.object()
            .is_some_and(|class| value.is_exactly(class.pointer().cast::<PyTypeObject>()))
    }
}

fn import(module: &CStr, name: &CStr) -> Option<Owned> {
    // SAFETY: the GIL is held; each call makes a new reference, or reports an error.
    unsafe {
        let found =
            Owned::from_new(ffi::PyImport_ImportModule(module.as_ptr())).and_then(|module| {
                Owned::from_new(ffi::PyObject_GetAttrString(module.pointer(), name.as_ptr()))
            });
        if found.is_none() {
            ffi::PyErr_Clear();
        }
        found
    }
}
