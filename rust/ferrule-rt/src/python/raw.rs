//! CPython functions that pyo3's declarations leave out, the same from 3.11 to 3.13.
#![allow(unsafe_code, reason = "declarations of C functions")]
#![allow(missing_docs, reason = "documented by CPython")]

use std::ffi::{c_int, c_ulong};

use pyo3::ffi::{Py_hash_t, Py_ssize_t, PyObject, PyTypeObject};

unsafe extern "C" {
    pub static Py_Version: c_ulong;
    pub static _PySet_Dummy: *mut PyObject;
    pub static _Py_HashSecret: [u64; 2];
    pub fn _PyType_Lookup(class: *mut PyTypeObject, name: *mut PyObject) -> *mut PyObject;
    pub fn _PyDict_GetItem_KnownHash(
        dict: *mut PyObject,
        key: *mut PyObject,
        hash: Py_hash_t,
    ) -> *mut PyObject;
    pub fn _PyDict_NewPresized(size: Py_ssize_t) -> *mut PyObject;
    pub fn _PyLong_New(count: Py_ssize_t) -> *mut PyObject;
    pub fn _PyObject_GenericGetAttrWithDict(
        object: *mut PyObject,
        name: *mut PyObject,
        dict: *mut PyObject,
        suppress: c_int,
    ) -> *mut PyObject;
}

/// `sys.version_info.minor`
pub fn minor_version() -> u8 {
    // SAFETY: a constant that CPython exports since 3.11.
    (unsafe { Py_Version } >> 16) as u8
}
