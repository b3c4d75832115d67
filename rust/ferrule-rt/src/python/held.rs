//! Text that lies in an object of the interpreter: read in place, the object kept alive meanwhile.
//!
//! In: a `str` of code points below 256. Out: windows of it that cost a reference, not a copy.
//! Assumes what CPython promises: a `str` that more than one holds never changes or moves.
#![allow(unsafe_code, reason = "reads the data of CPython's text objects")]

use pyo3::ffi;

use super::value::{Owned, Value};

/// A part of a Python text, a byte for each code point.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    object: Owned,
    /// From the head of the object, in bytes.
    start: u32,
    len: u32,
}

impl Held {
    /// All of a text whose code points lie behind its head; `None` where they lie elsewhere, or
    /// too far away.
    ///
    /// # Safety
    /// The value is exactly a `str` that is ready, in the form of a byte for each code point, and
    /// `units` is the whole of its data.
    #[inline]
    pub(super) unsafe fn new(text: Value<'_>, units: &[u8]) -> Option<Held> {
        // SAFETY: exactly a str.
        if unsafe { ffi::PyUnicode_IS_COMPACT(text.pointer()) } == 0 {
            return None;
        }
        let start = units.as_ptr() as usize - text.pointer() as usize;
        u32::try_from(start + units.len()).ok()?;
        Some(Held {
            object: text.hold(),
            start: start as u32,
            len: units.len() as u32,
        })
    }

    /// The code points.
    #[inline(always)]
    pub(crate) fn units(&self) -> &[u8] {
        // SAFETY: `new` found the data inside the object, which is alive and does not change while
        // it is held; `window` stays inside.
        unsafe {
            let head = self.object.pointer().cast::<u8>().cast_const();
            std::slice::from_raw_parts(head.add(self.start as usize), self.len as usize)
        }
    }

    /// How many code points.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len as usize
    }

    /// A part of this part.
    ///
    /// # Panics
    /// When it is not inside.
    #[inline]
    pub(crate) fn window(&self, start: usize, stop: usize) -> Held {
        assert!(start <= stop && stop <= self.len());
        Held {
            object: self.object.clone(),
            start: self.start + start as u32,
            len: (stop - start) as u32,
        }
    }

    /// Are both the same part of the same object? Equal texts can be others.
    #[inline(always)]
    pub(crate) fn is(&self, other: &Held) -> bool {
        self.object.pointer() == other.object.pointer()
            && (self.start, self.len) == (other.start, other.len)
    }

    /// The object, where this is all of its text.
    #[inline]
    pub(super) fn whole(&self) -> Option<&Owned> {
        // SAFETY: exactly a str.
        let length = unsafe { ffi::PyUnicode_GET_LENGTH(self.object.pointer()) };
        (length as usize == self.len()).then_some(&self.object)
    }
}
