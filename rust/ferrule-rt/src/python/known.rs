//! Functions among the arguments: is this the one that the slice was made for?
//!
//! In: an argument and a name. Out: yes or no. Python is asked once for each function; afterwards
//! it has to have the same code and the same defaults.
#![allow(unsafe_code, reason = "calls Python with borrowed arguments")]

use std::cell::RefCell;
use std::ffi::CStr;
use std::ptr::null_mut;

use pyo3::ffi::{self, Py_ssize_t, PyObject};

use super::gil::Guarded;
use super::unchanged::Unchanged;
use super::value::{Owned, Value};

/// How many functions are remembered.
const MOST: usize = 8;
/// The answer for a function that is the one as long as it does not change.
const ALWAYS: i64 = 2;

/// A function that was said to be the one.
#[derive(Debug)]
enum Known {
    /// In Python, as long as it does not change.
    Python(Unchanged),
    /// In C, where nothing can change.
    Other(Owned),
}

impl Known {
    fn is(&self, value: Value<'_>) -> bool {
        match self {
            Known::Python(function) => function.is_of(value) && function.holds(),
            Known::Other(function) => function.pointer() == value.pointer(),
        }
    }
}

static MATCHER: Guarded<RefCell<Option<Owned>>> = Guarded::new(RefCell::new(None));
static SEEN: Guarded<RefCell<Vec<(&'static CStr, Known)>>> = Guarded::new(RefCell::new(Vec::new()));

/// `recognise(matches)`: what is asked about functions.
pub(super) unsafe extern "C" fn recognise(
    _module: *mut PyObject,
    args: *mut *mut PyObject,
    count: Py_ssize_t,
) -> *mut PyObject {
    if count == 1 {
        // SAFETY: CPython hands over `count` objects that live for the call.
        let matcher = unsafe { Value::new(*args) };
        let old = MATCHER.borrow_mut().replace(matcher.hold());
        drop(old);
    }
    // SAFETY: a new reference to None.
    unsafe { ffi::Py_NewRef(ffi::Py_None()) }
}

/// Is it the function of this name?
pub(super) fn is_function(value: Value<'_>, name: &'static CStr) -> bool {
    let is_known = SEEN
        .borrow()
        .iter()
        .any(|(known, function)| *known == name && function.is(value));
    is_known || ask(value, name).unwrap_or(false)
}

fn ask(value: Value<'_>, name: &'static CStr) -> Option<bool> {
    let matcher = MATCHER.borrow().clone()?;
    // SAFETY: the GIL is held; live objects; an error is taken away again.
    let answer = unsafe {
        let text = Owned::from_new(ffi::PyUnicode_FromString(name.as_ptr()))?;
        let answer = Owned::from_new(ffi::PyObject_CallFunctionObjArgs(
            matcher.pointer(),
            value.pointer(),
            text.pointer(),
            null_mut::<PyObject>(),
        ));
        let number = answer.map_or(0, |answer| ffi::PyLong_AsLongLong(answer.pointer()));
        if !ffi::PyErr_Occurred().is_null() {
            ffi::PyErr_Clear();
        }
        number
    };
    if answer == ALWAYS {
        remember(value, name);
    }
    Some(answer > 0)
}

fn remember(value: Value<'_>, name: &'static CStr) {
    // SAFETY: a type check, and the code of a function, which is borrowed.
    let code = unsafe {
        let is_python = ffi::PyFunction_Check(value.pointer()) != 0;
        is_python.then(|| Value::new(ffi::PyFunction_GetCode(value.pointer())))
    };
    let function = code
        .and_then(|code| Unchanged::new(value, code))
        .map_or_else(|| Known::Other(value.hold()), Known::Python);
    let mut seen = SEEN.borrow_mut();
    let oldest = (seen.len() >= MOST).then(|| seen.remove(0));
    seen.push((name, function));
    drop(seen);
    drop(oldest); // may run Python code, so nothing is borrowed any more
}
