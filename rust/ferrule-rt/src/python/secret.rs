//! The secret of the interpreter's text hashes, on which the order of sets of texts hangs.
//!
//! In: what CPython exports. Out: the same told to `hash`, after a comparison; without it, slices
//! that walk over a set of texts redo.
#![allow(unsafe_code, reason = "reads CPython's hash secret")]

use std::ffi::CStr;

use pyo3::ffi;

use super::convert::ToPython;
use super::raw;
use super::value::Owned;
use crate::hash::{self, Secret};
use crate::string::Str;

/// Tells the pure modules what hashes of this process hang on.
pub(super) fn install() {
    if let Some(none) = python_hash(&()) {
        hash::set_none_hash(none);
    }
    // SAFETY: set once, before any extension is loaded; the first two words are SipHash's key.
    let [first, second] = unsafe { raw::_Py_HashSecret };
    let secret = Secret { first, second };
    if is_siphash()
        && ["a", "ferrule", "a longer text, of more than one block"]
            .iter()
            .all(|text| {
                python_hash(&Str::from(*text)) == Some(hash::sip13(secret, text.as_bytes()) as i64)
            })
    {
        hash::install(secret);
    }
}

fn is_siphash() -> bool {
    // SAFETY: CPython's own table of its hash function.
    let name = unsafe { CStr::from_ptr((*ffi::PyHash_GetFuncDef()).name) };
    name == c"siphash13"
}

/// `hash(value)`
fn python_hash(value: &impl ToPython) -> Option<i64> {
    let value: Owned = value.to_python().ok()?;
    // SAFETY: a live object of a hashable type.
    Some(unsafe { ffi::PyObject_Hash(value.pointer()) } as i64)
}
