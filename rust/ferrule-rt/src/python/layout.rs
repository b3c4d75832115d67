//! Is CPython laid out as this crate believes?
//!
//! In: a few objects, made the regular way. Out: yes, if reading them directly gives their values.
//! Asked once, when the extension is loaded: elsewhere it refuses to load, and Python runs.
#![allow(unsafe_code, reason = "makes objects through CPython")]

use std::ffi::CStr;
use std::ptr::null_mut;

use pyo3::ffi::{self, PyObject};

use super::convert::{FromPython, ToPython};
use super::value::Owned;
use crate::big::Int;
use crate::set::Set;
use crate::string::Str;

/// Do objects of all kinds that are read directly have the layout that is known here?
pub(super) fn is_known() -> bool {
    ints() && texts() && sets()
}

fn comes_back<T: FromPython + PartialEq>(object: *mut PyObject, value: &T) -> bool {
    // SAFETY: a new reference, or null.
    let object = unsafe { Owned::from_new(object) };
    object.is_some_and(|object| T::from_python(object.value()).as_ref() == Some(value))
}

fn parsed(digits: &CStr) -> *mut PyObject {
    // SAFETY: a C string of digits.
    unsafe { ffi::PyLong_FromString(digits.as_ptr(), null_mut(), 10) }
}

fn ints() -> bool {
    let few = [
        0,
        1,
        -1,
        1 << 29,
        -(1 << 30),
        1 << 31,
        (1 << 59) + 5,
        -(1 << 60),
        i64::MIN,
        i64::MAX,
    ];
    // SAFETY: makes new references.
    let come_back = few
        .iter()
        .all(|int| comes_back(unsafe { ffi::PyLong_FromLongLong(*int) }, int));
    let squares = Int::from(i64::MAX) * Int::from(i64::MIN);
    let text = c"-85070591730234615856620279821087277056";
    come_back && comes_back(parsed(text), &squares) && goes_out(text, &squares)
}

/// Is what is made of the int, with either sign, equal to what CPython makes of its digits?
fn goes_out(text: &CStr, int: &Int) -> bool {
    let Ok(ours) = int.to_python() else {
        return false;
    };
    // SAFETY: live objects; makes new references.
    unsafe {
        let (Ok(opposite), Some(theirs)) = ((-int).to_python(), Owned::from_new(parsed(text)))
        else {
            return false;
        };
        let Some(turned) = Owned::from_new(ffi::PyNumber_Negative(theirs.pointer())) else {
            return false;
        };
        let is_same = |a: &Owned, b: &Owned| {
            ffi::PyObject_RichCompareBool(a.pointer(), b.pointer(), ffi::Py_EQ) == 1
        };
        is_same(&ours, &theirs) && is_same(&opposite, &turned)
    }
}

fn texts() -> bool {
    let long = [
        "a text that is read where it lies",
        "\u{e9}l\u{e8}ve, lui aussi l\u{e0} o\u{f9} il est",
    ];
    ["", "a", "ferrule", "\u{e9}", "\u{20ac}uro", "\u{1f600}"]
        .iter()
        .chain(&long)
        .all(|text| {
            // SAFETY: UTF-8 of that length; makes a new reference.
            let object = unsafe {
                ffi::PyUnicode_FromStringAndSize(
                    text.as_ptr().cast(),
                    text.len() as ffi::Py_ssize_t,
                )
            };
            comes_back(object, &Str::from(*text))
        })
}

fn sets() -> bool {
    let few: Set<i64> = (0..20).map(|key| key * 8 - 40).collect();
    let Ok(ours) = few.to_python() else {
        return false;
    };
    // SAFETY: makes a new set by walking over ours, and compares the two.
    unsafe {
        let Some(theirs) = Owned::from_new(ffi::PySet_New(ours.pointer())) else {
            return false;
        };
        let is_equal =
            ffi::PyObject_RichCompareBool(ours.pointer(), theirs.pointer(), ffi::Py_EQ) == 1;
        is_equal && Set::from_python(theirs.value()).as_ref() == Some(&few)
    }
}
