//! Would NumPy have warned? The processor knows what floats have met since the call began.
//!
//! In: a call that works with NumPy's floats. Out: a redo where NumPy, asked by the program to warn
//! or to raise of what was met, would have done so.
#![allow(unsafe_code, reason = "asks the C library for the processor's flags")]

use std::cell::Cell;
use std::ffi::{CStr, c_int};
use std::hint::black_box;
use std::ptr::null_mut;

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

thread_local! {
    /// What was met before NumPy was asked for something, which begins with flags of its own.
    static MET: Cell<c_int> = const { Cell::new(0) };
}

/// Before NumPy is asked.
pub(super) fn set_aside() {
    // SAFETY: only reads the processor's own flags.
    MET.set(MET.get() | unsafe { fetestexcept(ALL) });
}

/// After NumPy was asked: it has said itself what there was to say.
pub(super) fn forget() {
    // SAFETY: only changes the processor's own flags.
    unsafe { feclearexcept(ALL) };
}

/// The flags of one call.
#[derive(Debug)]
pub struct Flags(());

impl Flags {
    /// From here on they count.
    #[inline]
    pub fn watch() -> Flags {
        // SAFETY: only changes the processor's own flags.
        unsafe { feclearexcept(ALL) };
        MET.set(0);
        Flags(())
    }

    /// The result, if NumPy would have had nothing to say.
    #[inline]
    pub fn quiet<T>(self, result: T) -> Res<T> {
        // What is worked out later than the flags are read would not be in them.
        let result = black_box(result);
        // SAFETY: only reads the processor's own flags.
        match unsafe { fetestexcept(ALL) } | MET.get() {
            0 => Ok(result),
            met if is_ignored(met) => Ok(result),
            _ => Err(Stop::redo()),
        }
    }
}

/// While this lives NumPy raises what it would else warn about, so that nothing is printed by a
/// call that may still be given up.
#[derive(Debug)]
pub struct Raising(Option<Owned>);

impl Raising {
    /// A redo where NumPy can't be told.
    pub fn enter() -> Res<Raising> {
        let found = raising();
        if found.is_none() {
            // SAFETY: the GIL is held.
            unsafe { ffi::PyErr_Clear() };
        }
        found.map(Raising).ok_or_else(Stop::redo)
    }
}

impl Drop for Raising {
    fn drop(&mut self) {
        let Some(around) = self.0.take() else {
            return;
        };
        // SAFETY: the GIL is held; an exception that is on its way is kept.
        unsafe {
            let (mut kind, mut value, mut trace) = (null_mut(), null_mut(), null_mut());
            ffi::PyErr_Fetch(&mut kind, &mut value, &mut trace);
            let none = ffi::Py_None();
            let mut row = [around.pointer(), none, none, none];
            let name = Owned::from_new(ffi::PyUnicode_InternFromString(c"__exit__".as_ptr()));
            if let Some(name) = name {
                drop(Owned::from_new(ffi::PyObject_VectorcallMethod(
                    name.pointer(),
                    row.as_mut_ptr(),
                    row.len(),
                    null_mut(),
                )));
            }
            ffi::PyErr_Clear();
            ffi::PyErr_Restore(kind, value, trace);
        }
    }
}

/// `np.errstate(...)`, entered; `Some(None)` where nothing has to be said.
fn raising() -> Option<Option<Owned>> {
    let settings = settings()?;
    let loud = KINDS
        .iter()
        .filter(|(_, name)| !says(&settings, name, c"ignore") && !says(&settings, name, c"raise"));
    // SAFETY: the GIL is held; each call makes a new reference, or reports an error.
    unsafe {
        let wanted = Owned::from_new(ffi::PyDict_New())?;
        let raise = Owned::from_new(ffi::PyUnicode_FromString(c"raise".as_ptr()))?;
        for (_, name) in loud {
            if ffi::PyDict_SetItemString(wanted.pointer(), name.as_ptr(), raise.pointer()) != 0 {
                return None;
            }
        }
        if ffi::PyDict_Size(wanted.pointer()) == 0 {
            return Some(None);
        }
        let make = attribute(c"errstate")?;
        let nothing = Owned::from_new(ffi::PyTuple_New(0))?;
        let around = Owned::from_new(ffi::PyObject_Call(
            make.pointer(),
            nothing.pointer(),
            wanted.pointer(),
        ))?;
        let enter = Owned::from_new(ffi::PyObject_GetAttrString(
            around.pointer(),
            c"__enter__".as_ptr(),
        ))?;
        Owned::from_new(ffi::PyObject_CallNoArgs(enter.pointer()))?;
        Some(Some(around))
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
            .all(|(_, name)| says(&settings, name, c"ignore"))
    })
}

fn says(settings: &Owned, name: &CStr, what: &CStr) -> bool {
    // SAFETY: a live dict; the item is borrowed and only compared.
    unsafe {
        let said = ffi::PyDict_GetItemString(settings.pointer(), name.as_ptr());
        !said.is_null() && ffi::PyUnicode_CompareWithASCIIString(said, what.as_ptr()) == 0
    }
}

/// `np.name`
fn attribute(name: &CStr) -> Option<Owned> {
    // SAFETY: the GIL is held; each call makes a new reference, or reports an error.
    unsafe {
        let module = Owned::from_new(ffi::PyImport_ImportModule(c"numpy".as_ptr()))?;
        Owned::from_new(ffi::PyObject_GetAttrString(module.pointer(), name.as_ptr()))
    }
}

/// `np.geterr()`
fn settings() -> Option<Owned> {
    let ask = attribute(c"geterr")?;
    // SAFETY: a live object; makes a new reference, or reports an error.
    unsafe {
        let found = Owned::from_new(ffi::PyObject_CallNoArgs(ask.pointer()))?;
        (ffi::PyDict_Check(found.pointer()) != 0).then_some(found)
    }
}
