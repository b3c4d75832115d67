//! What structs borrow: containers read from attributes, kept until the call is over.
//!
//! In: a native value. Out: a borrow of it, good until the entry that is running gives its answer.
#![allow(
    unsafe_code,
    reason = "lends what a list keeps alive, for as long as the call lasts"
)]

use std::any::Any;
use std::cell::RefCell;
use std::ptr::NonNull;

use super::gil::Guarded;

static LENT: Guarded<RefCell<Vec<Kept>>> = Guarded::new(RefCell::new(Vec::new()));

/// A value on the heap that others look at.
#[derive(Debug)]
struct Kept(NonNull<dyn Any>);

impl Drop for Kept {
    fn drop(&mut self) {
        // SAFETY: made from a box in `keep`, and dropped once.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

/// Keeps a value until the call is over.
///
/// The lifetime is longer than the call's, since a struct is named without one where it is read;
/// the emitted code, which is safe and generic over it, keeps no struct beyond its own return.
pub(super) fn keep<T: 'static>(value: T) -> &'static T {
    let kept = NonNull::from(Box::leak(Box::new(value)));
    LENT.borrow_mut().push(Kept(kept));
    // SAFETY: alive until `end`, and nobody changes it.
    unsafe { kept.as_ref() }
}

/// Opens a call. Gives how much the calls around it keep.
#[inline]
pub(super) fn begin() -> usize {
    LENT.borrow().len()
}

/// Ends a call: what it kept goes.
#[inline]
pub(super) fn end(before: usize) {
    if LENT.borrow().len() > before {
        // Dropped when the list is free again, since that may run code of the user's.
        let gone = LENT.borrow_mut().split_off(before);
        drop(gone);
    }
}
