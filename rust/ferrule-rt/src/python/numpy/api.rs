//! NumPy's C interface, found where NumPy keeps it.
//!
//! In: nothing. Out: its table of functions and types, once NumPy is loaded. The places in the
//! table and the fields below are the same in all of NumPy 1 and 2.
#![allow(unsafe_code, reason = "reads NumPy's own table of functions")]

use std::cell::{Cell, OnceCell};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{null, null_mut};

use pyo3::ffi::{self, PyObject, PyTypeObject};

use crate::python::gil::Guarded;
use crate::python::value::Owned;

/// `PyArrayObject`
#[repr(C)]
pub(super) struct ArrayObject {
    head: PyObject,
    pub(super) data: *mut c_void,
    pub(super) axes: c_int,
    pub(super) shape: *const isize,
    pub(super) steps: *const isize,
    pub(super) base: *mut PyObject,
    pub(super) kind: *mut KindObject,
    pub(super) flags: c_int,
}

/// `PyArray_Descr`, as far as it is the same in all versions
#[repr(C)]
pub(super) struct KindObject {
    head: PyObject,
    class: *mut PyTypeObject,
    kind: c_char,
    letter: c_char,
    pub(super) order: c_char,
    flags: c_char,
    pub(super) number: c_int,
}

pub(super) const ALIGNED: c_int = 0x0100;
pub(super) const WRITEABLE: c_int = 0x0400;

/// The number of the largest kind of element that is kept here.
const KINDS: usize = 24;

const ARRAY_TYPE: usize = 2;
const KIND_OF_NUMBER: usize = 45;
const CLASS_OF_NUMBER: usize = 46;
const SCALAR: usize = 60;
const VALUE_OF_SCALAR: usize = 62;
const NEW_ARRAY: usize = 94;
const SET_BASE: usize = 282;

/// The table, and the classes of NumPy's numbers as they are asked for.
#[derive(Debug)]
pub(super) struct Api {
    table: *const *mut c_void,
    classes: [Cell<*mut PyTypeObject>; KINDS],
}

static API: Guarded<OnceCell<Option<Api>>> = Guarded::new(OnceCell::new());

/// The interface, if NumPy is loaded.
#[inline]
pub(super) fn api() -> Option<&'static Api> {
    match API.get() {
        Some(found) => found.as_ref(),
        None => first(),
    }
}

#[cold]
fn first() -> Option<&'static Api> {
    // What is not there yet is asked for again.
    let table =
        find(c"numpy._core._multiarray_umath").or_else(|| find(c"numpy.core._multiarray_umath"))?;
    API.get_or_init(|| {
        Some(Api {
            table,
            classes: [const { Cell::new(null_mut()) }; KINDS],
        })
    })
    .as_ref()
}

fn find(module: &CStr) -> Option<*const *mut c_void> {
    // SAFETY: the GIL is held; each call makes a new reference, or reports an error.
    unsafe {
        let table = Owned::from_new(ffi::PyUnicode_FromString(module.as_ptr()))
            .and_then(|name| Owned::from_new(ffi::PyImport_GetModule(name.pointer())))
            .and_then(|module| {
                Owned::from_new(ffi::PyObject_GetAttrString(
                    module.pointer(),
                    c"_ARRAY_API".as_ptr(),
                ))
            })
            .map_or(null(), |capsule| {
                ffi::PyCapsule_GetPointer(capsule.pointer(), null()).cast_const()
            });
        if table.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        Some(table.cast())
    }
}

impl Api {
    fn entry(&self, place: usize) -> *mut c_void {
        // SAFETY: the table is longer than the largest place that is asked for here.
        unsafe { *self.table.add(place) }
    }

    /// `np.ndarray`
    #[inline]
    pub(super) fn array_type(&self) -> *mut PyTypeObject {
        self.entry(ARRAY_TYPE).cast()
    }

    /// The class of NumPy's numbers of this kind, as `np.float64`.
    #[inline]
    pub(super) fn class(&self, number: c_int) -> *mut PyTypeObject {
        let known = self.classes[number as usize].get();
        if !known.is_null() {
            return known;
        }
        // SAFETY: the function of that place; the new reference is kept for good.
        let found: *mut PyTypeObject = unsafe {
            let ask: unsafe extern "C" fn(c_int) -> *mut PyTypeObject =
                std::mem::transmute(self.entry(CLASS_OF_NUMBER));
            ask(number)
        };
        self.classes[number as usize].set(found);
        found
    }

    /// `np.dtype` of a kind.
    fn kind(&self, number: c_int) -> Option<Owned> {
        // SAFETY: the function of that place makes a new reference, or reports an error.
        unsafe {
            let ask: unsafe extern "C" fn(c_int) -> *mut PyObject =
                std::mem::transmute(self.entry(KIND_OF_NUMBER));
            Owned::from_new(ask(number))
        }
    }

    /// A number of NumPy's from its memory.
    ///
    /// # Safety
    /// What is pointed to is a number of that kind.
    pub(super) unsafe fn scalar(&self, number: c_int, memory: *const c_void) -> Option<Owned> {
        let kind = self.kind(number)?;
        // SAFETY: the function of that place copies the number, and makes a new reference.
        unsafe {
            let make: unsafe extern "C" fn(
                *const c_void,
                *mut PyObject,
                *mut PyObject,
            ) -> *mut PyObject = std::mem::transmute(self.entry(SCALAR));
            Owned::from_new(make(memory, kind.pointer(), null_mut()))
        }
    }

    /// Copies a number of NumPy's out of its object.
    ///
    /// # Safety
    /// The object is one, and there is room for its value.
    #[inline]
    pub(super) unsafe fn value_of(&self, scalar: *mut PyObject, memory: *mut c_void) {
        // SAFETY: the caller's promise.
        unsafe {
            let copy: unsafe extern "C" fn(*mut PyObject, *mut c_void) =
                std::mem::transmute(self.entry(VALUE_OF_SCALAR));
            copy(scalar, memory);
        }
    }

    /// A view of memory that belongs to another array.
    ///
    /// # Safety
    /// Shape and steps (in bytes) stay within what the base owns.
    pub(super) unsafe fn view(
        &self,
        number: c_int,
        (shape, steps): (&[isize], &[isize]),
        data: *mut c_void,
        flags: c_int,
        base: Owned,
    ) -> Option<Owned> {
        let kind = self.kind(number)?;
        // SAFETY: the functions of those places; the first takes the kind over, the second the base.
        unsafe {
            let make: unsafe extern "C" fn(
                *mut PyTypeObject,
                *mut PyObject,
                c_int,
                *const isize,
                *const isize,
                *mut c_void,
                c_int,
                *mut PyObject,
            ) -> *mut PyObject = std::mem::transmute(self.entry(NEW_ARRAY));
            let made = Owned::from_new(make(
                self.array_type(),
                kind.into_pointer(),
                shape.len() as c_int,
                shape.as_ptr(),
                steps.as_ptr(),
                data,
                flags,
                null_mut(),
            ))?;
            let set: unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> c_int =
                std::mem::transmute(self.entry(SET_BASE));
            match set(made.pointer(), base.into_pointer()) {
                0 => Some(made),
                _ => None,
            }
        }
    }
}
