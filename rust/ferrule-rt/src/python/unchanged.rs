//! A Python function whose code stands in a slice: is it still that function?
//!
//! In: the function and the code that was compiled. Out: has neither the code nor a default been
//! assigned to since? A trampoline of Ferrule's that stands for the code is taken for the code.
#![allow(unsafe_code, reason = "reads the fields of function objects")]

use std::cell::Cell;
use std::ptr::null_mut;

use pyo3::ffi::{self, PyFunctionObject, PyObject};

use super::value::{Owned, Value};

/// A function as it was when the slice was bound.
#[derive(Debug)]
pub(super) struct Unchanged {
    function: Owned,
    code: Owned,
    /// The trampoline that was last seen to stand for the code; a reference of ours, or null.
    stand_in: Cell<*mut PyObject>,
    defaults: Option<Owned>,
    keywords: Option<Keywords>,
}

/// Defaults of parameters that are taken by keyword only.
#[derive(Debug)]
struct Keywords {
    dict: Owned,
    items: Vec<(Owned, Owned)>,
}

impl Unchanged {
    /// `None` where the first is not a Python function.
    pub(super) fn new(function: Value<'_>, code: Value<'_>) -> Option<Unchanged> {
        // SAFETY: a live object; the fields are read only once it is known to be a function.
        let (defaults, keywords) = unsafe {
            if ffi::PyFunction_Check(function.pointer()) == 0 {
                return None;
            }
            let fields = function.pointer().cast::<PyFunctionObject>();
            ((*fields).func_defaults, (*fields).func_kwdefaults)
        };
        Some(Unchanged {
            function: function.hold(),
            code: code.hold(),
            stand_in: Cell::new(null_mut()),
            defaults: held(defaults),
            keywords: held(keywords).map(Keywords::new),
        })
    }

    /// Is this the function?
    pub(super) fn is_of(&self, function: Value<'_>) -> bool {
        self.function.pointer() == function.pointer()
    }

    /// Is it still what it was?
    #[inline]
    pub(super) fn holds(&self) -> bool {
        let fields = self.function.pointer().cast::<PyFunctionObject>();
        // SAFETY: a function that we hold.
        let (code, defaults, keywords) = unsafe {
            (
                (*fields).func_code,
                (*fields).func_defaults,
                (*fields).func_kwdefaults,
            )
        };
        let is_code = code == self.code.pointer() || code == self.stand_in.get();
        let expected = self.keywords.as_ref().map(|keywords| &keywords.dict);
        defaults == pointer(self.defaults.as_ref())
            && keywords == pointer(expected)
            && self.keywords.as_ref().is_none_or(Keywords::hold)
            && (is_code || self.is_stand_in(code))
    }

    /// Is it a trampoline for the code? Its last constant then knows the original.
    #[cold]
    fn is_stand_in(&self, code: *mut PyObject) -> bool {
        if !self.stands_for(code).unwrap_or(false) {
            // SAFETY: the GIL is held.
            unsafe { ffi::PyErr_Clear() };
            return false;
        }
        // SAFETY: a live code object; the cell held a reference, or null.
        unsafe {
            let old = self.stand_in.replace(ffi::Py_NewRef(code));
            drop(Owned::from_new(old));
        }
        true
    }

    fn stands_for(&self, code: *mut PyObject) -> Option<bool> {
        // SAFETY: a live code object; new references throughout, but for the item.
        unsafe {
            let constants =
                Owned::from_new(ffi::PyObject_GetAttrString(code, c"co_consts".as_ptr()))?;
            let count = ffi::PyTuple_Size(constants.pointer());
            if count < 1 {
                return None;
            }
            let mark = ffi::PyTuple_GetItem(constants.pointer(), count - 1);
            let original =
                Owned::from_new(ffi::PyObject_GetAttrString(mark, c"original".as_ptr()))?;
            if ffi::PyFunction_Check(original.pointer()) == 0 {
                return None;
            }
            Some(ffi::PyFunction_GetCode(original.pointer()) == self.code.pointer())
        }
    }
}

impl Keywords {
    fn new(dict: Owned) -> Keywords {
        let mut items = Vec::new();
        let (mut place, mut key, mut value) = (0, null_mut(), null_mut());
        // SAFETY: a function's keyword defaults are a dict; keys and values are borrowed, then
        // held.
        unsafe {
            while ffi::PyDict_Next(dict.pointer(), &mut place, &mut key, &mut value) != 0 {
                items.push((Value::new(key).hold(), Value::new(value).hold()));
            }
        }
        Keywords { dict, items }
    }

    fn hold(&self) -> bool {
        // SAFETY: a dict and a key that we hold; the result is borrowed and only compared.
        unsafe {
            ffi::PyDict_Size(self.dict.pointer()) as usize == self.items.len()
                && self.items.iter().all(|(key, value)| {
                    ffi::PyDict_GetItem(self.dict.pointer(), key.pointer()) == value.pointer()
                })
        }
    }
}

fn held(object: *mut PyObject) -> Option<Owned> {
    // SAFETY: null, or an object that its function keeps alive.
    (!object.is_null()).then(|| unsafe { Value::new(object) }.hold())
}

fn pointer(expected: Option<&Owned>) -> *mut PyObject {
    expected.map_or(null_mut(), Owned::pointer)
}
