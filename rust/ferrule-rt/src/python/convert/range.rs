//! `range`, as a value.
#![allow(unsafe_code, reason = "makes and asks CPython's range objects")]

use std::ffi::CStr;
use std::ptr::addr_of_mut;

use pyo3::ffi;

use super::scalar::made;
use super::{FromPython, Made, ToPython};
use crate::python::value::{Owned, Value};
use crate::range::Numbers;

/// One of the three numbers; `None` where it needs more than 64 bits.
fn number(value: Value<'_>, name: &CStr) -> Option<i64> {
    // SAFETY: a live object and a C string; makes a new reference, or reports an error.
    let found =
        unsafe { Owned::from_new(ffi::PyObject_GetAttrString(value.pointer(), name.as_ptr())) };
    i64::from_python(found?.value())
}

impl FromPython for Numbers {
    fn from_python(value: Value<'_>) -> Option<Numbers> {
        if !value.is_exactly(addr_of_mut!(ffi::PyRange_Type)) {
            return None;
        }
        let (start, stop) = (number(value, c"start")?, number(value, c"stop")?);
        Numbers::new(start, stop, number(value, c"step")?).ok()
    }
}

impl ToPython for Numbers {
    fn to_python(&self) -> Made {
        let numbers = (self.start, self.stop, self.step).to_python()?;
        // SAFETY: a live class and a tuple; makes a new reference, or reports an error.
        unsafe {
            let class = addr_of_mut!(ffi::PyRange_Type).cast();
            made(ffi::PyObject_CallObject(class, numbers.pointer()))
        }
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        Numbers::from_python(old).is_some_and(|old| {
            (old.start, old.stop, old.step) == (self.start, self.stop, self.step)
        })
    }
}
