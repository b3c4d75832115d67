//! Would NumPy have warned? The processor knows what floats have met since the call began.
//!
//! In: a call that works with NumPy's floats. Out: a redo where NumPy, asked by the program to warn
//! or to raise of what was met, would have done so.
#![allow(unsafe_code, reason = "asks the C library for the processor's flags")]

use std::ffi::{CStr, c_int};
use std::hint::black_box;

use pyo3::ffi;

use crate::error::{Res, Stop};
use crate::python::value::Owned;

unsafe extern "C" {
    fn feclearexcept(flags: c_int) -> c_int;
    fn fetestexcept(flags: c_int) -> c_int;
}

#[cfg(all(any(target_arch = "x86", target_arch = "x86_64"), not(windows)))]
const KINDS: [(c_int, &CStr); 4] = [
    (0x01, c"invalid"),
    (0x04, c"divide"),
    (0x08, c"over"),
    (0x10, c"under"),
];
#[cfg(all(not(any(target_arch = "x86", target_arch = "x86_64")), not(windows)))]
const KINDS: [(c_int, &CStr); 4] = [
    (0x01, c"invalid"),
    (0x02, c"divide"),
    (0x04, c"over"),
    (0x08, c"under"),
];
#[cfg(windows)]
const KINDS: [(c_int, &CStr); 4] = [
    (0x10, c"invalid"),
    (0x08, c"divide"),
    (0x04, c"over"),
    (0x02, c"under"),
];
const ALL: c_int = KINDS[0].0 | KINDS[1].0 | KINDS[2].0 | KINDS[3].0;

/// The flags of one call.
#[derive(Debug)]
pub struct Flags(());

impl Flags {
    /// From here on they count.
    #[inline]
    pub fn watch() -> Flags {
        // SAFETY: only changes the processor's own flags.
        unsafe { feclearexcept(ALL) };
        Flags(())
    }

    /// The result, if NumPy would have had nothing to say.
    #[inline]
    pub fn quiet<T>(self, result: T) -> Res<T> {
        // What is worked out later than the flags are read would not be in them.
        let result = black_box(result);
        // SAFETY: only reads the processor's own flags.
        match unsafe { fetestexcept(ALL) } {
            0 => Ok(result),
            met if is_ignored(met) => Ok(result),
            _ => Err(Stop::redo()),
        }
    }
}

/// Does the program want to hear nothing of these?
#[cold]
fn is_ignored(met: c_int) -> bool {
    let found = settings();
    if found.is_none() {
        // SAFETY: the GIL is held.
        unsafe { ffi::PyErr_Clear() };
    }
    found.is_some_and(|settings| {
        KINDS
            .iter()
            .filter(|(flag, _)| met & flag != 0)
            .all(|(_, name)| says_ignore(&settings, name))
    })
}

fn says_ignore(settings: &Owned, name: &CStr) -> bool {
    // SAFETY: a live dict; the item is borrowed and only compared.
    unsafe {
        let said = ffi::PyDict_GetItemString(settings.pointer(), name.as_ptr());
        !said.is_null() && ffi::PyUnicode_CompareWithASCIIString(said, c"ignore".as_ptr()) == 0
    }
}

/// `np.geterr()`
fn settings() -> Option<Owned> {
    // SAFETY: the GIL is held; each call makes a new reference, or reports an error.
    unsafe {
        let module = Owned::from_new(ffi::PyImport_ImportModule(c"numpy".as_ptr()))?;
        let ask = Owned::from_new(ffi::PyObject_GetAttrString(
            module.pointer(),
            c"geterr".as_ptr(),
        ))?;
        let found = Owned::from_new(ffi::PyObject_CallNoArgs(ask.pointer()))?;
        (ffi::PyDict_Check(found.pointer()) != 0).then_some(found)
    }
}
