//! What the pure modules need of the running interpreter.
//!
//! In: questions about characters outside ASCII. Out: the answers of the interpreter's own `str`.
#![allow(unsafe_code, reason = "calls methods of str")]

use std::sync::{Mutex, Once};

use pyo3::ffi;

use super::convert::{FromPython, ToPython};
use super::value::Owned;
use super::{random, raw, secret, ticker};
use crate::big;
use crate::string::Str;
use crate::unicode::{self, Change, Check};
use crate::version;

static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Where the last panic came from and what it said, for a report of ours.
pub(super) fn last_panic() -> Str {
    LAST_PANIC
        .lock()
        .map_or(Str::EMPTY, |last| Str::from(&**last))
}

static INSTALLED: Once = Once::new();

/// Installs the hooks, once for each extension.
pub(super) fn install() {
    INSTALLED.call_once(|| {
        version::set_python_version(raw::minor_version());
        unicode::install(unicode::Hooks { check, change });
        big::install_limit(most_digits);
        secret::install();
        random::install();
        ticker::install();
        // A panic is a redo and shows in `stats`; its text on stderr would be output of ours.
        std::panic::set_hook(Box::new(|panic| {
            if let Ok(mut last) = LAST_PANIC.lock() {
                *last = panic.to_string();
            }
        }));
    });
}

fn check(check: Check, text: &Str) -> Option<bool> {
    bool::from_python(ask(text, check.method())?.value())
}

fn change(change: Change, text: &Str) -> Option<Str> {
    Str::from_python(ask(text, change.method())?.value())
}

/// `sys.get_int_max_str_digits()`
fn most_digits() -> Option<usize> {
    // SAFETY: the GIL is held; a borrowed reference, called at once; makes a new one.
    let answer = unsafe {
        let ask = ffi::PySys_GetObject(c"get_int_max_str_digits".as_ptr());
        (!ask.is_null())
            .then(|| Owned::from_new(ffi::PyObject_CallNoArgs(ask)))
            .flatten()
    };
    if answer.is_none() {
        // SAFETY: the GIL is held.
        unsafe { ffi::PyErr_Clear() };
    }
    usize::try_from(i64::from_python(answer?.value())?).ok()
}

/// `text.method()`
fn ask(text: &Str, method: &str) -> Option<Owned> {
    let text = text.to_python().ok()?;
    let method = Str::from(method).to_python().ok()?;
    // SAFETY: a str and the name of one of its methods; makes a new reference.
    let answer = unsafe {
        Owned::from_new(ffi::PyObject_CallMethodNoArgs(
            text.pointer(),
            method.pointer(),
        ))
    };
    if answer.is_none() {
        // SAFETY: the GIL is held.
        unsafe { ffi::PyErr_Clear() };
    }
    answer
}
