//! `bytes` as `Bytes`.
#![allow(unsafe_code, reason = "reads CPython's bytes objects directly")]

use std::ptr::addr_of_mut;

use pyo3::ffi::{self, Py_ssize_t};

use super::scalar::made;
use super::{FromPython, Made, ToPython};
use crate::bytes::Bytes;
use crate::python::value::Value;

/// The bytes themselves, if this is exactly a `bytes`.
fn units(value: Value<'_>) -> Option<&[u8]> {
    if !value.is_exactly(addr_of_mut!(ffi::PyBytes_Type)) {
        return None;
    }
    // SAFETY: exactly a bytes object, which is immutable and as long as it says.
    unsafe {
        let length = ffi::PyBytes_Size(value.pointer()) as usize;
        let first = ffi::PyBytes_AsString(value.pointer()).cast::<u8>();
        Some(std::slice::from_raw_parts(first, length))
    }
}

impl FromPython for Bytes {
    fn from_python(value: Value<'_>) -> Option<Bytes> {
        units(value).map(Bytes::from)
    }
}

impl ToPython for Bytes {
    fn to_python(&self) -> Made {
        let first = self.as_ptr().cast();
        // SAFETY: copies as many bytes as there are; makes a new reference.
        unsafe {
            made(ffi::PyBytes_FromStringAndSize(
                first,
                self.len() as Py_ssize_t,
            ))
        }
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        units(old).is_some_and(|units| units == &**self)
    }
}
