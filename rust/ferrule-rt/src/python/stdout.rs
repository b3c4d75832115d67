//! What a slice printed, through the `sys.stdout` of the moment.
//!
//! In: the text buffered while the slice ran. Out: one `write`, after the commit.
#![allow(unsafe_code, reason = "calls sys.stdout.write")]

use std::ptr::null_mut;

use pyo3::ffi::{self, PyObject};

use super::convert::ToPython;
use super::pending;
use super::value::{Owned, Value};
use crate::error::Res;
use crate::print;
use crate::string::Str;

/// Writes what was printed, then gives the result; null where writing raised.
#[inline]
pub(super) fn finish(result: Owned) -> *mut PyObject {
    if print::is_empty() || write(&print::take()) {
        return result.into_pointer();
    }
    null_mut()
}

/// Writes what was printed so far: Python code is about to run that may print, too.
#[inline]
pub(super) fn flush() -> Res<()> {
    if print::is_empty() || write(&print::take()) {
        Ok(())
    } else {
        Err(pending::take())
    }
}

/// Forgets what was printed: the original will print it.
pub(super) fn drop_text() {
    if !print::is_empty() {
        drop(print::take());
    }
}

/// Writes what was printed before the exception that is now set.
#[allow(deprecated, reason = "the newer form is not in 3.11")]
pub(super) fn finish_raised() {
    if print::is_empty() {
        return;
    }
    let (mut class, mut exception, mut traceback) = (null_mut(), null_mut(), null_mut());
    // SAFETY: takes the current exception away and puts it back, over one that writing raised.
    unsafe {
        ffi::PyErr_Fetch(&mut class, &mut exception, &mut traceback);
        write(&print::take());
        ffi::PyErr_Clear();
        ffi::PyErr_Restore(class, exception, traceback);
    }
}

/// `sys.stdout.write(text)`; false with the exception set where that raised.
#[cold]
fn write(text: &Str) -> bool {
    // SAFETY: the GIL is held; the borrowed stdout is held while it is called.
    unsafe {
        let stdout = ffi::PySys_GetObject(c"stdout".as_ptr());
        if stdout.is_null() {
            ffi::PyErr_SetString(ffi::PyExc_RuntimeError, c"lost sys.stdout".as_ptr());
            return false;
        }
        let stdout = Value::new(stdout).hold();
        // As `print` has it: without a stdout, nothing is printed.
        if stdout.value().is_none() {
            return true;
        }
        let method = Owned::from_new(ffi::PyUnicode_InternFromString(c"write".as_ptr()));
        let (Some(method), Ok(text)) = (method, text.to_python()) else {
            return false;
        };
        let (file, text) = (stdout.pointer(), text.pointer());
        Owned::from_new(ffi::PyObject_CallMethodOneArg(file, method.pointer(), text)).is_some()
    }
}
