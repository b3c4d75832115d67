//! `int`, `float`, `bool`, `None` and `Optional`.
#![allow(unsafe_code, reason = "reads CPython's number objects")]

use std::ptr::{addr_of, addr_of_mut};

use pyo3::ffi::{self, PyObject};

use super::{FromPython, Made, Seen, ToPython};
use crate::complex::{self, Complex};
use crate::key::FloatKey;
use crate::python::entry::Leave;
use crate::python::raw;
use crate::python::value::{Owned, Value};

/// An int object of 3.12 and newer carries its size and sign in one tagged word.
const IS_TAGGED: bool = size_of::<ffi::PyTypeObject>() > 408;
pub(super) const DIGIT_BITS: u32 = 30;

#[repr(C)]
struct IntObject {
    head: PyObject,
    size: isize,
    digits: [u32; 2],
}

/// Takes over a reference that CPython made, or reports its error.
#[inline(always)]
pub(super) unsafe fn made(pointer: *mut PyObject) -> Made {
    // SAFETY: the caller's promise: a new reference, or null with an error set.
    unsafe { Owned::from_new(pointer) }.ok_or(Leave::Raised)
}

#[inline(always)]
pub(super) fn is_int(value: Value<'_>) -> bool {
    value.is_exactly(addr_of_mut!(ffi::PyLong_Type))
}

/// The digits' count with the sign, read from the object's head.
#[inline(always)]
fn signed_size(size: isize) -> isize {
    match IS_TAGGED {
        true => (1 - (size & 3)) * (size >> 3),
        false => size,
    }
}

impl FromPython for i64 {
    #[inline(always)]
    fn from_python(value: Value<'_>) -> Option<i64> {
        if !is_int(value) {
            return None;
        }
        let int = value.pointer().cast::<IntObject>();
        // SAFETY: exactly an int; as many digits are read as its size tells.
        unsafe {
            match signed_size((*int).size) {
                0 => Some(0),
                1 => Some(i64::from((*int).digits[0])),
                -1 => Some(-i64::from((*int).digits[0])),
                2 => Some(two_digits(&(*int).digits)),
                -2 => Some(-two_digits(&(*int).digits)),
                _ => long_value(value),
            }
        }
    }
}

/// The digits of 30 bits, the lowest first, and whether the int is below zero.
pub(super) fn digits(value: Value<'_>) -> Option<(&[u32], bool)> {
    if !is_int(value) {
        return None;
    }
    let int = value.pointer().cast::<IntObject>();
    // SAFETY: exactly an int; as many digits are read as its size tells.
    unsafe {
        let size = signed_size((*int).size);
        let first = addr_of!((*int).digits).cast::<u32>();
        Some((
            std::slice::from_raw_parts(first, size.unsigned_abs()),
            size < 0,
        ))
    }
}

/// A new int of so many digits, more than two of them; `write` fills them in.
///
/// # Safety
/// The GIL is held, and the highest digit that is written is not zero.
pub(super) unsafe fn new_int(
    count: usize,
    is_negative: bool,
    write: impl FnOnce(&mut [u32]),
) -> Made {
    // SAFETY: makes a new reference, to an int that nobody else has seen, with room for the digits.
    unsafe {
        let made = made(raw::_PyLong_New(count as isize))?;
        let int = made.pointer().cast::<IntObject>();
        let first = addr_of_mut!((*int).digits).cast::<u32>();
        write(std::slice::from_raw_parts_mut(first, count));
        if is_negative {
            (*int).size = match IS_TAGGED {
                true => (*int).size | 2,
                false => -(*int).size,
            };
        }
        Ok(made)
    }
}

#[inline(always)]
fn two_digits(digits: &[u32; 2]) -> i64 {
    i64::from(digits[0]) | (i64::from(digits[1]) << DIGIT_BITS)
}

#[cold]
fn long_value(value: Value<'_>) -> Option<i64> {
    let mut overflow = 0;
    // SAFETY: exactly an int.
    let result = unsafe { ffi::PyLong_AsLongLongAndOverflow(value.pointer(), &mut overflow) };
    (overflow == 0).then_some(result)
}

impl ToPython for i64 {
    #[inline]
    fn to_python(&self) -> Made {
        // SAFETY: makes a new reference.
        unsafe { made(ffi::PyLong_FromLongLong(*self)) }
    }

    #[inline(always)]
    fn is_same(&self, old: Value<'_>) -> bool {
        i64::from_python(old) == Some(*self)
    }
}

impl FromPython for f64 {
    #[inline(always)]
    fn from_python(value: Value<'_>) -> Option<f64> {
        match value.is_exactly(addr_of_mut!(ffi::PyFloat_Type)) {
            // SAFETY: exactly a float.
            true => Some(unsafe { ffi::PyFloat_AS_DOUBLE(value.pointer()) }),
            false => None,
        }
    }
}

impl ToPython for f64 {
    #[inline]
    fn to_python(&self) -> Made {
        // SAFETY: makes a new reference.
        unsafe { made(ffi::PyFloat_FromDouble(*self)) }
    }

    /// Bit for bit: the sign of zero and the payload of a NaN count.
    #[inline(always)]
    fn is_same(&self, old: Value<'_>) -> bool {
        f64::from_python(old).is_some_and(|old| old.to_bits() == self.to_bits())
    }
}

impl FromPython for Complex {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<Complex> {
        if !value.is_exactly(addr_of_mut!(ffi::PyComplex_Type)) {
            return None;
        }
        // SAFETY: exactly a complex; reading its parts can't fail.
        unsafe {
            let re = ffi::PyComplex_RealAsDouble(value.pointer());
            let im = ffi::PyComplex_ImagAsDouble(value.pointer());
            Some(complex::new(re, im))
        }
    }
}

impl ToPython for Complex {
    #[inline]
    fn to_python(&self) -> Made {
        // SAFETY: makes a new reference.
        unsafe { made(ffi::PyComplex_FromDoubles(self.re, self.im)) }
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        Complex::from_python(old).is_some_and(|old| {
            old.re.to_bits() == self.re.to_bits() && old.im.to_bits() == self.im.to_bits()
        })
    }
}

impl FromPython for FloatKey {
    /// NaN is a key by identity only: a miss.
    #[inline]
    fn from_python(value: Value<'_>) -> Option<FloatKey> {
        FloatKey::new(f64::from_python(value)?).ok()
    }
}

impl ToPython for FloatKey {
    #[inline]
    fn to_python(&self) -> Made {
        self.get().to_python()
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        self.get().is_same(old)
    }
}

impl FromPython for bool {
    #[inline(always)]
    fn from_python(value: Value<'_>) -> Option<bool> {
        // SAFETY: the two bools live as long as the interpreter.
        let (yes, no) = unsafe { (ffi::Py_True(), ffi::Py_False()) };
        match value.pointer() {
            pointer if pointer == yes => Some(true),
            pointer if pointer == no => Some(false),
            _ => None,
        }
    }
}

impl ToPython for bool {
    #[inline]
    fn to_python(&self) -> Made {
        // SAFETY: the two bools live as long as the interpreter; the new reference is given away.
        unsafe {
            let object = if *self {
                ffi::Py_True()
            } else {
                ffi::Py_False()
            };
            made(ffi::Py_NewRef(object))
        }
    }

    #[inline(always)]
    fn is_same(&self, old: Value<'_>) -> bool {
        bool::from_python(old) == Some(*self)
    }
}

impl FromPython for () {
    #[inline(always)]
    fn from_python(value: Value<'_>) -> Option<()> {
        value.is_none().then_some(())
    }
}

impl ToPython for () {
    #[inline]
    fn to_python(&self) -> Made {
        // SAFETY: None lives as long as the interpreter; the new reference is given away.
        unsafe { made(ffi::Py_NewRef(ffi::Py_None())) }
    }

    #[inline(always)]
    fn is_same(&self, old: Value<'_>) -> bool {
        old.is_none()
    }
}

impl<T: FromPython> FromPython for Option<T> {
    const MUTABLE: bool = T::MUTABLE;

    #[inline]
    fn from_python(value: Value<'_>) -> Option<Option<T>> {
        match value.is_none() {
            true => Some(None),
            false => T::from_python(value).map(Some),
        }
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        value.is_none() || T::visit(value, seen)
    }
}

impl<T: ToPython> ToPython for Option<T> {
    #[inline]
    fn to_python(&self) -> Made {
        match self {
            None => ().to_python(),
            Some(value) => value.to_python(),
        }
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        match self {
            None => old.is_none(),
            Some(value) => value.is_same(old),
        }
    }
}
