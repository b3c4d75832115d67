//! `str` as `Str` and `Char`: texts of code points below 256 are read where they lie, all others
//! copied by width; out again in CPython's own form, or as the object that came in.
#![allow(unsafe_code, reason = "reads CPython's text objects directly")]

use std::ffi::{c_int, c_uint, c_void};
use std::ptr::addr_of_mut;

use pyo3::ffi::{self, Py_ssize_t};

use super::scalar::made;
use super::{FromPython, Made, ToPython};
use crate::python::held::Held;
use crate::python::value::Value;
use crate::string::{Char, Str, View};

/// The code points of a Python text, in the width that it is stored in.
enum Units<'a> {
    One(&'a [u8]),
    Two(&'a [u16]),
    Four(&'a [u32]),
}

/// The code points, if this is exactly a `str`.
#[inline(always)]
fn units(value: Value<'_>) -> Option<Units<'_>> {
    if !value.is_exactly(addr_of_mut!(ffi::PyUnicode_Type)) {
        return None;
    }
    let text = value.pointer();
    // SAFETY: exactly a str; a str is immutable, and its data lies at `DATA` in units of `KIND`
    // bytes. Texts that are not ready (before 3.12) are refused.
    unsafe {
        if ffi::PyUnicode_IS_READY(text) == 0 {
            return None;
        }
        let length = ffi::PyUnicode_GET_LENGTH(text) as usize;
        let data: *const c_void = ffi::PyUnicode_DATA(text);
        Some(match ffi::PyUnicode_KIND(text) as c_uint {
            1 => Units::One(std::slice::from_raw_parts(data.cast(), length)),
            2 => Units::Two(std::slice::from_raw_parts(data.cast(), length)),
            _ => Units::Four(std::slice::from_raw_parts(data.cast(), length)),
        })
    }
}

impl FromPython for Str {
    #[inline(always)]
    fn from_python(value: Value<'_>) -> Option<Str> {
        match held(value) {
            Some(held) => Some(Str::from_held(held)),
            None => copied(value),
        }
    }

    #[inline(always)]
    unsafe fn read_into(value: Value<'_>, slot: *mut Str) -> bool {
        let text = match held(value) {
            Some(held) => {
                // SAFETY: the caller's promise.
                unsafe { slot.write(Str::from_held(held)) };
                return true;
            }
            None => copied(value),
        };
        // SAFETY: as above.
        text.map(|text| unsafe { slot.write(text) }).is_some()
    }
}

/// The text where it lies, if this is exactly a `str` of code points below 256.
#[inline(always)]
fn held(value: Value<'_>) -> Option<Held> {
    match units(value)? {
        // SAFETY: as `units` found it.
        Units::One(units) => unsafe { Held::new(value, units) },
        _ => None,
    }
}

#[inline(never)]
fn copied(value: Value<'_>) -> Option<Str> {
    Some(match units(value)? {
        Units::One(units) => Str::from_narrow(units),
        Units::Two(units) => {
            Str::from_points(&units.iter().copied().map(u32::from).collect::<Vec<_>>())
        }
        Units::Four(units) => Str::from_points(units),
    })
}

impl ToPython for Str {
    #[inline]
    fn to_python(&self) -> Made {
        if let Some(object) = self.held().and_then(Held::whole) {
            return Ok(object.clone());
        }
        let (kind, data, length) = match self.view() {
            View::Narrow(units) => (1, units.as_ptr().cast::<c_void>(), units.len()),
            View::Wide(points) => (4, points.as_ptr().cast::<c_void>(), points.len()),
        };
        // SAFETY: copies `length` units of `kind` bytes into a new text, in the narrowest form;
        // every code point of a `Str` is below 0x110000.
        unsafe {
            made(ffi::PyUnicode_FromKindAndData(
                kind as c_int,
                data,
                length as Py_ssize_t,
            ))
        }
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        let object = self.held().and_then(Held::whole);
        if object.is_some_and(|object| object.pointer() == old.pointer()) {
            return true;
        }
        match (units(old), self.view()) {
            (Some(Units::One(old)), View::Narrow(new)) => old == new,
            (Some(Units::Two(old)), View::Wide(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|(a, b)| u32::from(*a) == *b)
            }
            (Some(Units::Four(old)), View::Wide(new)) => old == new,
            _ => false,
        }
    }
}

impl FromPython for Char {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<Char> {
        let point = match units(value)? {
            Units::One([one]) => u32::from(*one),
            Units::Two([one]) => u32::from(*one),
            Units::Four([one]) => *one,
            _ => return None,
        };
        Some(Char::from_point(point))
    }
}

impl ToPython for Char {
    #[inline]
    fn to_python(&self) -> Made {
        // SAFETY: makes a new reference, or takes the interpreter's own for Latin-1.
        unsafe { made(ffi::PyUnicode_FromOrdinal(self.point() as c_int)) }
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        Char::from_python(old) == Some(*self)
    }
}
